//! The working keys, each derived from the master key under its own label, so that none can stand in for another.

use crate::error::Error;
use crate::seal::master_key::MasterKey;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// A 256-bit working key.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// Everything derived from the master key.
pub(crate) struct Keys {
    /// Wraps the patients' data keys.
    pub wrap: Key,
    /// Seals what belongs to no patient: account names, authenticator secrets, reasons.
    pub system: Key,
    /// Makes blind search keys.
    pub search: Key,
    /// Authenticates the ledger's head.
    pub head: Key,
    /// A fixed value that tells whether a database was sealed with this master key.
    pub check: [u8; 32],
}

impl Keys {
    /// Derives the working keys.
    pub(crate) fn derive(master: &MasterKey) -> Result<Keys, Error> {
        let key = |label: &str| mac(master.bytes(), &[b"ctrj/key/v1/", label.as_bytes()]);
        Ok(Keys {
            wrap: Zeroizing::new(key("wrap")?),
            system: Zeroizing::new(key("system")?),
            search: Zeroizing::new(key("search")?),
            head: Zeroizing::new(key("head")?),
            check: key("check")?,
        })
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

/// HMAC-SHA-256 over parts.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Result<[u8; 32], Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Error::MasterKey("it does not fit HMAC"))?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.finalize().into_bytes().into())
}
