//! The exact form a draft or revision was filled with, and the short account of its findings.

use serde::{Deserialize, Serialize};

/// A form version named by id, version and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRef {
    /// Form id, e.g. `crs`.
    pub id: String,
    /// Version, e.g. `1.0.0`.
    pub version: String,
    /// Digest of the linked meaning (`sha256:...` as the engine gives it).
    pub digest: String,
}

/// How many findings a submission had, and where: `code@path` words only, never a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSummary {
    /// Findings of severity error; more than none keeps the record at ERR.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
    /// Each finding's key, `code@path`.
    pub keys: Vec<String>,
}
