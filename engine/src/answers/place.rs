//! Where in a record something is: an item of the form, or an item in one row of a group. Findings name it as a path.

use crate::form::form::Form;
use crate::program::program::ItemId;

/// An item of the form, or of one row of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The item.
    pub item: ItemId,
    /// The row, counted from 0, for items inside a group.
    pub row: Option<u16>,
}

impl Place {
    /// An item of the form itself.
    pub fn of(item: ItemId) -> Place {
        Place { item, row: None }
    }

    /// `item` or `group[0].item`.
    pub fn path(self, form: &Form) -> String {
        let Some(item) = form.item(self.item) else { return String::new() };
        let group = form.scopes.get(usize::from(item.scope.0)).and_then(|scope| scope.group).and_then(|group| form.item(group));
        match (group, self.row) {
            (Some(group), Some(row)) => format!("{}[{row}].{}", group.id, item.id),
            _ => item.id.to_string(),
        }
    }

    /// The place of a path, if the form has such an item.
    pub fn parse(form: &Form, path: &str) -> Option<Place> {
        let Some((group, rest)) = path.split_once('[') else {
            let (item, found) = form.find_item(path)?;
            return (found.scope.0 == 0).then_some(Place::of(item));
        };
        let (row, id) = rest.split_once("].")?;
        let (group, _) = form.find_item(group)?;
        let (item, found) = form.find_item(id)?;
        let scope = form.scopes.get(usize::from(found.scope.0))?;
        let row = row.bytes().all(|byte| byte.is_ascii_digit()).then(|| row.parse().ok())??;
        (scope.group == Some(group)).then_some(Place { item, row: Some(row) })
    }
}
