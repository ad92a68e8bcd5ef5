//! Drafts: what was typed and is not yet submitted. Mutable, autosaved, optimistically locked, sealed like everything else.

use crate::form_ref::FormRef;
use crate::secret::Content;

/// Saves a draft of a record.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    /// Record id.
    pub record: String,
    /// Form version it is being filled with.
    pub form: FormRef,
    /// Canonical JSON of answers and reasons.
    pub content: Content,
    /// The draft version that was read before typing; 0 when there was none.
    pub expected_version: i64,
}

/// Throws a draft away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscardDraft {
    /// Record id.
    pub record: String,
    /// The draft version that was read.
    pub expected_version: i64,
}
