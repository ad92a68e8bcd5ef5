//! What changed between two revisions, for the record's history: label, before, after.

use engine::form::form::Form;
use engine::lang::Lang;
use serde_json::{Map, Value, json};

use super::pairs::{Pair, pairs};
use super::record::{print, section};

/// One changed answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Title of the section; empty for what the form does not have.
    pub section: String,
    /// Path of the item.
    pub path: String,
    /// Label, with group and row.
    pub label: String,
    /// The earlier answer in print; none when there was none.
    pub before: Option<String>,
    /// The later answer in print; none when there is none.
    pub after: Option<String>,
}

impl Change {
    /// As templates read it; `kind` is `added`, `removed` or `changed`.
    pub fn to_json(&self) -> Value {
        let kind = match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        json!({ "section": self.section, "path": self.path, "label": self.label, "before": self.before, "after": self.after, "kind": kind })
    }
}

/// The answers that differ, in the order of the form; the form is that of the later revision.
pub fn changes(form: &Form, before: &Map<String, Value>, after: &Map<String, Value>, lang: Lang) -> Vec<Change> {
    let change = |pair: &Pair<'_>| Change {
        section: section(form, pair, lang),
        path: pair.path.clone(),
        label: pair.label(lang),
        before: pair.before.map(|answer| print(pair, Some(answer), lang)),
        after: pair.after.map(|answer| print(pair, Some(answer), lang)),
    };
    pairs(form, before, after).iter().filter(|pair| pair.before != pair.after).map(change).collect()
}
