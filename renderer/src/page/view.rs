//! An item as its template sees it: texts in one language, codes offered, units in print.

use engine::evaluate::message::censored_examples;
use engine::form::item::{Item, Required};
use engine::form::list::Code;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::lang::Lang;
use serde_json::{Map, Value, json};

use super::mark::clean;
use crate::display::display::missing_name;
use crate::display::unit;

/// Up to so many codes are radio buttons; more are a list to pull down.
const MOST_RADIOS: usize = 6;
/// More codes than so many are searched by typing.
const MOST_PULLED: usize = 25;
/// Options stand side by side while they need no more than this many columns of text.
const INLINE_WIDTH: usize = 72;
/// Check boxes with labels up to this wide stand in columns.
const COLUMN_WIDTH: usize = 34;

/// The values of an item's template. `path` may hold the mark of a row's index.
pub fn of(item: &Item, path: &str, lang: Lang) -> Value {
    let codes: Vec<&Code> = item.list.iter().flat_map(|list| &list.codes).filter(|code| !code.retired).collect();
    let is_searched =
        item.kind == Kind::Choice && item.list.as_ref().is_some_and(|list| list.search || codes.len() > MOST_PULLED);
    let options: Vec<Value> = codes.iter().map(|code| option(code, lang)).collect();
    let missing: Vec<Value> =
        item.missing.iter().map(|reason| json!({ "code": reason.code(), "label": missing_name(*reason, lang) })).collect();
    let units: Vec<Value> =
        item.units.iter().map(|one| json!({ "code": one.text(), "label": unit::print(one.text(), lang) })).collect();
    json!({
        "path": path,
        "id": &*item.id,
        "kind": item.kind.name(),
        "label": clean(item.label.get(lang)),
        "help": help(item, lang),
        "censored": item.censored.is_any(),
        "required": required(item.required),
        "missing": missing,
        "options": options,
        "radios": codes.len() <= MOST_RADIOS && !is_searched,
        "search": is_searched,
        "barrable": !item.choices_if.is_empty(),
        "inline": columns(&codes, lang) <= INLINE_WIDTH,
        "columns": item.kind == Kind::Choices && codes.iter().all(|code| columns(&[code], lang) <= COLUMN_WIDTH),
        "units": units,
        "unit": item.units.first().map(|unit| unit::print(unit.text(), lang)).filter(|print| !print.is_empty()),
        "width": width(item.max_length),
        "labels": labels(item, lang),
    })
}

/// The author's help, and what may be typed beside a number.
fn help(item: &Item, lang: Lang) -> Option<String> {
    let written = item.help.as_ref().map(|help| clean(help.get(lang)));
    if !item.censored.is_any() {
        return written;
    }
    let (ja, en) = censored_examples(item.censored);
    let hint = match lang {
        Lang::Ja => format!("{ja} のようにも入力できます。"),
        Lang::En => format!("{en} can be entered too."),
    };
    Some(written.map_or(hint.clone(), |written| {
        // A help that ends without a full stop gets one, so that the hint does not run into it.
        let ended = written.ends_with(['。', '.', '？', '?']);
        let joint = match lang {
            Lang::Ja => {
                if ended {
                    ""
                } else {
                    "。"
                }
            }
            Lang::En => {
                if ended {
                    " "
                } else {
                    ". "
                }
            }
        };
        format!("{written}{joint}{hint}")
    }))
}

fn option(code: &Code, lang: Lang) -> Value {
    json!({ "code": clean(&code.code), "label": clean(code.text.get(lang)) })
}

fn required(required: Required) -> &'static str {
    match required {
        Required::No => "no",
        Required::Always => "always",
        Required::If(_) => "if",
    }
}

/// Columns of text that all options need side by side; a Japanese character takes two.
fn columns(codes: &[&Code], lang: Lang) -> usize {
    const BUTTON_AND_GAP: usize = 5;
    let of_text = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    codes.iter().map(|code| of_text(code.text.get(lang)) + BUTTON_AND_GAP).sum()
}

/// A field as wide as what is to be typed into it.
fn width(max_length: Option<u32>) -> &'static str {
    match max_length {
        Some(0..=10) => "short",
        Some(11..=40) => "middle",
        _ => "long",
    }
}

/// Labels of the values that a coded or yes/no calculation can have, as JSON for form.js.
fn labels(item: &Item, lang: Lang) -> Option<String> {
    if item.kind != Kind::Calculated {
        return None;
    }
    let pairs: Map<String, Value> = match item.shape {
        Shape::Boolean => {
            let (yes, no) = if lang == Lang::Ja { ("はい", "いいえ") } else { ("Yes", "No") };
            [("true".to_owned(), json!(yes)), ("false".to_owned(), json!(no))].into_iter().collect()
        }
        _ => {
            let codes = item.list.iter().flat_map(|list| &list.codes);
            codes.map(|code| (code.code.to_string(), json!(clean(code.text.get(lang))))).collect()
        }
    };
    (!pairs.is_empty()).then(|| Value::Object(pairs).to_string())
}
