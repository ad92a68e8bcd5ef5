//! All fields of a post: answers, reasons for warnings, and what the person wants done. Names are those of the templates:
//! `a.<path>` value, `m.<path>` missing reason, `u.<path>` unit, `n.<group>` number of rows, `r.<code>@<path>` reason for a warning,
//! `do` the button, `reason` why a submitted record is corrected, `csrf`, `version` of the draft that the page showed.

use std::collections::HashMap;

use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use serde_json::{Map, Value};

use super::answer::{Texts, read};

/// No page shows more rows than this; a larger number in a post was not written by our page.
const MOST_ROWS: usize = 5_000;

/// What the pressed button asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Keep as a draft.
    Save,
    /// Show the page again with rules applied.
    Update,
    /// Make a revision.
    Submit,
    /// One more row of a group.
    AddRow(String),
    /// Take a row of a group away.
    RemoveRow(String, usize),
}

/// A decoded post.
#[derive(Clone, PartialEq)]
pub struct Posted {
    /// Answers JSON, with rows added or removed as the action asks.
    pub answers: Map<String, Value>,
    /// Reasons for warnings, by finding key.
    pub reasons: Map<String, Value>,
    /// The button.
    pub action: Action,
    /// Version of the draft on which the page was based; 0 when there was none.
    pub version: u64,
    /// The session's token as posted.
    pub csrf: String,
    /// Why a submitted record is corrected; empty otherwise.
    pub reason: String,
    /// Field names that this form does not have; nothing was taken from them.
    pub unknown: Vec<String>,
}

/// Redacted: answers never reach a log through a debug print.
impl std::fmt::Debug for Posted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Posted({:?}, {} answers)", self.action, self.answers.len())
    }
}

/// Decodes the pairs of a posted form page.
pub fn decode<N: AsRef<str>, V: AsRef<str>>(form: &Form, pairs: &[(N, V)]) -> Posted {
    let mut fields = Fields::default();
    for (name, value) in pairs {
        fields.texts.entry(name.as_ref()).or_default().push(value.as_ref());
    }
    let mut answers = fields.take_form(form);
    let mut reasons = fields.take_reasons(form);
    let action = action(fields.take("do"));
    apply(&action, &mut answers, &mut reasons);
    let version = fields.take("version").parse().unwrap_or(0);
    let (csrf, reason) = (fields.take("csrf").to_owned(), fields.take("reason").replace("\r\n", "\n"));
    let mut unknown: Vec<String> = fields.texts.into_keys().map(str::to_owned).collect();
    unknown.sort();
    Posted { answers, reasons, action, version, csrf, reason, unknown }
}

#[derive(Default)]
struct Fields<'a> {
    texts: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Fields<'a> {
    fn take(&mut self, name: &str) -> &'a str {
        self.texts.remove(name).and_then(|texts| texts.first().copied()).unwrap_or_default()
    }

    fn take_form(&mut self, form: &Form) -> Map<String, Value> {
        let ids = form.sections.iter().flat_map(|section| &section.items);
        let items: Vec<&Item> = ids.filter_map(|id| form.item(*id)).collect();
        self.take_items(form, &items, "")
    }

    fn take_items(&mut self, form: &Form, items: &[&Item], before: &str) -> Map<String, Value> {
        let mut answers = Map::new();
        for item in items {
            let path = format!("{before}{}", item.id);
            let found = if item.kind == Kind::Group { self.take_rows(form, item) } else { self.take_answer(item.kind, &path) };
            if let Some(answer) = found {
                answers.insert(item.id.to_string(), answer);
            }
        }
        answers
    }

    fn take_answer(&mut self, kind: Kind, path: &str) -> Option<Value> {
        let values = self.texts.remove(format!("a.{path}").as_str()).unwrap_or_default();
        let (unit, missing) = (self.take(&format!("u.{path}")), self.take(&format!("m.{path}")));
        if kind == Kind::Calculated {
            return None;
        }
        read(kind, &Texts { values, unit, missing })
    }

    fn take_rows(&mut self, form: &Form, group: &Item) -> Option<Value> {
        let count = self.take(&format!("n.{}", group.id)).parse::<usize>().unwrap_or(0).min(MOST_ROWS);
        let items = items_of_rows(form, group);
        let rows = (0..count).map(|row| Value::Object(self.take_items(form, &items, &format!("{}[{row}].", group.id))));
        let rows: Vec<Value> = rows.collect();
        (!rows.is_empty()).then_some(Value::Array(rows))
    }

    /// Reasons whose finding stands at an item of this form.
    fn take_reasons(&mut self, form: &Form) -> Map<String, Value> {
        let mut names: Vec<&str> = self.texts.keys().copied().filter(|name| is_reason(form, name)).collect();
        names.sort_unstable();
        let mut reasons = Map::new();
        for name in names {
            let text = self.take(name).trim();
            if !text.is_empty() {
                reasons.insert(name.get(2..).unwrap_or_default().to_owned(), Value::from(text));
            }
        }
        reasons
    }
}

