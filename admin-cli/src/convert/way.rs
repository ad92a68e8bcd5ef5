//! The way to an item of a draft: its section, then its place in each group on the way.

use crate::convert::draft::{Form, Item};

/// The items among which the way ends.
pub fn members<'f>(form: &'f mut Form, section: usize, way: &[usize]) -> Option<&'f mut Vec<Item>> {
    let mut items = &mut form.sections.get_mut(section)?.items;
    for step in way {
        items = &mut items.get_mut(*step)?.items;
    }
    Some(items)
}

/// The item at the end of the way.
pub fn find<'f>(form: &'f mut Form, section: usize, path: &[usize]) -> Option<&'f mut Item> {
    let (last, way) = path.split_last()?;
    members(form, section, way)?.get_mut(*last)
}

/// Takes the item at the end of the way out of the draft.
pub fn remove(form: &mut Form, section: usize, path: &[usize]) -> Option<Item> {
    let (last, way) = path.split_last()?;
    let items = members(form, section, way)?;
    (*last < items.len()).then(|| items.remove(*last))
}
