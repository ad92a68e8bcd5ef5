//! An answer as people read it. What cannot be read is shown as it was typed; nothing is ever hidden.

use std::borrow::Cow;

use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::lang::Lang;
use engine::value::date::{Date, DateRange};
use engine::value::era;
use engine::value::missing::Missing;
use serde_json::Value;

use super::unit;

/// The answer to an item in print; empty when there is none.
pub fn answer(item: &Item, answer: &Value, lang: Lang) -> String {
    if let Some(code) = missing_code(answer) {
        return missing(code, lang);
    }
    match item.kind {
        Kind::Group => rows(answer.as_array().map_or(0, Vec::len), lang),
        Kind::Quantity => quantity(answer, lang),
        _ => of_shape(item, answer, lang),
    }
}

/// A calculated value in print, from the text that the engine gives: its code's label, unit or era beside it.
pub fn calculated(item: &Item, text: &str, lang: Lang) -> String {
    of_shape(item, &Value::String(text.to_owned()), lang)
}

/// The reason for a missing value with its code: `不明 (UNK)`.
pub fn missing(code: &str, lang: Lang) -> String {
    match Missing::from_code(code) {
        Some(reason) => format!("{} ({code})", missing_name(reason, lang)),
        None => code.to_owned(),
    }
}

/// The name of a reason.
pub fn missing_name(reason: Missing, lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => reason.ja(),
        Lang::En => reason.en(),
    }
}

/// The era of a date or partial date, or of the day of a date with time: `令和8年4月1日`, `Reiwa 8`; empty before 1873.
pub fn era(text: &str, lang: Lang) -> String {
    let day = text.get(..10).filter(|_| text.contains('T')).unwrap_or(text);
    let Some(range) = DateRange::parse(day) else { return String::new() };
    let shown = match lang {
        Lang::Ja => era::display_ja(range),
        Lang::En => era::display_en(range),
    };
    shown.unwrap_or_default()
}

/// The code of the reason, when an answer is a missing value.
pub fn missing_code(answer: &Value) -> Option<&str> {
    answer.get("missing")?.as_str()
}

/// The characters that stand in a field for an answer: what was typed, or what a machine sent.
pub fn typed(answer: &Value) -> Cow<'_, str> {
    match answer {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Object(parts) if parts.contains_key("missing") => Cow::Borrowed(""),
        Value::Object(parts) if parts.contains_key("value") => parts.get("value").map_or(Cow::Borrowed(""), typed),
        other => Cow::Owned(other.to_string()),
    }
}

/// A day in print with its era: `2026-04-01（令和8年4月1日）`.
pub fn date(text: &str, lang: Lang) -> String {
    beside(text, &era(text, lang), lang)
}

/// A day, for dates that the server knows (not answers).
pub fn day(date_of: Date, lang: Lang) -> String {
    date(&date_of.to_string(), lang)
}

fn of_shape(item: &Item, answer: &Value, lang: Lang) -> String {
    let text = typed(answer);
    match item.shape {
        Shape::Boolean => boolean(&text, lang).to_owned(),
        Shape::Date => date(&text, lang),
        Shape::Datetime => beside(&text.replacen('T', " ", 1), &era(&text, lang), lang),
        Shape::Coded => code(item, &text, lang).to_owned(),
        Shape::ManyCoded => codes(item, answer, lang),
        Shape::Integer | Shape::Decimal | Shape::Quantity => with_unit(&text, item.units.first().map(|unit| unit.text()), lang),
        Shape::Text | Shape::Repeat => text.into_owned(),
    }
}

/// Yes or no in words, from `true` or `false`; anything else as it is.
pub fn boolean(text: &str, lang: Lang) -> &str {
    match (text, lang) {
        ("true", Lang::Ja) => "はい",
        ("true", Lang::En) => "Yes",
        ("false", Lang::Ja) => "いいえ",
        ("false", Lang::En) => "No",
        _ => text,
    }
}

/// The label of a code; the code itself when the list does not have it.
pub fn code<'a>(item: &'a Item, code: &'a str, lang: Lang) -> &'a str {
    let found = item.list.as_ref().and_then(|list| list.get(list.find(code)?));
    found.map_or(code, |code| code.text.get(lang))
}

fn codes(item: &Item, answer: &Value, lang: Lang) -> String {
    let joint = if lang == Lang::Ja { "、" } else { ", " };
    let listed = answer.as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(answer));
    listed.iter().map(|one| code(item, &typed(one), lang).to_owned()).collect::<Vec<_>>().join(joint)
}

fn quantity(answer: &Value, lang: Lang) -> String {
    with_unit(&typed(answer), answer.get("unit").and_then(Value::as_str), lang)
}

fn with_unit(text: &str, ucum: Option<&str>, lang: Lang) -> String {
    match ucum.map(|ucum| unit::print(ucum, lang)).filter(|print| !print.is_empty() && !text.is_empty()) {
        Some(print) => format!("{text} {print}"),
        None => text.to_owned(),
    }
}

fn beside(text: &str, era: &str, lang: Lang) -> String {
    match (era, lang) {
        ("", _) => text.to_owned(),
        (era, Lang::Ja) => format!("{text}（{era}）"),
        (era, Lang::En) => format!("{text} ({era})"),
    }
}

fn rows(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Ja, _) => format!("{count}行"),
        (Lang::En, 1) => "1 row".to_owned(),
        (Lang::En, _) => format!("{count} rows"),
    }
}
