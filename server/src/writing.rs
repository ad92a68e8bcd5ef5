//! Every change that a page asks for goes to `storage::write` from here: with the person, the moment and the reason, counted and logged.

use storage::{Change, WriteRequest, Written};

use crate::error::Error;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// Asks the storage for a change in the reader's name.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn write(app: &App, who: &SignedIn, reason: &str, change: Change) -> Result<Written, Error> {
    let kind = kind(&change);
    let request = WriteRequest { actor: who.actor.clone(), at: who.at, reason: reason.to_owned(), change };
    let outcome = app.store().write(request).await;
    let result = match &outcome {
        Ok(_) => "written",
        Err(storage::Error::Refused(_)) => "refused",
        Err(_) => "failed",
    };
    app.metrics().wrote(kind, result);
    let written = outcome?;
    tracing::info!(change = kind, row.id = written.id, version = written.version, account.id = who.actor.id(), "written");
    Ok(written)
}

fn kind(change: &Change) -> &'static str {
    match change {
        Change::RegisterPatient(_) => "patient.register",
        Change::OpenPlace(_) => "place.open",
        Change::OpenRecord(_) => "record.open",
        Change::SaveDraft(_) => "draft.save",
        Change::DiscardDraft(_) => "draft.discard",
        Change::SubmitRevision(_) => "revision.submit",
        Change::AddAttachment(_) => "attachment.add",
        Change::EndSession(_) => "session.end",
        _ => "other",
    }
}
