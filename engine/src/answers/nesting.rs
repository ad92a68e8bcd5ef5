//! Which group stands in which, and what keeps their tables in step: a row that comes or goes moves the rows inside later rows.

use crate::answers::frame::Rows;
use crate::form::form::Form;
use std::ops::Range;

/// The groups of a form; a group's number is that of its rows' scope, counted from the first group.
#[derive(Clone, Debug, Default)]
pub struct Nesting {
    groups: Vec<Nested>,
}

#[derive(Clone, Debug, Default)]
struct Nested {
    inner: Vec<u16>,
    chain: Vec<u16>,
}

/// The number of the group whose rows a scope is.
pub fn group_of_scope(scope: u16) -> Option<u16> {
    scope.checked_sub(1)
}

impl Nesting {
    /// The groups of a form.
    pub fn new(form: &Form) -> Nesting {
        let mut groups: Vec<Nested> = Vec::new();
        for (scope, number) in form.scopes.iter().skip(1).zip(0_u16..) {
            let outer = scope.parent.and_then(|parent| group_of_scope(parent.0));
            let around = outer.and_then(|outer| groups.get_mut(usize::from(outer)));
            let mut chain = around.map_or(Vec::new(), |outer| {
                outer.inner.push(number);
                outer.chain.clone()
            });
            chain.push(number);
            groups.push(Nested { inner: Vec::new(), chain });
        }
        Nesting { groups }
    }

    /// The groups around a group, the outermost first, itself last.
    #[inline]
    pub fn chain(&self, group: u16) -> &[u16] {
        self.groups.get(usize::from(group)).map_or(&[], |group| &group.chain)
    }

    /// The group in whose rows a group stands.
    pub fn outer(&self, group: u16) -> Option<u16> {
        self.chain(group).iter().rev().nth(1).copied()
    }

    fn inner(&self, group: usize) -> &[u16] {
        self.groups.get(group).map_or(&[], |group| &group.inner)
    }

    /// Adds a blank row at the end of a table: to the last outer row.
    #[inline]
    pub fn push<T: AsMut<Rows>>(&self, tables: &mut [T], group: usize) {
        if let Some(table) = tables.get_mut(group) {
            table.as_mut().push_blank();
        }
        for inner in self.inner(group) {
            if let Some(table) = tables.get_mut(usize::from(*inner)) {
                table.as_mut().open();
            }
        }
    }

    /// Puts a blank row at a place of a table; `outer` is the row it stands in, for a group in rows.
    pub fn insert<T: AsMut<Rows>>(&self, tables: &mut [T], group: usize, at: usize, outer: Option<usize>) {
        if let Some(table) = tables.get_mut(group) {
            table.as_mut().insert_blank(at, after(outer));
        }
        for inner in self.inner(group) {
            if let Some(table) = tables.get_mut(usize::from(*inner)) {
                table.as_mut().insert_outer(at);
            }
        }
    }

    /// Takes rows of one outer row away, with all that stands in them.
    pub fn remove<T: AsMut<Rows>>(&self, tables: &mut [T], group: usize, rows: Range<usize>, outer: Option<usize>) {
        self.remove_inner(tables, group, rows.clone());
        if let Some(table) = tables.get_mut(group) {
            table.as_mut().remove(rows, after(outer));
        }
    }

    fn remove_inner<T: AsMut<Rows>>(&self, tables: &mut [T], group: usize, rows: Range<usize>) {
        for inner in self.inner(group) {
            let inner = usize::from(*inner);
            let Some(table) = tables.get_mut(inner).map(AsMut::as_mut) else { continue };
            let gone = table.begin(rows.start)..table.begin(rows.end);
            self.remove_inner(tables, inner, gone.clone());
            if let Some(table) = tables.get_mut(inner).map(AsMut::as_mut) {
                table.remove_outer(rows.clone());
                table.remove(gone, rows.start);
            }
        }
    }
}

/// The first outer row whose rows move when those of one change.
fn after(outer: Option<usize>) -> usize {
    outer.map_or(usize::MAX, |outer| outer + 1)
}
