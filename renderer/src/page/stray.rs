//! Answers that no offered option stands for: a retired code, a code of another version, words where a choice was expected. They are
//! offered once more, marked as what they are, so that saving the page keeps them.

use engine::kind::kind::Kind;
use engine::lang::Lang;
use serde_json::Value;

use super::cell::Cell;
use super::hole::Stray;
use crate::display::display::{missing_code, typed};
use crate::display::unit;
use crate::html::push_escaped;

/// Appends what is stored and not offered.
/// The path of its item is asked for only then.
pub fn push(out: &mut String, stray: Stray, cell: &Cell, path: impl Fn() -> String, answer: &Value, lang: Lang) {
    match stray {
        Stray::Missing => {
            let code = missing_code(answer).filter(|code| !cell.details.missing.iter().any(|reason| reason.code() == *code));
            if let Some(code) = code {
                push_entry(out, code, &crate::display::display::missing(code, lang));
            }
        }
        Stray::Unit => {
            let code = answer
                .get("unit")
                .and_then(Value::as_str)
                .filter(|code| !cell.details.units.iter().any(|unit| unit.text() == *code));
            if let Some(code) = code {
                push_entry(out, code, &unit::print(code, lang));
            }
        }
        Stray::Entry => each_code(cell, answer, |code| push_entry(out, code, &label(cell, code, lang))),
        Stray::Radio => each_code(cell, answer, |code| push_option(out, "radio", &path(), code, &label(cell, code, lang))),
        Stray::Ticks => each_code(cell, answer, |code| push_option(out, "checkbox", &path(), code, &label(cell, code, lang))),
    }
}

/// Calls with each text of the answer that the page does not offer.
fn each_code(cell: &Cell, answer: &Value, mut take: impl FnMut(&str)) {
    let several = answer.as_array().filter(|_| cell.kind == Kind::Choices).map(Vec::as_slice);
    for one in several.unwrap_or(std::slice::from_ref(answer)) {
        let text = typed(one);
        let offered = match cell.kind {
            Kind::Boolean => matches!(&*text, "true" | "false"),
            _ => cell.offers(&text),
        };
        if !text.is_empty() && !offered {
            take(&text);
        }
    }
}

fn label(cell: &Cell, code: &str, lang: Lang) -> String {
    match (cell.label_of(code, lang), lang) {
        (Some(label), Lang::Ja) => format!("{label}（廃止）"),
        (Some(label), Lang::En) => format!("{label} (retired)"),
        (None, Lang::Ja) => format!("{code}（選択肢にない値）"),
        (None, Lang::En) => format!("{code} (not among the options)"),
    }
}

fn push_entry(out: &mut String, code: &str, label: &str) {
    out.push_str("<option value=\"");
    push_escaped(out, code);
    out.push_str("\" selected>");
    push_escaped(out, label);
    out.push_str("</option>\n");
}

fn push_option(out: &mut String, kind: &str, path: &str, code: &str, label: &str) {
    out.push_str("<label class=\"option option-stray\"><input type=\"");
    out.push_str(kind);
    out.push_str("\" name=\"a.");
    push_escaped(out, path);
    out.push_str("\" value=\"");
    push_escaped(out, code);
    out.push_str("\" checked><span>");
    push_escaped(out, label);
    out.push_str("</span></label>\n");
}
