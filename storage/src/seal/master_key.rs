//! The master key: a 32-byte secret in a file of its own, from which every other key is derived or unwrapped.

use crate::error::Error;
use crate::random;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// First word of a key file; the number is the version of the derivation.
const FILE_PREFIX: &str = "ctrj-master-key-v1:";

/// The registry's master key. `Clone` shares the same memory; it is wiped with the last clone.
#[derive(Clone)]
pub struct MasterKey(Arc<Zeroizing<[u8; 32]>>);

impl MasterKey {
    /// Reads the key from a file made by [`MasterKey::create`].
    pub fn read(path: &Path) -> Result<MasterKey, Error> {
        let text = Zeroizing::new(fs::read_to_string(path).map_err(Error::MasterKeyFile)?);
        let encoded =
            text.trim().strip_prefix(FILE_PREFIX).ok_or(Error::MasterKey("it does not begin with `ctrj-master-key-v1:`"))?;
        let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| Error::MasterKey("it is not base64"))?);
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| Error::MasterKey("it is not 32 bytes long"))?;
        Ok(MasterKey::from_bytes(key))
    }

    /// Makes a new random key and writes it to a new file readable by its owner only (0600). Refuses to overwrite.
    pub fn create(path: &Path) -> Result<MasterKey, Error> {
        let key = MasterKey::from_bytes(random::bytes::<32>()?);
        let text = Zeroizing::new(format!("{FILE_PREFIX}{}\n", STANDARD.encode(key.bytes())));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(Error::MasterKeyFile)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::MasterKeyFile)?;
        Ok(key)
    }

    /// A key of given bytes, for tests and for keys that come from a vault.
    pub fn from_bytes(mut bytes: [u8; 32]) -> MasterKey {
        let key = MasterKey(Arc::new(Zeroizing::new(bytes)));
        bytes.zeroize();
        key
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}
