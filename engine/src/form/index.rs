//! Items by id: their places in the order of their ids. The ids themselves stand in the items.

use crate::form::item::Item;
use crate::program::program::ItemId;

/// The places of a form's items, in the order of their ids.
#[derive(Clone, Debug, Default)]
pub struct ItemIndex(Box<[ItemId]>);

impl ItemIndex {
    /// The index of items, each id once.
    pub fn new(items: &[Item]) -> ItemIndex {
        let id = |at: &ItemId| items.get(at.0 as usize).map_or("", |item| &*item.id);
        let mut places: Vec<ItemId> = (0u32..).take(items.len()).map(ItemId).collect();
        places.sort_unstable_by(|a, b| id(a).cmp(id(b)));
        ItemIndex(places.into())
    }

    /// The place of an id among the same items.
    pub fn find(&self, items: &[Item], id: &str) -> Option<ItemId> {
        let at = self.0.binary_search_by(|at| items.get(at.0 as usize).map_or("", |item| &*item.id).cmp(id)).ok()?;
        self.0.get(at).copied()
    }
}
