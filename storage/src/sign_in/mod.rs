//! Sign-in with two factors: password (argon2id) and one-time code (TOTP), lockout, session tokens.

pub mod attempt;
pub(crate) mod gate;
pub(crate) mod password;
pub(crate) mod token;
pub mod totp;
