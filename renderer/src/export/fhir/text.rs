//! Texts in both languages: one stands in the element, the other as a translation beside it.

use engine::lang::{Lang, Text};
use serde_json::{Map, Value, json};

use super::extension::{core_parts, part};

/// The other of the two languages.
pub fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Ja => Lang::En,
        Lang::En => Lang::Ja,
    }
}

/// Puts a text under a key, with its translation under `_key`. FHIR wants texts without blanks at their ends.
pub fn put(into: &mut Map<String, Value>, key: &str, text: &Text, lang: Lang) {
    let (own, beside) = (text.get(lang).trim(), text.get(other(lang)).trim());
    if own.is_empty() {
        return;
    }
    into.insert(key.to_owned(), json!(own));
    if !beside.is_empty() {
        into.insert(format!("_{key}"), json!({ "extension": [translation(beside, other(lang))] }));
    }
}

/// A translation.
pub fn translation(text: &str, lang: Lang) -> Value {
    core_parts("translation", vec![part("lang", ("valueCode", json!(lang.tag()))), part("content", ("valueString", json!(text)))])
}
