//! Where in a record something is: an item of the form, or an item in a row of a group, which may itself stand in a row of a group.
//! Findings name it as a path: `item`, `lines[2].dose`, `lines[2].cycles[1].dose`.

use crate::form::form::{Form, Scope};
use crate::form::item::Item;
use crate::program::program::{ItemId, ScopeId};
use std::fmt::Write;

/// How many groups may stand inside one another.
pub const DEEPEST: usize = 4;

/// A row by its number in each group around it, from the outermost on; no number is the form itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowPath {
    at: [u16; DEEPEST],
    depth: u8,
}

impl RowPath {
    /// The form itself.
    pub const FORM: RowPath = RowPath { at: [0; DEEPEST], depth: 0 };

    /// A row of a group of the form.
    pub fn of(row: u16) -> RowPath {
        RowPath::FORM.inside(row).unwrap_or_default()
    }

    /// A row of a group that stands in this row; `None` beyond the deepest.
    pub fn inside(mut self, row: u16) -> Option<RowPath> {
        *self.at.get_mut(usize::from(self.depth))? = row;
        self.depth += 1;
        Some(self)
    }

    /// How many groups stand around.
    pub fn depth(self) -> usize {
        usize::from(self.depth)
    }

    /// The numbers from the outermost on.
    pub fn rows(&self) -> &[u16] {
        self.at.get(..self.depth()).unwrap_or_default()
    }

    /// The row around this one, and the number in it.
    pub fn outer(mut self) -> Option<(RowPath, u16)> {
        self.depth = self.depth.checked_sub(1)?;
        let last = std::mem::take(self.at.get_mut(usize::from(self.depth))?);
        Some((self, last))
    }
}

/// An item of the form, or of one row of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The item.
    pub item: ItemId,
    /// The row it stands in.
    pub rows: RowPath,
}

impl Place {
    /// An item of the form itself.
    pub fn of(item: ItemId) -> Place {
        Place { item, rows: RowPath::FORM }
    }

    /// `item` or `group[0].item`.
    pub fn path(self, form: &Form) -> String {
        let Some(item) = form.item(self.item) else { return String::new() };
        if self.rows.depth == 0 {
            return item.id.to_string();
        }
        let mut path = String::with_capacity(64);
        push_groups(&mut path, form, item.scope, self.rows.rows());
        path.push_str(&item.id);
        path
    }

    /// The place of a path, if the form has such an item.
    pub fn parse(form: &Form, path: &str) -> Option<Place> {
        let (groups, id) = path.rsplit_once('.').map_or((None, path), |(groups, id)| (Some(groups), id));
        let (item, found) = form.find_item(id)?;
        let (mut rows, mut scope) = (RowPath::FORM, ScopeId(0));
        for part in groups.into_iter().flat_map(|groups| groups.split('.')) {
            let (group, row) = part.strip_suffix(']')?.split_once('[')?;
            let (_, group) = form.find_item(group).filter(|(_, group)| group.scope == scope)?;
            let row = row.bytes().all(|byte| byte.is_ascii_digit()).then(|| row.parse().ok())??;
            (rows, scope) = (rows.inside(row)?, group.rows?);
        }
        (found.scope == scope).then_some(Place { item, rows })
    }

    /// The groups around the item with the number of its row in each, from the outermost on.
    pub fn groups(self, form: &Form) -> Vec<(&Item, u16)> {
        let mut groups = Vec::new();
        let mut scope = form.item(self.item).map(|item| item.scope);
        for row in self.rows.rows().iter().rev() {
            let Some(group) = scope.and_then(|scope| group_of(form, scope)) else { break };
            groups.push((group, *row));
            scope = Some(group.scope);
        }
        groups.reverse();
        groups
    }
}

/// Writes `lines[2].cycles[1].` for a row of a scope.
pub fn push_groups(path: &mut String, form: &Form, scope: ScopeId, rows: &[u16]) {
    let (Some((row, outer)), Some(group)) = (rows.split_last(), group_of(form, scope)) else { return };
    push_groups(path, form, group.scope, outer);
    let _ = write!(path, "{}[{row}].", group.id);
}

fn group_of(form: &Form, scope: ScopeId) -> Option<&Item> {
    let Scope { group, .. } = form.scopes.get(usize::from(scope.0))?;
    form.item((*group)?)
}
