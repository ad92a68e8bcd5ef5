//! Changes as readable text and JSON.

use serde_json::{Value, json};

use crate::diff::change::{Change, How, Part};
use crate::diff::weight;
use crate::lang::{Lang, Text};
use crate::value::canonical;
use crate::value::file::write_size;

/// One line per change.
pub fn text(changes: &[Change], lang: Lang) -> String {
    let told = |change: &Change| {
        let (ja, en) = weight::of(change).name();
        let name = if lang == Lang::Ja { ja } else { en };
        let tag = if change.part == Part::Entry { String::new() } else { format!(" [{name}]") };
        format!("{}{tag}\n{}", line(change, lang), words(change, lang))
    };
    let mut text: String = changes.iter().map(told).collect();
    let is_of_form = |change: &&Change| change.part != Part::Entry;
    if let Some(most) = changes.iter().filter(is_of_form).map(weight::of).max() {
        let (ja, en) = most.number();
        text.push_str(if lang == Lang::Ja { ja } else { en });
        text.push('\n');
    }
    text
}

/// What people read, in both languages.
fn is_text(before: &Value, after: &Value) -> bool {
    let is_both = |value: &Value| {
        value.as_object().is_some_and(|both| both.len() == 2 && LANGUAGES.iter().all(|key| both.contains_key(*key)))
    };
    let is_blank = |value: &Value| is_both(value) || value.is_null();
    is_blank(before) && is_blank(after) && (is_both(before) || is_both(after))
}

const LANGUAGES: [&str; 2] = ["ja", "en"];

/// A changed text below its line: `ja: before → after`, each language that changed.
fn texts(before: &Value, after: &Value, lang: Lang) -> String {
    let of = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let none = || (if lang == Lang::Ja { "(なし)" } else { "(none)" }).to_owned();
    let changed = LANGUAGES.iter().filter(|key| of(before, key) != of(after, key));
    let line = |key: &&str| {
        let [before, after] = [before, after].map(|value| of(value, key).unwrap_or_else(none));
        format!("    {key}: {before} → {after}\n")
    };
    changed.map(line).collect()
}

/// A changed text, or a changed rule in plain words, below its line.
fn words(change: &Change, lang: Lang) -> String {
    if let How::Changed(_, before, after) = &change.how
        && is_text(before, after)
    {
        return texts(before, after, lang);
    }
    match (&change.words, lang) {
        (None, _) => String::new(),
        (Some((before, after)), Lang::Ja) => format!("    変更前: {}\n    変更後: {}\n", before.ja, after.ja),
        (Some((before, after)), Lang::En) => format!("    before: {}\n    after:  {}\n", before.en, after.en),
    }
}

fn line(change: &Change, lang: Lang) -> String {
    let (ja, en) = change.part.name();
    let id = &change.id;
    match (lang, &change.how) {
        (Lang::Ja, How::Added) => format!("+ {ja} `{id}` を追加"),
        (Lang::En, How::Added) => format!("+ {en} `{id}` added"),
        (Lang::Ja, How::Removed) => format!("- {ja} `{id}` を削除"),
        (Lang::En, How::Removed) => format!("- {en} `{id}` removed"),
        (Lang::Ja, How::Moved(from, to)) => format!("~ {ja} `{id}` を `{from}` から `{to}` へ移動"),
        (Lang::En, How::Moved(from, to)) => format!("~ {en} `{id}` moved from `{from}` to `{to}`"),
        (_, How::Changed(name, before, after)) if is_text(before, after) => {
            format!("~ {} `{id}`: {name}", if lang == Lang::Ja { ja } else { en })
        }
        (Lang::Ja, How::Changed(name, before, after)) => {
            format!("~ {ja} `{id}`: {name}: {} → {}", value(name, before, lang), value(name, after, lang))
        }
        (Lang::En, How::Changed(name, before, after)) => {
            format!("~ {en} `{id}`: {name}: {} → {}", value(name, before, lang), value(name, after, lang))
        }
    }
}

/// A value as its author wrote it.
fn value(property: &str, value: &Value, lang: Lang) -> String {
    match (value, lang) {
        (Value::Number(bytes), _) if property == "max_size" => {
            let bytes = bytes.as_u64().and_then(|bytes| u32::try_from(bytes).ok());
            bytes.map_or_else(|| canonical::write(value), write_size)
        }
        (Value::Null, Lang::Ja) => "(なし)".to_owned(),
        (Value::Null, Lang::En) => "(none)".to_owned(),
        (Value::String(text), _) => format!("`{text}`"),
        (Value::Array(values), _) if values.iter().all(Value::is_string) && !values.is_empty() => {
            values.iter().filter_map(Value::as_str).map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
        }
        (other, _) => canonical::write(other),
    }
}

/// An array of objects: part, id, change, and property, before, after or from, to.
pub fn json(changes: &[Change]) -> Value {
    let one = |change: &Change| {
        let (part, id) = (change.part.name().1, &change.id);
        let mut row = match &change.how {
            How::Added => json!({ "part": part, "id": id, "change": "added" }),
            How::Removed => json!({ "part": part, "id": id, "change": "removed" }),
            How::Moved(from, to) => json!({ "part": part, "id": id, "change": "moved", "from": from, "to": to }),
            How::Changed(name, before, after) => {
                let mut row =
                    json!({ "part": part, "id": id, "change": "changed", "property": name, "before": before, "after": after });
                if let Some((before, after)) = &change.words {
                    let both = |text: &Text| json!({ "ja": &*text.ja, "en": &*text.en });
                    row["words"] = json!({ "before": both(before), "after": both(after) });
                }
                row
            }
        };
        row["weight"] = weight::of(change).word().into();
        row
    };
    Value::Array(changes.iter().map(one).collect())
}
