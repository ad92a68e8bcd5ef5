//! A record's answers as slots: the form's own, then those of other forms that rules read, and the rows of each group.

use crate::value::value::Slot;
use std::ops::Range;

/// The answers of one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// One per item of the form's own scope, then one per import.
    pub slots: Vec<Slot>,
    /// One per group, in the order of the form's scopes: the group of scope 1 first.
    pub groups: Vec<Rows>,
    /// What belongs to no item.
    pub strays: Vec<Stray>,
}

/// The rows of a group, side by side. A group that stands in rows of another has one table for all of them: row after row of the outer
/// group, so that the rows inside one outer row, and inside any row around it, stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    width: usize,
    count: usize,
    slots: Vec<Slot>,
    /// For a group in rows: where the rows of each outer row begin.
    first: Vec<u16>,
}

/// Rows for which there is room from the first one on.
const FIRST_ROWS: usize = 8;

impl Rows {
    /// The most rows that a table holds, those of all outer rows together.
    pub const MOST: usize = u16::MAX as usize;

    /// No rows yet, of so many items each.
    pub fn new(width: usize) -> Rows {
        Rows { width, count: 0, slots: Vec::new(), first: Vec::new() }
    }

    /// How many rows, those of all outer rows together.
    #[inline]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The rows that stand in an outer row.
    #[inline]
    pub fn inside(&self, outer: usize) -> Range<usize> {
        let end = self.begin(outer + 1);
        self.begin(outer).min(end)..end
    }

    /// Where the rows of an outer row begin; the end beyond the last outer row.
    #[inline]
    pub fn begin(&self, outer: usize) -> usize {
        self.first.get(outer).map_or(self.count, |first| usize::from(*first))
    }

    /// The outer row that a row stands in.
    #[inline]
    pub fn outer(&self, row: usize) -> usize {
        self.first.partition_point(|first| usize::from(*first) <= row).saturating_sub(1)
    }

    /// The slots of a row; empty beyond the last.
    #[inline]
    pub fn row(&self, at: usize) -> &[Slot] {
        self.slots.get(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }

    /// A slot of a row.
    #[inline]
    pub fn get(&self, row: usize, slot: usize) -> Option<&Slot> {
        if slot < self.width { self.slots.get(row * self.width + slot) } else { None }
    }

    /// The slots of a row to change.
    #[inline]
    pub fn row_mut(&mut self, at: usize) -> &mut [Slot] {
        self.slots.get_mut(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }

    /// Adds a blank row at the end, to the last outer row.
    pub(super) fn push_blank(&mut self) {
        self.count += 1;
        if self.slots.capacity() == 0 {
            self.slots.reserve(FIRST_ROWS * self.width);
        }
        self.slots.resize_with(self.count * self.width, Slot::default);
    }

    /// Begins the rows of one more outer row.
    pub(super) fn open(&mut self) {
        self.first.push(u16::try_from(self.count).unwrap_or(u16::MAX));
    }

    /// Puts a blank row at a place; the rows of outer rows from `later` on move.
    pub(super) fn insert_blank(&mut self, at: usize, later: usize) {
        let (at, width) = (at.min(self.count), self.width);
        self.slots.splice(at * width..at * width, std::iter::repeat_with(Slot::default).take(width));
        self.count += 1;
        self.move_later(later, 1);
    }

    /// Takes rows away; the rows of outer rows from `later` on move.
    pub(super) fn remove(&mut self, rows: Range<usize>, later: usize) {
        let rows = rows.start.min(self.count)..rows.end.min(self.count);
        self.count -= rows.len();
        self.slots.drain(rows.start * self.width..rows.end * self.width);
        self.move_later(later, -i32::try_from(rows.len()).unwrap_or_default());
    }

    /// An outer row was put before another: it has no rows yet.
    pub(super) fn insert_outer(&mut self, outer: usize) {
        let begin = u16::try_from(self.begin(outer)).unwrap_or(u16::MAX);
        self.first.insert(outer.min(self.first.len()), begin);
    }

    /// Outer rows were taken away.
    pub(super) fn remove_outer(&mut self, outer: Range<usize>) {
        let end = outer.end.min(self.first.len());
        self.first.drain(outer.start.min(end)..end);
    }

    fn move_later(&mut self, later: usize, by: i32) {
        for first in self.first.iter_mut().skip(later) {
            *first = u16::try_from(i32::from(*first) + by).unwrap_or(u16::MAX);
        }
    }
}

impl AsRef<Rows> for Rows {
    fn as_ref(&self) -> &Rows {
        self
    }
}

impl AsMut<Rows> for Rows {
    fn as_mut(&mut self) -> &mut Rows {
        self
    }
}

/// Something in the answers that belongs to no item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// What is the matter.
    pub kind: StrayKind,
    /// Where: a path, in which a key that cannot be an id is shown as `?`.
    pub path: String,
}

/// Kinds of strays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrayKind {
    /// A key that is no item of the form, or a calculated one.
    UnknownItem,
    /// The same key twice; the last one counts.
    DuplicateItem,
}

/// Answers of other forms that rules read: one slot per import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// In the order of `Form::imports`.
    pub slots: Vec<Slot>,
}
