//! What a write brings: who, when, why, what.

use crate::access::actor::Actor;
use crate::change::change::Change;
use crate::time::Timestamp;
use std::fmt;

/// A change with who, when and why.
#[derive(Clone)]
pub struct WriteRequest {
    /// Who asks.
    pub actor: Actor,
    /// When, by the caller's clock.
    pub at: Timestamp,
    /// Why; may be empty except for corrections. Sealed before it is stored.
    pub reason: String,
    /// What.
    pub change: Change,
}

impl fmt::Debug for WriteRequest {
    /// Without the reason, which may speak of a patient.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteRequest")
            .field("actor", &self.actor)
            .field("at", &self.at)
            .field("change", &self.change)
            .finish_non_exhaustive()
    }
}
