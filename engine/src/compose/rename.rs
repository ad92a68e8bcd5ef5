//! Ids that stand as the value of a key follow the items that they name.

use std::collections::HashMap;
use std::sync::Arc;

use crate::syntax::tree::{Data, Entry, Node, Scalar};

/// Keys whose value is the id of an item, so that it is renamed with the item.
const REFERENCES: &[&str] = &["on", "replaces", "unique", "row_count", "derived", "difference_reason"];

/// Ids of items that stand as the value of a key are renamed with the items.
pub(super) fn references(nodes: &mut [Node], origin: u32, names: &HashMap<Arc<str>, Arc<str>>) {
    for node in nodes {
        match &mut node.data {
            Data::Map(entries) => entries.iter_mut().for_each(|entry| rename(entry, origin, names)),
            Data::List(nodes) => references(nodes, origin, names),
            Data::Scalar(_) => {}
        }
    }
}

fn rename(entry: &mut Entry, origin: u32, names: &HashMap<Arc<str>, Arc<str>>) {
    let own = entry.value.span.origin == origin && REFERENCES.contains(&&*entry.key);
    match &mut entry.value.data {
        Data::Scalar(scalar) if own => renamed(scalar, names),
        Data::List(words) if own => {
            for word in words {
                if let Data::Scalar(scalar) = &mut word.data {
                    renamed(scalar, names);
                }
            }
        }
        _ => references(std::slice::from_mut(&mut entry.value), origin, names),
    }
}

fn renamed(scalar: &mut Scalar, names: &HashMap<Arc<str>, Arc<str>>) {
    if let Some(id) = names.get(&scalar.text) {
        scalar.text = id.clone();
    }
}
