//! A record under judgement: its slots, and beside each slot a mark that says whether it is shown, required and what was found.

use crate::answers::frame::{Answers, Context, Rows, Stray};
use crate::answers::place::RowPath;
use crate::evaluate::builtin::Found;
use crate::value::date::Date;
use crate::value::truth::Truth;
use crate::value::value::Slot;
use std::ops::Range;

/// A row: its group's number and its place in the group's table; `None` is the form itself.
pub type Row = Option<(u16, u16)>;

/// Whether an item is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Asked.
    Yes,
    /// Definitely not asked.
    No,
    /// Not asked as long as something of this form is unknown.
    Pending,
}

/// What follows for one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is asked.
    pub shown: Shown,
    /// Whether an answer is required now.
    pub required: bool,
    /// The built-in findings.
    pub found: Found,
}

impl Mark {
    /// Asked, not required, nothing found.
    pub const PLAIN: Mark = Mark { shown: Shown::Yes, required: false, found: Found::NONE };

    /// Whether it is asked.
    #[inline]
    pub fn is_shown(self) -> bool {
        self.shown == Shown::Yes
    }

    /// Whether nothing follows but that it is asked.
    #[inline]
    pub fn is_plain(self) -> bool {
        self == Mark::PLAIN
    }
}

/// A record and what follows from it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The form's own slots, then the imports.
    pub slots: Vec<Slot>,
    /// A mark per slot.
    pub marks: Vec<Mark>,
    /// The groups.
    pub groups: Vec<GroupRecord>,
    /// Verdicts of checks over the form: violated or not.
    pub verdicts: Vec<Truth>,
    /// Verdicts of checks over rows, by check and row.
    pub row_verdicts: Vec<Vec<Truth>>,
    /// What belongs to no item.
    pub strays: Vec<Stray>,
    /// The day on which the answers are judged.
    pub today: Date,
}

/// A group's rows and their marks.
#[derive(Clone, Debug)]
pub struct GroupRecord {
    /// The slots.
    pub rows: Rows,
    /// A mark per slot, row by row.
    pub marks: Vec<Mark>,
    /// Items in a row.
    pub width: usize,
    /// The slot of the group's item in the form or in the rows it stands in.
    pub slot: usize,
    /// The group in whose rows it stands.
    pub outer: Option<u16>,
}

/// What a group needs beside its rows: its own slot, the width of its rows, the group around it.
pub type Shape = (usize, usize, Option<u16>);

impl AsMut<Rows> for GroupRecord {
    fn as_mut(&mut self) -> &mut Rows {
        &mut self.rows
    }
}

impl GroupRecord {
    /// The mark of a slot of a row.
    #[inline]
    pub fn mark(&self, row: usize, slot: usize) -> Mark {
        self.marks.get(row * self.width + slot).copied().unwrap_or(Mark::PLAIN)
    }

    /// The mark to change.
    #[inline]
    pub fn mark_mut(&mut self, row: usize, slot: usize) -> Option<&mut Mark> {
        self.marks.get_mut(row * self.width + slot)
    }

    /// The slots of a row, and its marks to change.
    #[inline]
    pub fn row_mut(&mut self, row: usize) -> (&[Slot], &mut [Mark]) {
        let marks = self.marks.get_mut(row * self.width..(row + 1) * self.width).unwrap_or_default();
        (self.rows.row(row), marks)
    }

    /// Marks for as many rows as there are.
    pub fn renew_marks(&mut self) {
        self.marks.clear();
        self.marks.resize(self.rows.len() * self.width, Mark::PLAIN);
    }
}

impl Record {
    /// Answers with plain marks. `groups` gives each group's shape; `own` is the number of own slots.
    pub fn new(answers: Answers, context: &Context, own: usize, groups: &[Shape], checks: usize, today: Date) -> Record {
        let Answers { mut slots, groups: rows, strays } = answers;
        slots.truncate(own);
        slots.resize(own, Slot::Blank);
        slots.extend(context.slots.iter().cloned());
        let mut rows = rows.into_iter();
        let groups = groups.iter().map(|(slot, width, outer)| {
            let rows = rows.next().unwrap_or_else(|| Rows::new(*width));
            let marks = vec![Mark::PLAIN; rows.len() * width];
            GroupRecord { rows, marks, width: *width, slot: *slot, outer: *outer }
        });
        Record {
            groups: groups.collect(),
            marks: vec![Mark::PLAIN; slots.len()],
            slots,
            verdicts: vec![Truth::False; checks],
            row_verdicts: vec![Vec::new(); checks],
            strays,
            today,
        }
    }

