//! Sessions and sign-in outcomes. Only `Store::sign_in` and `Store::find_session` make most of these.

use crate::time::Timestamp;

/// Both factors were right: remembers the one-time step and opens a session.
#[derive(Debug, Clone)]
pub struct SignInSucceeded {
    /// Account id.
    pub account: String,
    /// Step of the accepted code; a step is accepted once.
    pub step: i64,
    /// Lower-case hex SHA-256 of the session token.
    pub token_digest: String,
    /// First idle end.
    pub idle_until: Timestamp,
    /// Absolute end.
    pub absolute_until: Timestamp,
    /// Length of the idle time, kept so that each request can extend it.
    pub idle_ms: i64,
}

/// A factor was wrong: counts towards the rest after failures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInFailed {
    /// Account id.
    pub account: String,
}

/// A request was seen: moves the idle end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchSession {
    /// Session id.
    pub session: String,
}

/// Ends a session (signing out, or an administrator ends it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndSession {
    /// Session id.
    pub session: String,
}