/// The items inside a group, in order.
pub fn items_of_rows<'a>(form: &'a Form, group: &Item) -> Vec<&'a Item> {
    let scope = group.rows.and_then(|scope| form.scopes.get(usize::from(scope.0)));
    scope.into_iter().flat_map(|scope| &scope.slots).filter_map(|id| form.item(*id)).collect()
}

fn is_reason(form: &Form, name: &str) -> bool {
    let path = name.strip_prefix("r.").and_then(|key| key.split_once('@')).map(|(_, path)| path);
    let id = path.map(|path| path.rsplit("].").next().unwrap_or(path));
    id.is_some_and(|id| form.find_item(id).is_some())
}

fn action(text: &str) -> Action {
    match text.split_once(':') {
        None if text == "save" => Action::Save,
        None if text == "submit" => Action::Submit,
        Some(("add", group)) => Action::AddRow(group.to_owned()),
        Some(("remove", row)) => remove_row(row).unwrap_or(Action::Update),
        _ => Action::Update,
    }
}

fn remove_row(row: &str) -> Option<Action> {
    let (group, index) = row.strip_suffix(']')?.split_once('[')?;
    Some(Action::RemoveRow(group.to_owned(), index.parse().ok()?))
}

fn apply(action: &Action, answers: &mut Map<String, Value>, reasons: &mut Map<String, Value>) {
    match action {
        Action::AddRow(group) => {
            let rows = answers.entry(group.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if let Some(rows) = rows.as_array_mut().filter(|rows| rows.len() < MOST_ROWS) {
                rows.push(Value::Object(Map::new()));
            }
        }
        Action::RemoveRow(group, index) => {
            let Some(rows) = answers.get_mut(group).and_then(Value::as_array_mut).filter(|rows| *index < rows.len()) else {
                return;
            };
            rows.remove(*index);
            if rows.is_empty() {
                answers.remove(group);
            }
            *reasons =
                std::mem::take(reasons).into_iter().filter_map(|(key, why)| Some((moved(&key, group, *index)?, why))).collect();
        }
        Action::Save | Action::Update | Action::Submit => {}
    }
}

/// The key of a finding after a row was taken away; `None` when it stood in that row.
fn moved(key: &str, group: &str, removed: usize) -> Option<String> {
    let unmoved = || Some(key.to_owned());
    let Some((code, path)) = key.split_once('@') else { return unmoved() };
    let in_rows = path.strip_prefix(group).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| rest.split_once(']'));
    let Some((row, rest)) = in_rows else { return unmoved() };
    let row: usize = row.parse().ok()?;
    match row.cmp(&removed) {
        std::cmp::Ordering::Less => unmoved(),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(format!("{code}@{group}[{}]{rest}", row - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, action, apply, moved};
    use serde_json::{Value, json};

    #[test]
    fn buttons_say_what_they_do() {
        for (text, expected) in [
            ("save", Action::Save),
            ("submit", Action::Submit),
            ("update", Action::Update),
            ("add:bags", Action::AddRow("bags".into())),
            ("remove:bags[2]", Action::RemoveRow("bags".into(), 2)),
            ("remove:bags", Action::Update),
            ("", Action::Update),
        ] {
            assert_eq!(action(text), expected, "{text}");
        }
    }

    #[test]
    fn a_row_goes_with_its_reasons_and_later_ones_move_up() {
        let mut answers = json!({ "bags": [{ "lot": "a" }, {}, { "lot": "c" }] }).as_object().cloned().unwrap_or_default();
        let mut reasons = json!({ "x@bags[0].lot": "0", "x@bags[1].lot": "1", "x@bags[2].lot": "2", "y@bags": "g" })
            .as_object()
            .cloned()
            .unwrap_or_default();
        apply(&Action::RemoveRow("bags".into(), 1), &mut answers, &mut reasons);
        assert_eq!(Value::Object(answers.clone()), json!({ "bags": [{ "lot": "a" }, { "lot": "c" }] }));
        assert_eq!(Value::Object(reasons), json!({ "x@bags[0].lot": "0", "x@bags[1].lot": "2", "y@bags": "g" }));
        apply(&Action::RemoveRow("bags".into(), 9), &mut answers, &mut serde_json::Map::new());
        apply(&Action::AddRow("bags".into()), &mut answers, &mut serde_json::Map::new());
        assert_eq!(answers.get("bags").and_then(Value::as_array).map(Vec::len), Some(3));
        assert_eq!(moved("x@bags_other[3].lot", "bags", 0).as_deref(), Some("x@bags_other[3].lot"));
    }
}
