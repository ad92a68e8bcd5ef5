//! Session tokens: 256 random bits in the cookie, their SHA-256 in the database.

use crate::error::Error;
use crate::ledger::hash::sha256;
use crate::ledger::hex::hex;
use crate::random;
use crate::secret::SessionToken;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A new token.
pub(crate) fn new_token() -> Result<SessionToken, Error> {
    Ok(SessionToken::new(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?)))
}

/// What is stored and looked up.
pub(crate) fn token_digest(token: &SessionToken) -> String {
    hex(&sha256(&[token.expose().as_bytes()]))
}
