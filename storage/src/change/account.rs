//! Accounts: created, re-keyed, switched off; never deleted.

use crate::access::actor::Role;
use crate::secret::Password;
use crate::sign_in::totp::TotpSecret;

/// Adds an account.
#[derive(Debug, Clone)]
pub struct CreateAccount {
    /// Sign-in name (`[a-z0-9._-]`, 3 to 64 characters after lower-casing); unique.
    pub login: String,
    /// The person's name as shown in histories.
    pub name: String,
    /// The one role.
    pub role: Role,
    /// The site: required for clinician and data manager, absent for the others.
    pub site: Option<String>,
    /// First password, at least 15 characters.
    pub password: Password,
    /// Secret of the authenticator app.
    pub totp: TotpSecret,
}

/// Sets a new password and ends the account's sessions.
#[derive(Debug, Clone)]
pub struct SetPassword {
    /// Account id.
    pub account: String,
    /// New password, at least 15 characters.
    pub password: Password,
}

/// Sets a new authenticator secret.
#[derive(Debug, Clone)]
pub struct EnrolTotp {
    /// Account id.
    pub account: String,
    /// The new secret.
    pub secret: TotpSecret,
}

/// Switches an account on or off; off ends its sessions at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetActive {
    /// Account id.
    pub account: String,
    /// On or off.
    pub active: bool,
}
