//! A patient's row with identifiers: sealed with the patient's key, and indexed blindly for the search.

use crate::error::Error;
use crate::identity::Identity;
use crate::seal::data_key::DataKey;
use crate::seal::envelope::{Cell, seal};
use crate::seal::search_key::SearchKeys;
use crate::table::patient;
use crate::write::turn::Turn;

/// The cell of a patient's sealed identity.
pub(crate) fn identity_cell(patient: &str) -> Cell<'_> {
    Cell { table: "patient", column: "identity", row: patient }
}

/// The patient row with this identity sealed and indexed.
pub(crate) fn with_identity(
    turn: &Turn<'_>,
    row: patient::Model,
    key: &DataKey,
    identity: Option<&Identity>,
) -> Result<patient::Model, Error> {
    let Some(identity) = identity else { return Ok(row) };
    let text = serde_json::to_string(identity).map_err(|_| Error::Unreadable { table: "patient", column: "identity" })?;
    let keys = SearchKeys::of(turn.keys, &row.site, identity)?;
    Ok(patient::Model {
        identity: Some(seal(key.bytes(), identity_cell(&row.id), text.as_bytes())?),
        key_kana: keys.kana,
        key_kana_birth: keys.kana_birth,
        key_mrn: keys.mrn,
        ..row
    })
}
