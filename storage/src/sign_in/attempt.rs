//! What a sign-in brings and what it yields.

use crate::access::actor::Actor;
use crate::secret::{Password, SessionToken};
use crate::time::Timestamp;
use std::fmt;

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Ends after this many milliseconds without a request.
    pub idle_ms: i64,
    /// Ends this many milliseconds after sign-in, whatever happens.
    pub absolute_ms: i64,
}

impl Default for SessionLimits {
    /// 15 minutes idle, 8 hours in all.
    fn default() -> Self {
        SessionLimits { idle_ms: 15 * 60_000, absolute_ms: 8 * 3_600_000 }
    }
}

/// A sign-in attempt: both factors at once.
#[derive(Clone)]
pub struct Attempt {
    /// The account's sign-in name.
    pub login: String,
    /// The password as typed.
    pub password: Password,
    /// The six-digit one-time code as typed.
    pub code: String,
    /// The moment of the attempt.
    pub at: Timestamp,
    /// How long the session may live.
    pub limits: SessionLimits,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("at", &self.at).finish_non_exhaustive()
    }
}

/// A person's running session, as each request finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session's row id (not the token): what [`EndSession`](crate::change::session::EndSession) names.
    pub id: String,
    /// The account as an actor for writes and reads.
    pub actor: Actor,
    /// Sign-in name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// When the person signed in.
    pub signed_in_at: Timestamp,
    /// When the session ends without further requests.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub absolute_until: Timestamp,
}

/// A successful sign-in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The bearer token for the cookie; it is stored nowhere else.
    pub token: SessionToken,
    /// The session it opens.
    pub session: Session,
}
