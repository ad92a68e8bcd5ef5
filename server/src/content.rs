//! What a draft or revision holds: answers by item, and the reasons given for warnings, as one canonical JSON text.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use storage::Content;

use crate::error::Error;

/// The contents of a draft or revision.
#[derive(Clone, Default, PartialEq)]
pub struct Filled {
    /// Answers by item id, in the documented shapes.
    pub answers: Map<String, Value>,
    /// Why a warning is right as it stands, by finding key `code@path`.
    pub reasons: Map<String, Value>,
}

impl Filled {
    /// Reads a stored text.
    ///
    /// # Errors
    /// When it is not what [`Filled::write`] wrote.
    pub fn read(content: &Content) -> Result<Filled, Error> {
        let value: Value = serde_json::from_str(content.expose()).map_err(|_| Error::Record("its content is not JSON"))?;
        let part = |name: &str| value.get(name).and_then(Value::as_object).cloned();
        let answers = part("answers").ok_or(Error::Record("its content has no answers"))?;
        Ok(Filled { answers, reasons: part("reasons").unwrap_or_default() })
    }

    /// The canonical text: keys sorted, no spaces (RFC 8785; numbers in answers are integers, decimals are strings).
    pub fn write(&self) -> Content {
        let mut out = String::from("{\"answers\":");
        canonical(&Value::Object(self.answers.clone()), &mut out);
        out.push_str(",\"reasons\":");
        canonical(&Value::Object(self.reasons.clone()), &mut out);
        out.push('}');
        Content::new(out)
    }
}

/// SHA-256 of a text, lower-case hex: the digest of a published file.
pub fn digest_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes with sorted keys, whatever order the map type of this build keeps.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            list(out, '{', '}', names, |name, out| {
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                canonical(fields.get(name).unwrap_or(&Value::Null), out);
            });
        }
        Value::Array(values) => list(out, '[', ']', values.iter().collect(), canonical),
        single => out.push_str(&single.to_string()),
    }
}

fn list<T>(out: &mut String, open: char, close: char, parts: Vec<T>, each: impl Fn(T, &mut String)) {
    out.push(open);
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        each(part, out);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use serde_json::json;

    use super::*;

    #[test]
    fn the_text_is_canonical_and_reads_back() {
        let answers = json!({ "b": [{ "y": 1, "x": "あ\n" }], "a": "1.50" }).as_object().cloned().unwrap();
        let filled = Filled { answers, reasons: Map::new() };
        let text = filled.write();
        assert_eq!(text.expose(), r#"{"answers":{"a":"1.50","b":[{"x":"あ\n","y":1}]},"reasons":{}}"#);
        assert!(Filled::read(&text).unwrap() == filled);
    }
}
