//! Sealing: the master key, per-patient data keys, sealed values bound to their row and column, and blind search keys.

pub mod master_key;
