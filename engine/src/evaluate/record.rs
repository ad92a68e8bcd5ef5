//! A record under judgement: its slots, and beside each slot a mark that says whether it is shown, required and what was found.

use crate::answers::frame::{Answers, Context, Rows, Stray};
use crate::evaluate::builtin::Found;
use crate::value::date::Date;
use crate::value::truth::Truth;
use crate::value::value::Slot;

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
    /// The slot of the group's item in the form.
    pub slot: usize,
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

    /// Marks for as many rows as there are.
    pub fn renew_marks(&mut self) {
        self.marks.clear();
        self.marks.resize(self.rows.len() * self.width, Mark::PLAIN);
    }
}

impl Record {
    /// Answers with plain marks. `groups` gives each group's slot in the form and the width of its rows; `own` is the number of own slots.
    pub fn new(answers: Answers, context: &Context, own: usize, groups: &[(usize, usize)], checks: usize, today: Date) -> Record {
        let Answers { mut slots, groups: rows, strays } = answers;
        slots.truncate(own);
        slots.resize(own, Slot::Blank);
        slots.extend(context.slots.iter().cloned());
        let mut rows = rows.into_iter();
        let groups = groups.iter().map(|(slot, width)| {
            let rows = rows.next().unwrap_or_else(|| Rows::new(*width));
            let marks = vec![Mark::PLAIN; rows.len() * width];
            GroupRecord { rows, marks, width: *width, slot: *slot }
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

    /// Whether a group is asked.
    #[inline]
    pub fn is_group_shown(&self, group: usize) -> bool {
        self.groups.get(group).is_some_and(|group| self.mark(group.slot).is_shown())
    }

    /// A slot as rules see it: nothing when it is hidden.
    #[inline]
    pub fn read(&self, row: Option<(u16, u16)>, slot: u16) -> Option<&Slot> {
        let slot = usize::from(slot);
        match row {
            None => self.slots.get(slot).filter(|_| self.mark(slot).is_shown()),
            Some((group, row)) => {
                let found = self.groups.get(usize::from(group))?;
                let shown = self.mark(found.slot).is_shown() && found.mark(usize::from(row), slot).is_shown();
                found.rows.get(usize::from(row), slot).filter(|_| shown)
            }
        }
    }
}
