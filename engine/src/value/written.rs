//! JSON that is only written: forms are hashed and sent to browsers as JSON of tens of thousands of parts, and `serde_json::Value` would
//! allocate a text for each key. Keys are sorted when written, as RFC 8785 does for ASCII keys, and as serde_json does.

use std::borrow::Cow;
use std::fmt::Write;
use std::rc::Rc;

use serde_json::Value;

use crate::value::canonical::write_string;

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Written<'f> {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(Cow<'f, str>),
    /// A list.
    List(Vec<Written<'f>>),
    /// Members in any order (that of their keys is the quickest); their keys are ASCII, each once.
    Object(Vec<(&'f str, Written<'f>)>),
    /// What was written before and comes again.
    Again(Rc<str>),
}

impl<'f> Written<'f> {
    /// An object of those members that have a value.
    pub fn some(members: impl IntoIterator<Item = (&'f str, Option<Written<'f>>)>) -> Written<'f> {
        let mut kept = Vec::with_capacity(16);
        kept.extend(members.into_iter().filter_map(|(key, value)| Some((key, value?))));
        Written::Object(kept)
    }

    /// A list.
    pub fn list<T: Into<Written<'f>>>(parts: impl IntoIterator<Item = T>) -> Written<'f> {
        Written::List(parts.into_iter().map(Into::into).collect())
    }

    /// The text, without white space.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(1024);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Written::Null => out.push_str("null"),
            Written::Bool(true) => out.push_str("true"),
            Written::Bool(false) => out.push_str("false"),
            Written::Number(number @ 0..10) => out.push(char::from(b'0' + (*number).unsigned_abs() as u8)),
            Written::Number(number) => {
                let _ = write!(out, "{number}");
            }
            Written::Again(text) => out.push_str(text),
            Written::Text(text) => write_string(out, text),
            Written::List(parts) => {
                out.push('[');
                for (at, part) in parts.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    part.write(out);
                }
                out.push(']');
            }
            Written::Object(members) => {
                out.push('{');
                if members.is_sorted_by_key(|(key, _)| *key) {
                    write_members(out, members.iter());
                } else {
                    let mut sorted: Vec<&(&str, Written<'_>)> = members.iter().collect();
                    sorted.sort_unstable_by_key(|(key, _)| *key);
                    write_members(out, sorted.into_iter());
                }
                out.push('}');
            }
        }
    }
}

fn write_members<'w>(out: &mut String, members: impl Iterator<Item = &'w (&'w str, Written<'w>)>) {
    for (at, (key, value)) in members.enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        write_string(out, key);
        out.push(':');
        value.write(out);
    }
}

impl From<Written<'_>> for Value {
    fn from(written: Written<'_>) -> Value {
        match written {
            Written::Null => Value::Null,
            Written::Bool(value) => Value::Bool(value),
            Written::Number(number) => number.into(),
            Written::Text(text) => Value::String(text.into_owned()),
            Written::List(parts) => parts.into_iter().map(Value::from).collect(),
            Written::Object(members) => members.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect(),
            Written::Again(text) => serde_json::from_str(&text).unwrap_or_default(),
        }
    }
}

impl<'f> From<&'f str> for Written<'f> {
    fn from(text: &'f str) -> Written<'f> {
        Written::Text(text.into())
    }
}

impl From<String> for Written<'_> {
    fn from(text: String) -> Self {
        Written::Text(text.into())
    }
}

impl From<bool> for Written<'_> {
    fn from(value: bool) -> Self {
        Written::Bool(value)
    }
}

impl From<i64> for Written<'_> {
    fn from(number: i64) -> Self {
        Written::Number(number)
    }
}

impl From<u32> for Written<'_> {
    fn from(number: u32) -> Self {
        Written::Number(number.into())
    }
}

impl From<i32> for Written<'_> {
    fn from(number: i32) -> Self {
        Written::Number(number.into())
    }
}

impl From<u16> for Written<'_> {
    fn from(number: u16) -> Self {
        Written::Number(number.into())
    }
}

impl From<u8> for Written<'_> {
    fn from(number: u8) -> Self {
        Written::Number(number.into())
    }
}

impl<'f> From<Vec<Written<'f>>> for Written<'f> {
    fn from(parts: Vec<Written<'f>>) -> Self {
        Written::List(parts)
    }
}

impl<'f> FromIterator<Written<'f>> for Written<'f> {
    fn from_iter<T: IntoIterator<Item = Written<'f>>>(parts: T) -> Self {
        Written::List(parts.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Written;
    use serde_json::Value;

    #[test]
    fn is_written_as_serde_json_and_the_canonical_writer_do() {
        let written = Written::Object(vec![
            ("b", Written::list([1u16, 20])),
            ("a", Written::some([("y", Some("\"\\/\u{1}血\n\u{7f}".into())), ("x", None), ("c", Some(Written::Null))])),
            ("B", Written::list([true, false])),
            ("", Written::Object(Vec::new())),
            ("again", Written::Again(Written::list([-7i64, 9, 10]).text().into())),
        ]);
        let value = Value::from(written.clone());
        assert_eq!(written.text(), value.to_string());
        assert_eq!(written.text(), crate::value::canonical::write(&value));
    }
}
