//! One stored answer in the words of its form version.

use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::value::date::DateRange;
use engine::value::era;
use engine::value::missing::Missing;
use serde_json::Value;

use crate::session::language::pick;

/// An answer as people read it. What the form cannot read is shown as it was typed.
pub fn of(item: &Item, answer: &Value, lang: Lang) -> String {
    if let Some(reason) = answer.get("missing").and_then(Value::as_str) {
        return missing(reason, lang);
    }
    match answer {
        Value::String(text) => single(item, text, lang),
        Value::Bool(ticked) => pick(lang, if *ticked { "はい" } else { "いいえ" }, if *ticked { "Yes" } else { "No" }).to_owned(),
        Value::Array(codes) => {
            let words: Vec<String> = codes.iter().filter_map(Value::as_str).map(|code| coded(item, code, lang)).collect();
            words.join(pick(lang, "、", ", "))
        }
        Value::Object(quantity) => {
            let part = |name: &str| quantity.get(name).and_then(Value::as_str).unwrap_or_default();
            format!("{} {}", part("value"), part("unit")).trim().to_owned()
        }
        Value::Number(number) => with_unit(item, &number.to_string()),
        Value::Null => String::new(),
    }
}

fn single(item: &Item, text: &str, lang: Lang) -> String {
    match item.kind {
        Kind::Choice => coded(item, text, lang),
        Kind::Calculated if item.list.is_some() => coded(item, text, lang),
        Kind::Date | Kind::PartialDate => dated(text, lang),
        Kind::Datetime => text.replace('T', " "),
        Kind::Decimal | Kind::Integer | Kind::Calculated => with_unit(item, text),
        _ => text.to_owned(),
    }
}

fn coded(item: &Item, code: &str, lang: Lang) -> String {
    let list = item.list.as_deref();
    let found = list.and_then(|list| list.get(list.find(code)?));
    found.map_or_else(|| code.to_owned(), |found| found.text.get(lang).to_owned())
}

fn with_unit(item: &Item, text: &str) -> String {
    match item.units.first() {
        Some(unit) => format!("{text} {}", unit.text()),
        None => text.to_owned(),
    }
}

/// ISO first, the Japanese era beside it.
fn dated(text: &str, lang: Lang) -> String {
    let era = DateRange::parse(text).filter(|_| lang == Lang::Ja).and_then(era::display_ja);
    era.map_or_else(|| text.to_owned(), |era| format!("{text} ({era})"))
}

fn missing(code: &str, lang: Lang) -> String {
    let known = Missing::ALL.into_iter().find(|reason| reason.code() == code);
    known.map_or_else(|| code.to_owned(), |reason| format!("{} ({code})", pick(lang, reason.ja(), reason.en())))
}
