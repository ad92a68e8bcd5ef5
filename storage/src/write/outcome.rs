//! What a write yields.

use crate::state::RecordState;

/// What was written. It is durable before anybody gets to see this.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Id of the main row: site, account, session, patient, place or record (for drafts and revisions: the record; for a
    /// file: the digest of its content).
    pub id: String,
    /// Draft version or revision number, where the change has one; else 0.
    pub version: i64,
    /// The root place of a registered patient.
    pub place: Option<String>,
    /// The record submitted with a registration.
    pub record: Option<String>,
    /// The record's state after a submission or draft.
    pub state: Option<RecordState>,
    /// Number of things really published (the rest stood already).
    pub published: usize,
    /// Number of files' contents that were removed.
    pub cleared: usize,
    /// Size of the ledger after this write.
    pub ledger_size: u64,
}
