//! What a write brings: who, when, why, what.

use crate::access::actor::Actor;
use crate::change::change::Change;
use crate::time::Timestamp;

/// A change with who, when and why.
#[derive(Debug, Clone)]
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
