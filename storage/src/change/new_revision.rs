//! The row of a revision: contents, finding keys and reason, sealed with the patient's key.

use crate::error::Error;
use crate::form_ref::{FindingSummary, FormRef};
use crate::seal::data_key::DataKey;
use crate::seal::envelope::{Cell, seal};
use crate::secret::Content;
use crate::state::RecordState;
use crate::table::revision;
use crate::write::turn::Turn;

/// The cell of one of a revision's sealed columns.
pub(crate) fn revision_cell<'a>(column: &'static str, revision: &'a str) -> Cell<'a> {
    Cell { table: "revision", column, row: revision }
}

/// Errors keep a record at ERR: the truth is stored, and the record is not complete.
pub(crate) fn state_after(findings: &FindingSummary) -> RecordState {
    if findings.errors > 0 { RecordState::Error } else { RecordState::Complete }
}

/// What a revision row is made of.
pub(crate) struct NewRevision<'a> {
    pub record: &'a str,
    pub patient: &'a str,
    pub number: i64,
    pub form: &'a FormRef,
    pub content: &'a Content,
    pub findings: &'a FindingSummary,
    pub reason: String,
    pub state: RecordState,
}

/// Adds a revision row: contents, finding keys and reason sealed with the patient's key.
pub(crate) async fn add_revision(turn: &mut Turn<'_>, key: &DataKey, new: NewRevision<'_>) -> Result<(), Error> {
    let id = format!("{}.{}", new.record, new.number);
    let keys =
        serde_json::to_string(&new.findings.keys).map_err(|_| Error::Unreadable { table: "revision", column: "findings" })?;
    let row = revision::Model {
        content: seal(key.bytes(), revision_cell("content", &id), new.content.expose().as_bytes())?,
        findings: seal(key.bytes(), revision_cell("findings", &id), keys.as_bytes())?,
        reason: seal(key.bytes(), revision_cell("reason", &id), new.reason.as_bytes())?,
        record: new.record.to_owned(),
        patient: new.patient.to_owned(),
        number: new.number,
        form: new.form.id.clone(),
        form_version: new.form.version.clone(),
        form_digest: new.form.digest.clone(),
        errors: i64::from(new.findings.errors),
        warnings: i64::from(new.findings.warnings),
        state: new.state.word().to_owned(),
        actor: turn.actor.id().to_owned(),
        at: turn.at.0,
        leaf: 0,
        id,
    };
    turn.insert(row).await?;
    Ok(())
}
