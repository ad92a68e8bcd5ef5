//! The ledger's pure part: hashing, peaks, statements. No database, no clock, no randomness: bytes in, bytes out.

pub(crate) mod content;
pub(crate) mod hash;
pub(crate) mod hex;
pub(crate) mod peaks;
pub(crate) mod statement;
