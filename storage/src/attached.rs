//! The files that answers name. A draft or revision holds only their digests, sizes and names; the contents stand in a table of their
//! own, under an address made from record and digest.
//!
//! Whoever writes a draft or revision cannot forget to say which files it names: they are found in its contents, as every object that
//! has a `sha256`. Only attachments have one; texts that people type are never objects.

use crate::error::Error;
use crate::ledger::hash::sha256;
use crate::ledger::hex::hex;
use crate::seal::envelope::Cell;
use crate::seal::keys::{Keys, mac};
use serde_json::Value;

/// The parts of contents that hold answers: those given, and those that an upgrade of the form left behind.
const PARTS: [&str; 2] = ["answers", "behind"];

/// A file as an answer names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Digest, lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Media type.
    pub media_type: String,
}

/// The cell of an attachment's sealed content.
pub(crate) fn content_cell(address: &str) -> Cell<'_> {
    Cell { table: "attachment", column: "content", row: address }
}

/// The SHA-256 of a content, as answers name it.
pub(crate) fn digest(content: &[u8]) -> String {
    hex(&sha256(&[content]))
}

/// Where the content of a digest stands, for a record. Keyed: who reads the table cannot tell whether a file that he knows is there.
pub(crate) fn address(keys: &Keys, record: &str, sha256: &str) -> Result<String, Error> {
    let parts: [&[u8]; 4] = [b"attachment\0", record.as_bytes(), b"\0", sha256.as_bytes()];
    Ok(hex(&mac(&keys.search, &parts)?))
}

/// Every file that the contents of a draft or revision name, each once.
pub(crate) fn named(content: &str) -> Vec<Named> {
    let mut found = Vec::new();
    // Most contents name none; they are not read again.
    if content.contains("\"sha256\"")
        && let Ok(parsed) = serde_json::from_str::<Value>(content)
    {
        PARTS.iter().filter_map(|part| parsed.get(part)).for_each(|part| collect(part, &mut found));
    }
    found
}

fn collect(value: &Value, found: &mut Vec<Named>) {
    match value {
        Value::Array(members) => members.iter().for_each(|member| collect(member, found)),
        Value::Object(members) => {
            let text = |key: &str| members.get(key).and_then(Value::as_str);
            if let Some(sha256) = text("sha256") {
                let size = members.get("size").and_then(Value::as_i64).unwrap_or(-1);
                let media_type = text("type").unwrap_or_default().to_owned();
                let one = Named { sha256: sha256.to_owned(), size, media_type };
                if !found.contains(&one) {
                    found.push(one);
                }
            }
            members.values().for_each(|member| collect(member, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::master_key::MasterKey;

    #[test]
    fn files_are_found_wherever_answers_stand() {
        let file = |digest: &str| format!(r#"{{"name":"a.pdf","sha256":"{digest}","size":3,"type":"application/pdf"}}"#);
        let (one, two, elsewhere) = (file("aa"), file("bb"), file("cc"));
        let text = format!(
            r#"{{"answers":{{"scan":{one},"note":"\"sha256\"","rows":[{{"scan":{one}}},{{"scan":{two}}}]}},"behind":{{}},"read":{{"other":{{"scan":{elsewhere}}}}}}}"#
        );
        let digests: Vec<String> = named(&text).into_iter().map(|one| one.sha256).collect();
        assert_eq!(digests, ["aa", "bb"], "what rules read of other records is not this record's");
        assert_eq!(named(r#"{"answers":{"note":"x"}}"#), []);
    }

    #[test]
    fn an_address_belongs_to_one_record() {
        let keys = Keys::derive(&MasterKey::from_bytes([1; 32])).unwrap();
        let of = |record: &str, digest: &str| address(&keys, record, digest).unwrap();
        assert_eq!(of("r1", "aa"), of("r1", "aa"));
        assert_ne!(of("r1", "aa"), of("r2", "aa"));
        assert_ne!(of("r1", "aa"), of("r1", "ab"));
        assert_eq!(digest(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
