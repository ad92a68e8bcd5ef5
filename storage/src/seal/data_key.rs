//! A patient's data key: random, stored wrapped by the master key's wrap key. Destroying it makes everything sealed with it unreadable.

use crate::error::Error;
use crate::random;
use crate::seal::envelope::{self, Cell};
use crate::seal::keys::{Key, Keys};
use std::fmt;
use zeroize::Zeroizing;

/// The unwrapped key of one patient.
#[derive(Clone)]
pub(crate) struct DataKey(Key);

fn cell(patient: &str) -> Cell<'_> {
    Cell { table: "patient", column: "data_key", row: patient }
}

impl DataKey {
    /// A new random key.
    pub(crate) fn generate() -> Result<DataKey, Error> {
        Ok(DataKey(Zeroizing::new(random::bytes::<32>()?)))
    }

    /// The key as stored in the patient's row.
    pub(crate) fn wrap(&self, keys: &Keys, patient: &str) -> Result<Vec<u8>, Error> {
        envelope::seal(&keys.wrap, cell(patient), self.0.as_slice())
    }

    /// The key from the patient's row.
    pub(crate) fn unwrap_from(keys: &Keys, patient: &str, wrapped: &[u8]) -> Result<DataKey, Error> {
        let bytes = envelope::open(&keys.wrap, cell(patient), wrapped)?;
        let key: [u8; 32] =
            bytes.as_slice().try_into().map_err(|_| Error::Unreadable { table: "patient", column: "data_key" })?;
        Ok(DataKey(Zeroizing::new(key)))
    }

    /// The key's bytes, for sealing.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}
