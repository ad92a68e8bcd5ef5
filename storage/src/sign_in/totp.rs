//! One-time codes (RFC 6238: SHA-1, 6 digits, 30 seconds, one step of drift) as every authenticator app makes them.

use crate::error::{Error, Refusal};
use crate::random;
use crate::time::Timestamp;
use std::fmt;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

/// The shared secret of an account's authenticator app.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(Zeroizing<Vec<u8>>);

impl TotpSecret {
    /// A new random secret of 160 bits.
    pub fn generate() -> Result<TotpSecret, Error> {
        Ok(TotpSecret(Zeroizing::new(random::bytes::<20>()?.to_vec())))
    }

    /// Reads the base32 text shown to the person at enrolment.
    pub fn from_base32(text: &str) -> Result<TotpSecret, Refusal> {
        let invalid = Refusal::Invalid { field: "totp", rule: "is base32 of at least 16 bytes" };
        let secret = Secret::try_from_base32(text).map_err(|_| invalid.clone())?;
        TotpSecret::from_bytes(secret.as_bytes()).ok_or(invalid)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<TotpSecret> {
        (bytes.len() >= 16).then(|| TotpSecret(Zeroizing::new(bytes.to_vec())))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The base32 text for typing into an authenticator app.
    pub fn to_base32(&self) -> String {
        Secret::from(self.0.as_slice()).to_base32()
    }

    /// The `otpauth://` address for an authenticator app.
    pub fn to_url(&self, login: &str) -> Option<String> {
        self.builder().with_issuer(Some("CTR-J")).with_account_name(login).build().ok()?.to_url().ok()
    }

    /// The code that is valid at this moment (for the demo's terminal and for tests).
    pub fn code_at(&self, at: Timestamp) -> Option<String> {
        Some(self.totp()?.generate(at.seconds()).to_string())
    }

    /// The step whose code this is, when it is valid at this moment (one step of drift either way).
    pub(crate) fn step_of(&self, code: &str, at: Timestamp) -> Option<i64> {
        self.totp()?.check(code.trim(), at.seconds()).and_then(|step| i64::try_from(step).ok())
    }

    fn totp(&self) -> Option<Totp> {
        self.builder().build().ok()
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(Secret::from(self.0.as_slice()))
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_6238_vector() {
        // RFC 6238 appendix B, SHA-1, T = 59 s, last six of the eight digits 94287082.
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        assert_eq!(secret.code_at(Timestamp(59_000)).unwrap(), "287082");
        assert_eq!(secret.step_of("287082", Timestamp(59_000)), Some(1));
        assert_eq!(secret.step_of("287082", Timestamp(200_000)), None);
    }

    #[test]
    fn base32_both_ways() {
        let secret = TotpSecret::generate().unwrap();
        assert_eq!(TotpSecret::from_base32(&secret.to_base32()).unwrap(), secret);
        assert!(secret.to_url("hana").unwrap().starts_with("otpauth://totp/"));
    }
}
