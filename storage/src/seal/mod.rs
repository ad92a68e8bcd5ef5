//! Sealing: the master key, per-patient data keys, sealed values bound to their row and column, and blind search keys.

pub(crate) mod data_key;
pub(crate) mod envelope;
pub(crate) mod fold;
pub(crate) mod keys;
pub mod master_key;
pub(crate) mod search_key;
