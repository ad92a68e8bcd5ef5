//! Looking into trees and changing them.

use std::sync::Arc;

use crate::syntax::tree::{Data, Entry, Node};

/// An item of composed items or sections, by its id of the form, also inside groups.
pub fn find_item<'n>(nodes: &'n mut [Node], id: &str) -> Option<&'n mut Node> {
    for node in nodes {
        // A section has an id too, but no kind.
        if node.entry("kind").is_some() && scalar_of(node, "id").is_some_and(|held| **held == *id) {
            return Some(node);
        }
        if let Some(Node { data: Data::List(inner), .. }) = entry_mut(node, "items")
            && let Some(found) = find_item(inner, id)
        {
            return Some(found);
        }
    }
    None
}

/// The members of a list; nothing of anything else.
pub fn members(node: Node) -> Vec<Node> {
    match node.data {
        Data::List(nodes) => nodes,
        _ => Vec::new(),
    }
}

/// The entries of a key's map; nothing of anything else.
pub fn map_of(node: &Node, key: &str) -> Vec<Entry> {
    match node.entry(key).map(|entry| &entry.value.data) {
        Some(Data::Map(entries)) => entries.clone(),
        _ => Vec::new(),
    }
}

/// The text of a key's single value.
pub fn scalar_of<'n>(node: &'n Node, key: &str) -> Option<&'n Arc<str>> {
    match &node.entry(key)?.value.data {
        Data::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

/// The text of a key's single value, to be changed.
pub fn scalar_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Arc<str>> {
    match &mut entry_mut(node, key)?.data {
        Data::Scalar(scalar) => Some(&mut scalar.text),
        _ => None,
    }
}

/// The value of a key.
pub fn entry_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    match &mut node.data {
        Data::Map(entries) => entries.iter_mut().find(|entry| &*entry.key == key).map(|entry| &mut entry.value),
        _ => None,
    }
}

/// Puts members at the end of a list, which is made when it does not stand there yet.
pub fn append(entries: &mut Vec<Entry>, key: &str, mut nodes: Vec<Node>) {
    let Some(first) = nodes.first().map(|node| node.span) else { return };
    match entries.iter_mut().find(|entry| &*entry.key == key) {
        Some(Entry { value: Node { data: Data::List(held), .. }, .. }) => held.append(&mut nodes),
        Some(_) => {}
        None => entries.push(Entry { key: key.into(), key_span: first, value: Node { span: first, data: Data::List(nodes) } }),
    }
}

/// The list of checks that holds one: that of a group among the items, else the one given.
pub fn checks_with<'n>(own: &'n mut Vec<Node>, nodes: &'n mut [Node], id: &str) -> &'n mut Vec<Node> {
    if holds(own, id) { own } else { checks_of_rows(nodes, id).unwrap_or(own) }
}

/// Whether a check stands among a block's own or in one of its groups.
pub fn stands(checks: &[Node], nodes: &[Node], id: &str) -> bool {
    holds(checks, id) || nodes.iter().any(|node| has_check(node, id))
}

fn holds(checks: &[Node], id: &str) -> bool {
    checks.iter().any(|check| scalar_of(check, "id").is_some_and(|held| **held == *id))
}

/// The checks of the group, among composed items or sections, that hold one.
pub fn checks_of_rows<'n>(nodes: &'n mut [Node], id: &str) -> Option<&'n mut Vec<Node>> {
    let node = nodes.iter_mut().find(|node| has_check(node, id))?;
    let own = node.get("checks").is_some_and(|checks| holds(checks.members(), id));
    let Data::List(found) = &mut entry_mut(node, if own { "checks" } else { "items" })?.data else { return None };
    if own { Some(found) } else { checks_of_rows(found, id) }
}

/// Whether a check stands in a group or in one inside it.
fn has_check(node: &Node, id: &str) -> bool {
    let own = node.get("checks").is_some_and(|checks| holds(checks.members(), id));
    own || node.get("items").is_some_and(|items| items.members().iter().any(|item| has_check(item, id)))
}

/// Puts items after an item, or at the end of a section; says whether the place was found.
pub fn put_beside(sections: &mut [Node], word: &str, after: bool, items: Vec<Node>) -> bool {
    for section in sections {
        let named = scalar_of(section, "id").is_some_and(|id| **id == *word);
        let Some(Node { data: Data::List(held), .. }) = entry_mut(section, "items") else { continue };
        if !after && named {
            held.extend(items);
            return true;
        }
        let place = held.iter().position(|item| scalar_of(item, "id").is_some_and(|id| **id == *word));
        if let (true, Some(place)) = (after, place) {
            held.splice(place + 1..place + 1, items);
            return true;
        }
    }
    false
}

/// The ids of sections, or of the items that stand directly in them.
pub fn ids_of(sections: &[Node], of_items: bool) -> Vec<&str> {
    let items = || sections.iter().flat_map(|section| section.get("items").map_or(&[][..], Node::members));
    let id = |node| scalar_of(node, "id").map(|id| &**id);
    if of_items { items().filter_map(id).collect() } else { sections.iter().filter_map(id).collect() }
}
