//! Two forms to changes: both meanings are flattened to parts with ids, then compared part by part, property by property.
//!
//! What is compared is what the digest covers, and from which day a version holds: unequal digests have at least one change.
//!
//! A released version keeps its lists, so the next one brings changed lists under new ids. A list that took another's place is compared with
//! it code by code, or every such change would read as if no old answer fitted.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diff::change::{Change, How, Part};
use crate::form::digest::meaning;
use crate::form::form::Form;
use crate::lang::{Lang, Text};
use crate::words::rule::say;
use crate::words::statement::{Role, Statement, statements};

/// A part with where it stands and its own properties.
struct Flat {
    home: String,
    properties: Map<String, Value>,
}

type Parts = BTreeMap<(Part, String), Flat>;

/// The changes from `old` to `new`, grouped by kind of part, then by id.
pub fn compare(old: &Form, new: &Form) -> Vec<Change> {
    let said = (Said::new(old), Said::new(new));
    let (mut before, after) = (orders(old), orders(new));
    let (mut old, mut new) = (parts(old), parts(new));
    for (was, is) in successors(&old, &new) {
        rename_list(&mut old, &mut new, &was, &is);
        if let Some(order) = before.remove(&(Part::List, was, "order")) {
            before.insert((Part::List, is, "order"), order);
        }
    }
    let mut changes = Vec::new();
    for ((part, id), before) in &old {
        match new.get(&(*part, id.clone())) {
            None => changes.push(Change { part: *part, id: id.clone(), how: How::Removed, words: None }),
            Some(after) => differences(*part, id, before, after, &mut changes),
        }
    }
    let added = new.keys().filter(|key| !old.contains_key(*key));
    changes.extend(added.map(|(part, id)| Change { part: *part, id: id.clone(), how: How::Added, words: None }));
    for ((part, id, name), order) in &after {
        let was = before.get(&(*part, id.clone(), *name)).filter(|was| *was != order && is_same_set(was, order));
        changes.extend(was.map(|was| Change {
            part: *part,
            id: id.clone(),
            how: How::Changed((*name).to_owned(), Value::Array(was.clone()), Value::Array(order.clone())),
            words: None,
        }));
    }
    changes.sort_by(|a, b| (a.part, &a.id).cmp(&(b.part, &b.id)));
    for change in &mut changes {
        if let How::Changed(name, Value::String(_), Value::String(_)) = &change.how {
            change.words = said.0.rule(change.part, &change.id, name).zip(said.1.rule(change.part, &change.id, name));
        }
    }
    changes
}

/// Lists that went together with the list that came in their place: every item that asked by the one asks by the other.
fn successors(old: &Parts, new: &Parts) -> Vec<(String, String)> {
    let list = |flat: &Flat| flat.properties.get("list").and_then(Value::as_str).map(str::to_owned);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (key, before) in old.iter().filter(|((part, _), _)| *part == Part::Item) {
        let pair = list(before).zip(new.get(key).and_then(list));
        pairs.extend(pair.filter(|(was, is)| was != is));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let went = |id: &str| !new.contains_key(&(Part::List, id.to_owned()));
    let came = |id: &str| !old.contains_key(&(Part::List, id.to_owned()));
    let only = |pair: &&(String, String)| pairs.iter().filter(|(was, is)| *was == pair.0 || *is == pair.1).count() == 1;
    pairs.iter().filter(|(was, is)| went(was) && came(is)).filter(only).cloned().collect()
}

/// The old list and its codes under the new id; that it had another id stays to be told.
fn rename_list(old: &mut Parts, new: &mut Parts, was: &str, is: &str) {
    for ((part, id), mut flat) in std::mem::take(old) {
        let id = match part {
            Part::List if id == was => {
                flat.properties.insert("id".to_owned(), was.into());
                is.to_owned()
            }
            Part::Code if flat.home == was => {
                is.clone_into(&mut flat.home);
                id.replacen(was, is, 1)
            }
            Part::Item if flat.properties.get("list").is_some_and(|list| list == was) => {
                flat.properties.insert("list".to_owned(), is.into());
                id
            }
            _ => id,
        };
        old.insert((part, id), flat);
    }
    if let Some(list) = new.get_mut(&(Part::List, is.to_owned())) {
        list.properties.insert("id".to_owned(), is.into());
    }
}

/// In which order the members of a form and the codes of its lists stand; what joins or leaves is told as that.
fn orders(form: &Form) -> BTreeMap<(Part, String, &'static str), Vec<Value>> {
    let meaning = meaning(form);
    let ids = |list: Option<&Value>, key: &str| -> Vec<Value> {
        list.and_then(Value::as_array).into_iter().flatten().filter_map(|member| member.get(key).cloned()).collect()
    };
    let of_form = [("sections", "order"), ("checks", "order of checks"), ("tables", "order of tables")];
    let own = of_form.map(|(key, name)| ((Part::Form, form.id.to_string(), name), ids(meaning.get(key), "id")));
    let lists = meaning.get("lists").and_then(Value::as_array).into_iter().flatten();
    let lists = lists.map(|list| {
        let id = list.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        ((Part::List, id, "order"), ids(list.get("codes"), "code"))
    });
    own.into_iter().chain(lists).collect()
}

fn is_same_set(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().all(|member| b.contains(member))
}

/// The rules of a form, to be said in plain words.
struct Said<'f> {
    form: &'f Form,
    statements: Vec<Statement>,
}

impl<'f> Said<'f> {
    fn new(form: &'f Form) -> Said<'f> {
        Said { form, statements: statements(form) }
    }

    fn rule(&self, part: Part, id: &str, property: &str) -> Option<Text> {
        let is_meant =
            |statement: &&Statement| *statement.id == *id && statement.role.key() == property && part_of(statement.role) == part;
        let rule = self.statements.iter().find(is_meant)?.rule_of(self.form)?;
        let line = |lang| say(self.form, rule, lang).line(lang);
        Some(Text::new(line(Lang::Ja), line(Lang::En)))
    }
}

fn part_of(role: Role) -> Part {
    match role {
        Role::SectionShown => Part::Section,
        Role::Shown | Role::Required | Role::Value | Role::Choices | Role::Guard(_) => Part::Item,
        Role::Error | Role::Warning => Part::Check,
    }
}

fn differences(part: Part, id: &str, before: &Flat, after: &Flat, changes: &mut Vec<Change>) {
    let mut push = |how| changes.push(Change { part, id: id.to_owned(), how, words: None });
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
    for (key, part) in [("checks", Part::Check), ("tables", Part::Table), ("reads", Part::Read)] {
        for member in take(&mut root, key) {
            flatten(member, part, "", &mut parts);
        }
    }
    for list in take(&mut root, "lists") {
        flatten(list, Part::List, "", &mut parts);
    }
    root.remove("version");
    if let Some(day) = form.effective_from {
        root.insert("effective".to_owned(), day.to_string().into());
    }
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
