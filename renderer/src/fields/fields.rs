//! All fields of a post: answers, reasons for warnings, and what the person wants done. Names are those of the templates:
//! `a.<path>` value, `f.<path>` file, `m.<path>` missing reason, `u.<path>` unit, `n.<group>` number of rows, `r.<code>@<path>` reason for a warning,
//! `do` the button, `reason` why a submitted record is corrected, `csrf`, `version` of the draft that the page showed.

use std::collections::HashMap;

use engine::answers::place::Place;
use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use serde_json::{Map, Value};

use super::answer::{Texts, read};

/// No page shows more rows than this, those of all groups together; a larger number in a post was not written by our page.
const MOST_ROWS: usize = 20_000;

/// What the pressed button asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Keep as a draft.
    Save,
    /// Show the page again with rules applied.
    Update,
    /// Make a revision.
    Submit,
    /// One more row of a group, by its path.
    AddRow(String),
    /// A blank row before another one.
    InsertRow(String, usize),
    /// Take a row of a group away.
    RemoveRow(String, usize),
    /// Keep the file that was chosen for an item, by its path.
    Attach(String),
    /// Take an item's file away.
    Detach(String),
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
    rows: usize,
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
            let found =
                if item.kind == Kind::Group { self.take_rows(form, item, &path) } else { self.take_answer(item.kind, &path) };
            if let Some(answer) = found {
                answers.insert(item.id.to_string(), answer);
            }
        }
        answers
    }

    fn take_answer(&mut self, kind: Kind, path: &str) -> Option<Value> {
        let values = self.texts.remove(format!("a.{path}").as_str()).unwrap_or_default();
        self.take(&format!("f.{path}"));
        let (unit, missing) = (self.take(&format!("u.{path}")), self.take(&format!("m.{path}")));
        if kind == Kind::Calculated {
            return None;
        }
        read(kind, &Texts { values, unit, missing })
    }

    fn take_rows(&mut self, form: &Form, group: &Item, path: &str) -> Option<Value> {
        let count = self.take(&format!("n.{path}")).parse::<usize>().unwrap_or(0).min(MOST_ROWS.saturating_sub(self.rows));
        self.rows += count;
        let items = items_of_rows(form, group);
        let rows = (0..count).map(|row| Value::Object(self.take_items(form, &items, &format!("{path}[{row}]."))));
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
    path.is_some_and(|path| Place::parse(form, path).is_some())
}

fn action(text: &str) -> Action {
    match text.split_once(':') {
        None if text == "save" => Action::Save,
        None if text == "submit" => Action::Submit,
        Some(("add", group)) => Action::AddRow(group.to_owned()),
        Some(("attach", path)) => Action::Attach(path.to_owned()),
        Some(("detach", path)) => Action::Detach(path.to_owned()),
        Some(("insert", row)) => row_of(row).map_or(Action::Update, |(group, row)| Action::InsertRow(group, row)),
        Some(("remove", row)) => row_of(row).map_or(Action::Update, |(group, row)| Action::RemoveRow(group, row)),
        _ => Action::Update,
    }
}

/// A group's path and the number of a row.
fn row_of(row: &str) -> Option<(String, usize)> {
    let (group, index) = row.strip_suffix(']')?.rsplit_once('[')?;
    Some((group.to_owned(), index.parse().ok()?))
}

fn apply(action: &Action, answers: &mut Map<String, Value>, reasons: &mut Map<String, Value>) {
    match action {
        Action::AddRow(group) => {
            if let Some(rows) = rows_at(answers, group, true).filter(|rows| rows.len() < MOST_ROWS) {
                rows.push(Value::Object(Map::new()));
            }
        }
        Action::InsertRow(group, index) => {
            if let Some(rows) = rows_at(answers, group, false).filter(|rows| *index <= rows.len() && rows.len() < MOST_ROWS) {
                rows.insert(*index, Value::Object(Map::new()));
                move_reasons(reasons, |key| moved(key, group, |row| Some(row + usize::from(row >= *index))));
            }
        }
        Action::RemoveRow(group, index) => {
            let Some(rows) = rows_at(answers, group, false).filter(|rows| *index < rows.len()) else { return };
            rows.remove(*index);
            if rows.is_empty() {
                remove_at(answers, group);
            }
            let after = |row: usize| if row == *index { None } else { Some(row - usize::from(row > *index)) };
            move_reasons(reasons, |key| moved(key, group, after));
        }
        Action::Detach(path) => remove_at(answers, path),
        Action::Save | Action::Update | Action::Submit | Action::Attach(_) => {}
    }
}

