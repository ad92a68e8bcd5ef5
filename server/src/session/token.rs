//! Opaque random tokens of the browser, and second tokens derived from them. (The session's own token is made by `storage`, which keeps
//! only its digest, so that a stolen database opens no session.)

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A token of 256 random bits, as text for a cookie.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn fresh() -> Result<String, getrandom::Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A second token that proves knowledge of the first without showing it: what a page carries against forged writes.
pub fn derived(purpose: &str, token: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(purpose.as_bytes());
    hasher.update([0]);
    hasher.update(token.as_bytes());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}

/// Equality in time that does not depend on where two texts differ.
pub fn is_equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn tokens_differ_and_derive() {
        let (a, b) = (fresh().unwrap(), fresh().unwrap());
        assert_ne!(a, b);
        assert_eq!(a.len(), 43);
        assert!(is_equal(&derived("p", &a), &derived("p", &a)));
        assert!(!is_equal(&derived("p", &a), &derived("q", &a)));
        assert!(!is_equal("a", "ab"));
    }
}
