//! Two forms to changes: both meanings are flattened to parts with ids, then compared part by part, property by property.
//!
//! What is compared is exactly what the digest covers: equal digests have no changes, unequal ones have at least one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diff::change::{Change, How, Part};
use crate::form::digest::meaning;
use crate::form::form::Form;

/// A part with where it stands and its own properties.
struct Flat {
    home: String,
    properties: Map<String, Value>,
}

type Parts = BTreeMap<(Part, String), Flat>;

/// The changes from `old` to `new`, grouped by kind of part, then by id.
pub fn compare(old: &Form, new: &Form) -> Vec<Change> {
    let (old, new) = (parts(old), parts(new));
    let mut changes = Vec::new();
    for ((part, id), before) in &old {
        match new.get(&(*part, id.clone())) {
            None => changes.push(Change { part: *part, id: id.clone(), how: How::Removed }),
            Some(after) => differences(*part, id, before, after, &mut changes),
        }
    }
    let added = new.keys().filter(|key| !old.contains_key(*key));
    changes.extend(added.map(|(part, id)| Change { part: *part, id: id.clone(), how: How::Added }));
    changes.sort_by(|a, b| (a.part, &a.id).cmp(&(b.part, &b.id)));
    changes
}

fn differences(part: Part, id: &str, before: &Flat, after: &Flat, changes: &mut Vec<Change>) {
    let mut push = |how| changes.push(Change { part, id: id.to_owned(), how });
    if before.home != after.home {
        push(How::Moved(before.home.clone(), after.home.clone()));
    }
    let mut names: Vec<&String> = before.properties.keys().chain(after.properties.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (old, new) = (before.properties.get(name), after.properties.get(name));
        if old != new {
            push(How::Changed(name.clone(), old.cloned().unwrap_or(Value::Null), new.cloned().unwrap_or(Value::Null)));
        }
    }
}

fn parts(form: &Form) -> Parts {
    let mut parts = Parts::new();
    let Value::Object(mut root) = meaning(form) else { return parts };
    for section in take(&mut root, "sections") {
        flatten(section, Part::Section, "", &mut parts);
    }
    for (key, part) in [("checks", Part::Check), ("reads", Part::Read)] {
        for member in take(&mut root, key) {
            flatten(member, part, "", &mut parts);
        }
    }
    for list in take(&mut root, "lists") {
        flatten(list, Part::List, "", &mut parts);
    }
    root.remove("version");
    parts.insert((Part::Form, form.id.to_string()), Flat { home: String::new(), properties: root });
    parts
}

fn take(map: &mut Map<String, Value>, key: &str) -> Vec<Value> {
    match map.remove(key) {
        Some(Value::Array(members)) => members,
        _ => Vec::new(),
    }
}

fn flatten(value: Value, part: Part, home: &str, parts: &mut Parts) {
    let Value::Object(mut map) = value else { return };
    let text = |map: &Map<String, Value>, key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = match part {
        Part::Read => format!("{}.{}", text(&map, "form"), text(&map, "item")),
        Part::Code => format!("{home}/{}", text(&map, "code")),
        _ => text(&map, "id"),
    };
    let items = take(&mut map, "items");
    let order: Vec<Value> = items.iter().filter_map(|item| item.get("id").cloned()).collect();
    for item in items {
        flatten(item, Part::Item, &id, parts);
    }
    for code in take(&mut map, "codes") {
        flatten(code, Part::Code, &id, parts);
    }
    if !order.is_empty() {
        map.insert("order".to_owned(), Value::Array(order));
    }
    map.remove("id");
    parts.insert((part, id), Flat { home: home.to_owned(), properties: map });
}
