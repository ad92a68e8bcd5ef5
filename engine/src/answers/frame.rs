//! A record's answers as slots: the form's own, then those of other forms that rules read, and the rows of each group.

use crate::value::value::Slot;

/// The answers of one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// One per item of the form's own scope, then one per import.
    pub slots: Vec<Slot>,
    /// One per group, in the order of `Scope::groups`.
    pub groups: Vec<Rows>,
    /// What belongs to no item.
    pub strays: Vec<Stray>,
}

/// The rows of a group, side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    width: usize,
    count: usize,
    slots: Vec<Slot>,
}

impl Rows {
    /// No rows yet, of so many items each.
    pub fn new(width: usize) -> Rows {
        Rows { width, count: 0, slots: Vec::new() }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.count == 0
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
    pub fn row_mut(&mut self, at: usize) -> &mut [Slot] {
        self.slots.get_mut(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }

    /// Adds a blank row.
    pub fn push_blank(&mut self) {
        self.count += 1;
        self.slots.resize_with(self.count * self.width, Slot::default);
    }

    /// Takes a row away.
    pub fn remove(&mut self, at: usize) {
        if at < self.count {
            self.count -= 1;
            self.slots.drain(at * self.width..(at + 1) * self.width);
        }
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
