//! What a leaf says: who changed which row when, why (as a digest) and to what (as a digest).
//! Its bytes are canonical JSON (RFC 8785: sorted keys, no spaces, whole numbers only); the leaf holds only their salted digest,
//! so the log can be shown to an outsider without telling anything, and an outsider with statement and salt can check it.

use crate::ledger::hash::{Hash, leaf_hash, sha256};
use crate::ledger::hex::hex;
use serde_json::Value;
use std::collections::BTreeMap;

/// What can happen to a row.
pub(crate) mod act {
    /// The row is new.
    pub(crate) const INSERT: &str = "insert";
    /// The row has other contents.
    pub(crate) const UPDATE: &str = "update";
    /// The row is gone.
    pub(crate) const DISCARD: &str = "discard";
}

/// The statement of one change of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement<'a> {
    /// Index of the leaf.
    pub index: i64,
    /// Kind of change, e.g. `revision.submit`.
    pub kind: &'a str,
    /// Table of the row.
    pub table: &'a str,
    /// Id of the row.
    pub row: &'a str,
    /// What happened to the row: `insert`, `update` or `discard`.
    pub act: &'a str,
    /// Patient concerned.
    pub patient: Option<&'a str>,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// Account id or `console:<name>`.
    pub actor: &'a str,
    /// The reason as stored (sealed).
    pub reason: &'a [u8],
    /// Digest of the row's contents after the change (before it, when discarded).
    pub content: &'a [u8],
}

impl Statement<'_> {
    /// The canonical JSON text.
    pub(crate) fn canonical(&self) -> String {
        let mut fields: BTreeMap<&str, Value> = BTreeMap::new();
        fields.insert("v", Value::from(1));
        fields.insert("index", Value::from(self.index));
        fields.insert("kind", Value::from(self.kind));
        fields.insert("table", Value::from(self.table));
        fields.insert("row", Value::from(self.row));
        fields.insert("act", Value::from(self.act));
        fields.insert("at", Value::from(self.at));
        fields.insert("actor", Value::from(self.actor));
        fields.insert("reason", Value::from(hex(&sha256(&[self.reason]))));
        fields.insert("content", Value::from(hex(self.content)));
        if let Some(patient) = self.patient {
            fields.insert("patient", Value::from(patient));
        }
        // A map of texts, whole numbers and booleans always has a JSON text.
        serde_json::to_string(&fields).unwrap_or_default()
    }

    /// The leaf hash: RFC 6962 over SHA-256(salt || statement).
    pub(crate) fn leaf(&self, salt: &[u8]) -> Hash {
        leaf_hash(&sha256(&[salt, self.canonical().as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_is_sorted_and_whole() {
        let statement = Statement {
            index: 7,
            kind: "site.create",
            table: "site",
            row: "tokyo",
            act: "insert",
            patient: None,
            at: 1_000,
            actor: "console:\u{1}\"x\"",
            reason: b"",
            content: &[0xab; 2],
        };
        assert_eq!(
            statement.canonical(),
            concat!(
                r#"{"act":"insert","actor":"console:\u0001\"x\"","at":1000,"content":"abab","index":7,"kind":"site.create","#,
                r#""reason":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","row":"tokyo","table":"site","v":1}"#
            )
        );
        assert_ne!(statement.leaf(b"1"), statement.leaf(b"2"));
    }
}
