//! Products, schedules and crosswalks, compared as they are written: part by part by their ids, so that no key can change unseen.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diagnostic::diagnostic::Sink;
use crate::diff::change::{Change, How, Part};
use crate::source::SourceFile;
use crate::syntax::tree::{Data, Node};
use crate::syntax::yaml;

/// The keys that name a member of a list, the first that is there.
const NAMES: [&str; 5] = ["id", "column", "code", "form", "name"];

/// What has no say in what a file means.
const ASIDE: [&str; 2] = ["examples", "waive"];

/// The same for two files.
pub fn compare_files(old: &SourceFile, new: &SourceFile) -> Vec<Change> {
    let root = |file: &SourceFile| yaml::read(file, &mut Sink::new(file.path.clone())).root;
    match (root(old), root(new)) {
        (Some(old), Some(new)) => compare(&old, &new),
        _ => Vec::new(),
    }
}

/// The changes from one file to another of the same kind, by the path of ids to each part: `visits/d28/forms`.
pub fn compare(old: &Node, new: &Node) -> Vec<Change> {
    let (old, new) = (parts(old), parts(new));
    let mut changes = Vec::new();
    let mut push = |id: &String, how| changes.push(Change { part: Part::Entry, id: id.clone(), how, words: None });
    // A part stands under its list's key in another part: `visits/d28` in the file itself.
    let around = |id: &str, parts: &Parts| {
        let home = id.rsplit_once('/').map(|(list, _)| list.rsplit_once('/').map_or("", |(home, _)| home));
        home.is_some_and(|home| !parts.contains_key(home))
    };
    for (id, before) in &old {
        match new.get(id) {
            // What goes with a whole part is told with that part.
            None if around(id, &new) => {}
            None => push(id, How::Removed),
            Some(after) => {
                let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
                names.sort_unstable();
                names.dedup();
                for name in names {
                    let (was, is) = (before.get(name), after.get(name));
                    if was != is {
                        let value = |found: Option<&Value>| found.cloned().unwrap_or(Value::Null);
                        push(id, How::Changed(name.clone(), value(was), value(is)));
                    }
                }
            }
        }
    }
    new.keys().filter(|id| !old.contains_key(*id) && !around(id, &old)).for_each(|id| push(id, How::Added));
    changes
}

/// Parts by path, each with its own properties.
type Parts = BTreeMap<String, Map<String, Value>>;

fn parts(root: &Node) -> Parts {
    let mut parts = Parts::new();
    collect(root, String::new(), &mut parts);
    parts
}

fn collect(node: &Node, path: String, parts: &mut Parts) {
    let mut own = Map::new();
    for entry in node.entries().iter().filter(|entry| !ASIDE.contains(&&*entry.key)) {
        let named: Vec<Option<String>> = entry.value.members().iter().map(name).collect();
        if named.is_empty() || named.iter().any(Option::is_none) {
            own.insert(entry.key.to_string(), value(&entry.value));
            continue;
        }
        let mut order: Vec<Value> = Vec::new();
        for (member, name) in entry.value.members().iter().zip(named.into_iter().flatten()) {
            let base = format!("{path}{}{}/{name}", if path.is_empty() { "" } else { "/" }, entry.key);
            // Versions of one visit or rule stand side by side under one id.
            let mut ids = (1..).map(|at| if at == 1 { base.clone() } else { format!("{base}#{at}") });
            let Some(id) = ids.find(|id| !parts.contains_key(id)) else { continue };
            order.push(name.into());
            collect(member, id, parts);
        }
        own.insert(format!("{} (order)", entry.key), Value::Array(order));
    }
    parts.insert(path, own);
}

fn name(member: &Node) -> Option<String> {
    NAMES.iter().find_map(|key| member.get(key).and_then(Node::word)).map(|word| word.to_string())
}

/// A node as plain data: scalars as they are written.
fn value(node: &Node) -> Value {
    match &node.data {
        Data::Scalar(scalar) => Value::from(&*scalar.text),
        Data::List(members) => members.iter().map(value).collect(),
        Data::Map(entries) => Value::Object(entries.iter().map(|entry| (entry.key.to_string(), value(&entry.value))).collect()),
    }
}