/// The frame that holds the last item of a path, and that item's id.
fn frame_at<'a, 'p>(answers: &'a mut Map<String, Value>, path: &'p str) -> Option<(&'a mut Map<String, Value>, &'p str)> {
    let (mut frame, mut rest) = (answers, path);
    while let Some((outer, inner)) = rest.split_once('.') {
        let (group, row) = row_of(outer)?;
        frame = frame.get_mut(&group)?.get_mut(row)?.as_object_mut()?;
        rest = inner;
    }
    Some((frame, rest))
}

fn rows_at<'a>(answers: &'a mut Map<String, Value>, path: &str, create: bool) -> Option<&'a mut Vec<Value>> {
    let (frame, id) = frame_at(answers, path)?;
    let found = if create { Some(frame.entry(id).or_insert_with(|| Value::Array(Vec::new()))) } else { frame.get_mut(id) };
    found?.as_array_mut()
}

fn remove_at(answers: &mut Map<String, Value>, path: &str) {
    if let Some((frame, id)) = frame_at(answers, path) {
        frame.remove(id);
    }
}

fn move_reasons(reasons: &mut Map<String, Value>, to: impl Fn(&str) -> Option<String>) {
    *reasons = std::mem::take(reasons).into_iter().filter_map(|(key, why)| Some((to(&key)?, why))).collect();
}

/// The key of a finding after the rows of a group moved; `None` when it stood in a row that is gone.
fn moved(key: &str, group: &str, to: impl Fn(usize) -> Option<usize>) -> Option<String> {
    let unmoved = || Some(key.to_owned());
    let Some((code, path)) = key.split_once('@') else { return unmoved() };
    let in_rows = path.strip_prefix(group).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| rest.split_once(']'));
    let Some((row, rest)) = in_rows else { return unmoved() };
    Some(format!("{code}@{group}[{}]{rest}", to(row.parse().ok()?)?))
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
            ("remove:lines[1].bags[2]", Action::RemoveRow("lines[1].bags".into(), 2)),
            ("attach:bags[2].scan", Action::Attach("bags[2].scan".into())),
            ("detach:scan", Action::Detach("scan".into())),
            ("insert:bags[0]", Action::InsertRow("bags".into(), 0)),
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
        assert_eq!(moved("x@bags_other[3].lot", "bags", |_| None).as_deref(), Some("x@bags_other[3].lot"));
    }

    #[test]
    fn a_row_between_others_takes_no_reason_with_it_at_any_depth() {
        let object = |value: Value| value.as_object().cloned().unwrap_or_default();
        let mut answers = object(json!({ "lines": [{ "drug": "a" }, { "cycles": [{ "dose": "1" }, { "dose": "2" }] }] }));
        let mut reasons =
            object(json!({ "x@lines[0].drug": "0", "x@lines[1].cycles[0].dose": "1", "x@lines[1].cycles[1].dose": "2" }));
        apply(&Action::InsertRow("lines[1].cycles".into(), 1), &mut answers, &mut reasons);
        let cycles = json!([{ "dose": "1" }, {}, { "dose": "2" }]);
        assert_eq!(Value::Object(answers.clone()), json!({ "lines": [{ "drug": "a" }, { "cycles": cycles }] }));
        let expected = json!({ "x@lines[0].drug": "0", "x@lines[1].cycles[0].dose": "1", "x@lines[1].cycles[2].dose": "2" });
        assert_eq!(Value::Object(reasons.clone()), expected);
        apply(&Action::InsertRow("lines".into(), 0), &mut answers, &mut reasons);
        let expected = json!({ "x@lines[1].drug": "0", "x@lines[2].cycles[0].dose": "1", "x@lines[2].cycles[2].dose": "2" });
        assert_eq!(Value::Object(reasons.clone()), expected);
        apply(&Action::RemoveRow("lines".into(), 2), &mut answers, &mut reasons);
        assert_eq!(Value::Object(reasons), json!({ "x@lines[1].drug": "0" }));
        apply(&Action::AddRow("lines[1].cycles".into()), &mut answers, &mut serde_json::Map::new());
        assert_eq!(Value::Object(answers), json!({ "lines": [{}, { "drug": "a", "cycles": [{}] }] }));
    }
}
