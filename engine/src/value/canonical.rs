//! RFC 8785 canonical JSON: keys sorted by UTF-16 code units, no white space, shortest escapes. It is what is hashed and signed.
//! Independent of the map order that serde_json is compiled with.

use serde_json::Value;
use std::cmp::Ordering;
use std::fmt::Write;

/// The canonical text. Numbers of answers are whole; others are written as serde_json holds them.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| by_utf16(a, b));
            write_list(out, ('{', '}'), members.into_iter(), |out, (key, member)| {
                write_string(out, key);
                out.push(':');
                write_value(out, member);
            });
        }
        Value::Array(elements) => write_list(out, ('[', ']'), elements.iter(), write_value),
        Value::String(text) => write_string(out, text),
        Value::Number(number) => write_number(out, number),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Null => out.push_str("null"),
    }
}

/// The order of UTF-16 code units. It is that of bytes for all that a definition's keys are made of.
fn by_utf16(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn write_list<T>(out: &mut String, (open, close): (char, char), parts: impl Iterator<Item = T>, part: impl Fn(&mut String, T)) {
    out.push(open);
    for (at, element) in parts.enumerate() {
        if at > 0 {
            out.push(',');
        }
        part(out, element);
    }
    out.push(close);
}

/// A whole number loses its point and power (`3.0` is written `3`).
fn write_number(out: &mut String, number: &serde_json::Number) {
    let text = number.to_string();
    match crate::value::number::whole(&text).and_then(crate::value::decimal::Decimal::to_integer) {
        Some(whole) => {
            let _ = write!(out, "{whole}");
        }
        None => out.push_str(&text),
    }
}

/// Appends a JSON string. What needs no escape, mostly all of it, is copied at once.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        match special.as_bytes().first().copied().unwrap_or_default() {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x8 => out.push_str("\\b"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            0xc => out.push_str("\\f"),
            b'\r' => out.push_str("\\r"),
            control => {
                let _ = write!(out, "\\u{control:04x}");
            }
        }
        rest = special.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::write;
    use serde_json::json;

    #[test]
    fn sorts_by_utf16_and_escapes_little() {
        // RFC 8785, section 3.2.3: U+1F600 sorts before U+FB33 because its first surrogate is smaller.
        let value = json!({ "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7 });
        assert_eq!(write(&value), "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}");
        assert_eq!(write(&json!({ "b": [true, null, "\u{1}\"é/"], "a": 3.0 })), "{\"a\":3,\"b\":[true,null,\"\\u0001\\\"é/\"]}");
    }
}
