//! An answer as people read it. What cannot be read is shown as it was typed; nothing is ever hidden.

use std::borrow::Cow;

use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::lang::Lang;
use engine::value::censor::Censor;
use engine::value::date::{Date, DateRange};
use engine::value::decimal::Decimal;
use engine::value::era;
use engine::value::file::print_size;
use engine::value::missing::Missing;
use serde_json::{Map, Value};

use super::unit;

/// The answer to an item in print; empty when there is none.
pub fn answer(item: &Item, answer: &Value, lang: Lang) -> String {
    if let Some(code) = missing_code(answer) {
        return missing(code, lang);
    }
    match item.kind {
        Kind::Group => rows(answer.as_array().map_or(0, Vec::len), lang),
        Kind::Quantity => quantity(item, answer, lang),
        Kind::Attachment => file(answer, lang),
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
        Value::Object(parts) if parts.contains_key("comparator") => Cow::Owned(censored(parts)),
        Value::Object(parts) if parts.contains_key("value") => parts.get("value").map_or(Cow::Borrowed(""), typed),
        other => Cow::Owned(other.to_string()),
    }
}

/// `<0.02`; the comparator alone when there is no limit.
fn censored(parts: &Map<String, Value>) -> String {
    let limit = parts.get("value").map_or(Cow::Borrowed(""), typed);
    format!("{}{limit}", parts.get("comparator").map_or(Cow::Borrowed(""), typed))
}

/// The characters that stand in a field of a page in one language: as [`typed`], and "not detected" in words.
pub fn entered(answer: &Value, lang: Lang) -> Cow<'_, str> {
    match (is_not_detected(answer), lang) {
        (true, Lang::Ja) => Cow::Borrowed("検出せず"),
        (true, Lang::En) => Cow::Borrowed("not detected"),
        (false, _) => typed(answer),
    }
}

fn is_not_detected(answer: &Value) -> bool {
    answer.get("comparator").and_then(Value::as_str) == Some(Censor::NotDetected.sign())
}

/// A quantity typed in another than the canonical unit, converted: `= 12.3 mg/dL`; empty when there is nothing to convert.
pub fn converted(item: &Item, answer: &Value, lang: Lang) -> String {
    let unit = answer.get("unit").and_then(Value::as_str);
    let at = item.units.iter().position(|entry| Some(entry.text()) == unit).filter(|at| *at > 0);
    let number = answer.get("value").and_then(Value::as_str).and_then(Decimal::parse);
    let Some((at, number)) = at.zip(number) else { return String::new() };
    let canonical = item.factor(at).and_then(|ratio| number.scaled(ratio.numerator, ratio.denominator));
    let Some(canonical) = canonical.map(Decimal::normalized) else { return String::new() };
    let (sign, shown) = if canonical.scale() > MOST_SHOWN { ("≈", canonical.round(MOST_SHOWN)) } else { ("=", canonical) };
    let comparator = answer.get("comparator").and_then(Value::as_str).unwrap_or_default();
    let measured = unit::measured(&shown.to_string(), item.units.first().map(|unit| unit.text()), lang);
    format!("{sign} {comparator}{measured}")
}

/// The most places of a converted number in print.
const MOST_SHOWN: u8 = 6;

/// A day in print with its era: `2026-04-01（令和8年4月1日）`.
pub fn date(text: &str, lang: Lang) -> String {
    beside(text, &era(text, lang), lang)
}

/// A day, for dates that the server knows (not answers).
pub fn day(date_of: Date, lang: Lang) -> String {
    date(&date_of.to_string(), lang)
}

fn of_shape(item: &Item, answer: &Value, lang: Lang) -> String {
    let text = entered(answer, lang);
    match item.shape {
        Shape::Boolean => boolean(&text, lang).to_owned(),
        Shape::Date => date(&text, lang),
        Shape::Datetime => beside(&text.replacen('T', " ", 1), &era(&text, lang), lang),
        Shape::Coded => code(item, &text, lang).to_owned(),
        Shape::ManyCoded => codes(item, answer, lang),
        Shape::Integer | Shape::Decimal | Shape::Quantity if is_not_detected(answer) => text.into_owned(),
        Shape::Integer | Shape::Decimal | Shape::Quantity => with_unit(&text, item.units.first().map(|unit| unit.text()), lang),
        Shape::Text | Shape::File | Shape::Repeat => text.into_owned(),
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

/// As typed, and beside it what rules and ranges see when it was typed in another unit.
fn quantity(item: &Item, answer: &Value, lang: Lang) -> String {
    let typed = with_unit(&entered(answer, lang), answer.get("unit").and_then(Value::as_str), lang);
    beside(&typed, &converted(item, answer, lang), lang)
}

/// An attached file with its size and digest, so that a copy can be compared with `sha256sum`; anything else as it stands.
fn file(answer: &Value, lang: Lang) -> String {
    let text = |member: &str| answer.get(member).and_then(Value::as_str);
    let size = answer.get("size").and_then(Value::as_u64);
    let (Some(name), Some(sha256), Some(size)) = (text("name"), text("sha256"), size) else {
        return typed(answer).into_owned();
    };
    let joint = if lang == Lang::Ja { "、" } else { ", " };
    beside(name, &format!("{}{joint}SHA-256: {sha256}", print_size(size)), lang)
}

fn with_unit(text: &str, ucum: Option<&str>, lang: Lang) -> String {
    if text.is_empty() { String::new() } else { unit::measured(text, ucum, lang) }
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
