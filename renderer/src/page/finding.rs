//! Findings at items and in the summary. The markup is the same as `assets/page.js` makes.

use engine::evaluate::finding::Finding;
use engine::form::item::Severity;
use engine::lang::Lang;
use serde_json::{Map, Value};

use super::page::FormPage;
use crate::html::push_escaped;

/// Appends one finding as an entry of its item's list; a warning asks for a reason.
pub fn push(out: &mut String, finding: &Finding, reasons: &Map<String, Value>, lang: Lang) {
    let key = finding.key();
    out.push_str("<li class=\"finding finding-");
    out.push_str(weight(finding));
    out.push_str("\" data-finding=\"");
    push_escaped(out, &key);
    out.push_str("\"><span class=\"finding-text\">");
    push_escaped(out, finding.message.get(lang));
    out.push_str("</span>");
    if weight(finding) == "warning" {
        push_reason(out, &key, reasons, lang);
    }
    out.push_str("</li>");
}

/// A finding that is held over asks for nothing.
fn weight(finding: &Finding) -> &'static str {
    match finding.severity {
        _ if finding.held => "held",
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn push_reason(out: &mut String, key: &str, reasons: &Map<String, Value>, lang: Lang) {
    out.push_str("<label class=\"finding-reason\"><span>");
    out.push_str(if lang == Lang::Ja { "理由" } else { "Reason" });
    out.push_str("</span> <input type=\"text\" name=\"r.");
    push_escaped(out, key);
    out.push_str("\" value=\"");
    push_escaped(out, reasons.get(key).and_then(Value::as_str).unwrap_or_default());
    out.push_str("\"></label>");
}

/// How many errors and warnings there are.
pub fn push_count(out: &mut String, findings: &[&Finding], lang: Lang) {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let held = findings.iter().filter(|finding| finding.held).count();
    let warnings = findings.len() - errors - held;
    let (counted, joint, none) = match lang {
        Lang::Ja => (
            [(errors, format!("エラー{errors}件")), (warnings, format!("警告{warnings}件")), (held, format!("持ち越し{held}件"))],
            "・",
            "エラー・警告はありません",
        ),
        Lang::En => (
            [
                (errors, format!("Errors: {errors}")),
                (warnings, format!("Warnings: {warnings}")),
                (held, format!("Held over: {held}")),
            ],
            ", ",
            "No errors or warnings",
        ),
    };
    let there: Vec<&str> = counted.iter().filter(|(count, _)| *count > 0).map(|(_, text)| text.as_str()).collect();
    out.push_str(if there.is_empty() { none } else { "" });
    out.push_str(&there.join(joint));
}

/// Links to the items at which findings stand: what is wrong before what is doubtful, each in the order of the form.
pub fn push_links(out: &mut String, page: &FormPage, findings: &[&Finding]) {
    let of = |wanted: &'static str| findings.iter().filter(move |finding| weight(finding) == wanted);
    for finding in ["error", "warning", "held"].into_iter().flat_map(of) {
        out.push_str("<li><a href=\"#item.");
        push_escaped(out, &finding.path);
        out.push_str("\">");
        push_labels(out, page, &finding.path);
        out.push_str(if page.lang == Lang::Ja { "：" } else { ": " });
        push_escaped(out, finding.message.get(page.lang));
        out.push_str("</a></li>");
    }
}

/// What people call a place: `Drugs 2, Daily dose` for `drugs[1].dose`.
fn push_labels(out: &mut String, page: &FormPage, path: &str) {
    for (at, part) in path.split('.').enumerate() {
        if at > 0 {
            out.push_str(if page.lang == Lang::Ja { "・" } else { ", " });
        }
        let (id, row) = part.split_once('[').unwrap_or((part, ""));
        push_escaped(out, page.form.find_item(id).map_or(id, |(_, item)| item.label.get(page.lang)));
        if let Ok(row) = row.trim_end_matches(']').parse::<usize>() {
            out.push(' ');
            out.push_str(&(row + 1).to_string());
        }
    }
}