    /// The mark of a slot of the form.
    #[inline]
    pub fn mark(&self, slot: usize) -> Mark {
        self.marks.get(slot).copied().unwrap_or(Mark::PLAIN)
    }

    /// The row around a row.
    #[inline]
    pub fn outer(&self, (group, row): (u16, u16)) -> Row {
        let table = self.groups.get(usize::from(group))?;
        Some((table.outer?, count(table.rows.outer(usize::from(row)))))
    }

    /// The mark of a slot of the form or of a row.
    #[inline]
    pub fn mark_at(&self, row: Row, slot: usize) -> Mark {
        match row {
            None => self.mark(slot),
            Some((group, row)) => {
                self.groups.get(usize::from(group)).map_or(Mark::PLAIN, |group| group.mark(usize::from(row), slot))
            }
        }
    }

    /// Whether the rows of a group that stand in a frame are asked: the group there, and all that stands around it.
    #[inline]
    pub fn is_group_shown(&self, group: u16, around: Row) -> bool {
        let Some(table) = self.groups.get(usize::from(group)) else { return false };
        self.mark_at(around, table.slot).is_shown() && self.is_frame_shown(around)
    }

    /// Whether a row is asked.
    #[inline]
    pub fn is_frame_shown(&self, row: Row) -> bool {
        match row {
            None => true,
            Some((group, _)) => self.is_group_shown(group, row.and_then(|row| self.outer(row))),
        }
    }

    /// The rows of a group that stand in a frame.
    #[inline]
    pub fn rows_in(&self, group: u16, around: Row) -> Range<u16> {
        let Some(table) = self.groups.get(usize::from(group)) else { return 0..0 };
        let rows = match (table.outer, around) {
            (None, _) => 0..table.rows.len(),
            (Some(outer), Some((own, row))) if outer == own => table.rows.inside(usize::from(row)),
            _ => 0..0,
        };
        count(rows.start)..count(rows.end)
    }

    /// The rows of the last group of a chain that stand, at whatever depth, in a frame whose groups are left out of the chain.
    pub fn rows_under(&self, chain: &[u16], around: Row) -> Range<u16> {
        let mut range: Option<Range<usize>> = around.map(|(_, row)| usize::from(row)..usize::from(row) + 1);
        for group in chain {
            let Some(table) = self.groups.get(usize::from(*group)) else { return 0..0 };
            let inside = |range: Range<usize>| table.rows.begin(range.start)..table.rows.begin(range.end);
            range = Some(range.map_or(0..table.rows.len(), inside));
        }
        range.map_or(0..0, |range| count(range.start)..count(range.end))
    }

    /// The numbers of a row and of the rows around it.
    pub fn path(&self, row: Row) -> RowPath {
        let Some((group, at)) = row else { return RowPath::FORM };
        let outer = self.outer((group, at));
        let begin = self.rows_in(group, outer).start;
        self.path(outer).inside(at.saturating_sub(begin)).unwrap_or_default()
    }

    /// The row of a path through a chain of groups; `None` when there is none.
    pub fn find(&self, chain: &[u16], path: RowPath) -> Option<Row> {
        let mut found = None;
        if chain.len() != path.depth() {
            return None;
        }
        for (group, number) in chain.iter().zip(path.rows()) {
            let rows = self.rows_in(*group, found);
            let at = rows.start.checked_add(*number).filter(|at| *at < rows.end)?;
            found = Some((*group, at));
        }
        Some(found)
    }

    /// A slot as rules see it: nothing when it is hidden.
    #[inline]
    pub fn read(&self, row: Row, slot: u16) -> Option<&Slot> {
        let slot = usize::from(slot);
        let Some((group, at)) = row else { return self.slots.get(slot).filter(|_| self.mark(slot).is_shown()) };
        let found = self.groups.get(usize::from(group))?;
        let at = usize::from(at);
        let around = match found.outer {
            None => self.mark(found.slot).is_shown(),
            Some(_) => self.is_frame_shown(row),
        };
        found.rows.get(at, slot).filter(|_| around && found.mark(at, slot).is_shown())
    }
}

/// Rows are counted in sixteen bits: tables hold no more.
fn count(rows: usize) -> u16 {
    u16::try_from(rows).unwrap_or(u16::MAX)
}
