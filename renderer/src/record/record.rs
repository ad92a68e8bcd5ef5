//! A revision for reading: section, label and value of every answer, as a person or an auditor reads it.

use engine::answers::place::Place;
use engine::form::form::Form;
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::value::file::is_sha256;
use serde_json::{Map, Value, json};

use super::pairs::{Pair, pairs};
use crate::display::display;

/// One answer for reading.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// Title of the section; empty for what the form does not have.
    pub section: String,
    /// Path of the item.
    pub path: String,
    /// Label, with group and row.
    pub label: String,
    /// The answer in print.
    pub value: String,
    /// The digest of an attached file.
    pub file: Option<String>,
}

impl Line {
    /// As templates read it.
    pub fn to_json(&self) -> Value {
        json!({ "section": self.section, "path": self.path, "label": self.label, "value": self.value, "file": self.file })
    }
}

/// All answers of a revision.
pub fn lines(form: &Form, answers: &Map<String, Value>, lang: Lang) -> Vec<Line> {
    let nothing = Map::new();
    let line = |pair: &Pair<'_>| Line {
        section: section(form, pair, lang),
        path: pair.path.clone(),
        label: pair.label(lang),
        value: print(pair, pair.after, lang),
        file: file(pair),
    };
    pairs(form, &nothing, answers).iter().map(line).collect()
}

/// The digest of an attached file, from which its content is found.
fn file(pair: &Pair<'_>) -> Option<String> {
    let digest = pair.item.filter(|item| item.kind == Kind::Attachment).and(pair.after)?.get("sha256")?.as_str()?;
    is_sha256(digest).then(|| digest.to_owned())
}

/// The label of a path: of an item, or of an item in a row with group and number.
pub fn label(form: &Form, path: &str, lang: Lang) -> String {
    let Some(place) = Place::parse(form, path) else { return path.to_owned() };
    let rows = place.groups(form).into_iter().map(|(group, row)| (group, usize::from(row) + 1)).collect();
    Pair { path: path.to_owned(), item: form.item(place.item), rows, section: None, before: None, after: None }.label(lang)
}

/// The title of the section that a pair stands in.
pub fn section(form: &Form, pair: &Pair<'_>, lang: Lang) -> String {
    pair.section.and_then(|at| form.sections.get(at)).map(|section| section.title.get(lang).to_owned()).unwrap_or_default()
}

/// An answer of a pair in print.
pub fn print(pair: &Pair<'_>, answer: Option<&Value>, lang: Lang) -> String {
    match (answer, pair.item) {
        (None, _) => String::new(),
        (Some(answer), Some(item)) => display::answer(item, answer, lang),
        (Some(answer), None) => display::typed(answer).into_owned(),
    }
}
