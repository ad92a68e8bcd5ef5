//! What a draft or revision holds: answers by item, and the reasons given for warnings, as one canonical JSON text.

use engine::value::canonical;
use serde_json::{Map, Value};
use storage::Content;

use crate::error::Error;

/// The contents of a draft or revision.
#[derive(Clone, Default, PartialEq)]
pub struct Filled {
    /// Answers by item id, in the documented shapes.
    pub answers: Map<String, Value>,
    /// Why a warning is right as it stands, by finding key `code@path`.
    pub reasons: Map<String, Value>,
    /// Calculated values as they stood when the record was submitted; a draft has none.
    pub calculated: Map<String, Value>,
    /// What rules read of other records when this was submitted, by the names under which they read it; a draft has none.
    pub read: Map<String, Value>,
    /// The revisions that those values came from, by name: lists of `record.revision`.
    pub sources: Map<String, Value>,
    /// Answers that an upgrade of the form's version could not take over, by the version that asked them. They are never deleted.
    pub behind: Map<String, Value>,
    /// Why a submitted record is being corrected, while the correction is a draft.
    pub reason: String,
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
        let reason = value.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Filled {
            answers,
            reasons: part("reasons").unwrap_or_default(),
            calculated: part("calculated").unwrap_or_default(),
            read: part("read").unwrap_or_default(),
            sources: part("sources").unwrap_or_default(),
            behind: part("behind").unwrap_or_default(),
            reason,
        })
    }

    /// The canonical text (RFC 8785). Empty parts beyond answers and reasons are left out.
    pub fn write(&self) -> Content {
        let mut parts = Map::new();
        parts.insert("answers".to_owned(), Value::Object(self.answers.clone()));
        parts.insert("reasons".to_owned(), Value::Object(self.reasons.clone()));
        let optional =
            [("calculated", &self.calculated), ("read", &self.read), ("sources", &self.sources), ("behind", &self.behind)];
        for (name, part) in optional.into_iter().filter(|(_, part)| !part.is_empty()) {
            parts.insert(name.to_owned(), Value::Object(part.clone()));
        }
        if !self.reason.is_empty() {
            parts.insert("reason".to_owned(), Value::from(self.reason.as_str()));
        }
        Content::new(canonical::write(&Value::Object(parts)))
    }

    /// Answers with the calculated values among them, for reading.
    pub fn readable(&self) -> Map<String, Value> {
        let mut all = self.answers.clone();
        for (path, value) in &self.calculated {
            match frame_of(&mut all, path) {
                Some((frame, item)) => frame.insert(item.to_owned(), value.clone()),
                None => all.insert(path.clone(), value.clone()),
            };
        }
        all
    }

    /// An answer, or a calculated value, of an item of the form itself.
    pub fn value(&self, item: &str) -> Option<Value> {
        self.answers.get(item).or_else(|| self.calculated.get(item)).cloned()
    }
}

/// The answers of the form, or of the row, in which the item of a path stands: `item`, `group[0].item`.
fn frame_of<'a, 'p>(answers: &'a mut Map<String, Value>, path: &'p str) -> Option<(&'a mut Map<String, Value>, &'p str)> {
    let (mut frame, mut rest) = (answers, path);
    while let Some((row, inner)) = rest.split_once("].") {
        let (group, row) = row.split_once('[')?;
        frame = frame.get_mut(group)?.get_mut(row.parse::<usize>().ok()?)?.as_object_mut()?;
        rest = inner;
    }
    Some((frame, rest))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use serde_json::json;

    use super::*;

    #[test]
    fn calculated_values_stand_in_their_rows() {
        let map = |value: Value| value.as_object().cloned().unwrap();
        let filled = Filled {
            answers: map(json!({ "g": [{ "a": 1, "h": [{}, {}] }] })),
            calculated: map(json!({ "g[0].b": 2, "g[0].h[1].d": 4, "c": 3 })),
            ..Filled::default()
        };
        assert_eq!(Value::Object(filled.readable()), json!({ "g": [{ "a": 1, "h": [{}, { "d": 4 }], "b": 2 }], "c": 3 }));
    }

    #[test]
    fn the_text_is_canonical_and_reads_back() {
        let answers = json!({ "b": [{ "y": 1, "x": "あ\n" }], "a": "1.50" }).as_object().cloned().unwrap();
        let filled = Filled { answers, ..Filled::default() };
        let text = filled.write();
        assert_eq!(text.expose(), r#"{"answers":{"a":"1.50","b":[{"x":"あ\n","y":1}]},"reasons":{}}"#);
        assert!(Filled::read(&text).unwrap() == filled);
    }
}
