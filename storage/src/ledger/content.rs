//! The digest of a row's contents: every column by name, type and bytes, so that no edit of any column goes unseen
//! and no two different rows look alike.

use sha2::{Digest, Sha256};

use crate::ledger::hash::Hash;

/// One column's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// SQL NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'a str),
    /// Bytes (sealed values, digests).
    Bytes(&'a [u8]),
}

/// SHA-256 over the table name and the named cells, each with its length in front.
pub(crate) fn content_digest<'a>(table: &str, cells: impl IntoIterator<Item = (&'a str, Cell<'a>)>) -> Hash {
    let mut hasher = Sha256::new();
    feed(&mut hasher, b'n', table.as_bytes());
    for (name, cell) in cells {
        feed(&mut hasher, b'c', name.as_bytes());
        match cell {
            Cell::Null => feed(&mut hasher, b'0', &[]),
            Cell::Integer(value) => feed(&mut hasher, b'i', &value.to_be_bytes()),
            Cell::Text(value) => feed(&mut hasher, b't', value.as_bytes()),
            Cell::Bytes(value) => feed(&mut hasher, b'x', value),
        }
    }
    hasher.finalize().into()
}

fn feed(hasher: &mut Sha256, tag: u8, bytes: &[u8]) {
    hasher.update([tag]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_other_types_or_borders_differ() {
        let digest = |cells: &[(&'static str, Cell<'static>)]| content_digest("t", cells.iter().copied());
        let all = [
            digest(&[("a", Cell::Null)]),
            digest(&[("a", Cell::Text(""))]),
            digest(&[("a", Cell::Bytes(b""))]),
            digest(&[("a", Cell::Integer(0))]),
            digest(&[("a", Cell::Text("b")), ("c", Cell::Text(""))]),
            digest(&[("a", Cell::Text("")), ("c", Cell::Text("b"))]),
        ];
        for (n, one) in all.iter().enumerate() {
            assert!(all.iter().skip(n + 1).all(|other| other != one));
        }
    }
}
