//! Submitting: an immutable revision; the draft it came from goes.

use crate::form_ref::{FindingSummary, FormRef};
use crate::identity::Identity;
use crate::secret::Content;

/// Submits a revision of a record. A second or later one is a correction and needs a reason (in the request).
#[derive(Debug, Clone)]
pub struct SubmitRevision {
    /// Record id.
    pub record: String,
    /// Form version it was filled with.
    pub form: FormRef,
    /// Canonical JSON of answers and reasons.
    pub content: Content,
    /// Short account of the findings; errors keep the record at ERR, none makes it CMP.
    pub findings: FindingSummary,
    /// The latest revision that was read; 0 when there was none.
    pub expected_revision: i64,
    /// The draft version that was submitted; `None` when the caller had no draft in view.
    pub expected_draft: Option<i64>,
    /// New identifiers when this is the registration form, as `registry.yaml` maps them.
    pub identity: Option<Identity>,
}
