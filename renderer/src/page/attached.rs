//! The attached file of a field: its name as a link, and its size. The markup is what `assets/attach.js` keeps up to date.

use engine::value::file::print_size;
use serde_json::Value;

use crate::display::display::typed;
use crate::html::push_escaped;

/// What the hidden field of an attachment holds: the answer as JSON, or what was typed in its place; nothing for a missing reason.
pub fn push_answer(out: &mut String, answer: &Value) {
    match answer {
        Value::Object(members) if !members.contains_key("missing") => push_escaped(out, &answer.to_string()),
        other => push_escaped(out, &typed(other)),
    }
}

/// Whether a file stands there, readable or not.
pub fn is_file(answer: Option<&Value>) -> bool {
    answer.is_some_and(|answer| answer.get("missing").is_none())
}

/// The file's name, leading to its content, and its size. What is no file is shown as it stands and leads nowhere.
pub fn push(out: &mut String, answer: Option<&Value>) {
    let text = |member: &str| answer.and_then(|answer| answer.get(member)).and_then(Value::as_str);
    out.push_str("<a");
    if let Some(sha256) = text("sha256") {
        out.push_str(" href=\"attachments/");
        push_escaped(out, sha256);
        out.push('"');
    }
    out.push_str(" download>");
    push_escaped(out, text("name").or(answer.and_then(Value::as_str)).unwrap_or_default());
    out.push_str("</a> <span class=\"muted small\">");
    let size = answer.and_then(|answer| answer.get("size")).and_then(Value::as_u64);
    push_escaped(out, &size.map(print_size).unwrap_or_default());
    out.push_str("</span>");
}
