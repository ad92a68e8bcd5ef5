//! The table of rights: one row per right, one column per role.

use crate::access::actor::Role;
use crate::error::Refusal;

/// A thing somebody may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Create and change sites and accounts.
    KeepAccounts,
    /// Register patients, fill and correct records of the own site.
    FillRecords,
    /// Read records and patients (within the scope of the role).
    ReadRecords,
    /// Read names and other identifiers of patients.
    ReadIdentity,
    /// See suspected duplicates across sites.
    SeeDuplicates,
    /// Publish forms, products and the registry.
    Publish,
    /// Remove contents of files that no answer names.
    ClearUploads,
    /// Read the log.
    ReadLog,
}

/// True when the role has the right.
pub fn has_right(role: Role, right: Right) -> bool {
    use Role::{Admin, Auditor, Clinician, Console, DataManager, RegistryStaff};
    match right {
        Right::KeepAccounts => matches!(role, Admin | Console),
        Right::FillRecords => matches!(role, Clinician | DataManager),
        Right::ReadRecords => matches!(role, Clinician | DataManager | RegistryStaff | Auditor),
        Right::ReadIdentity => matches!(role, Clinician | DataManager | RegistryStaff),
        Right::SeeDuplicates => matches!(role, RegistryStaff),
        Right::Publish => matches!(role, RegistryStaff | Console),
        Right::ClearUploads => matches!(role, Console),
        Right::ReadLog => matches!(role, RegistryStaff | Auditor | Console),
    }
}

/// Refuses when the role has not the right.
pub fn demand(role: Role, right: Right) -> Result<(), Refusal> {
    if has_right(role, right) { Ok(()) } else { Err(Refusal::NotAllowed) }
}
