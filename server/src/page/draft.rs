//! A draft's own addresses: the background saving of the fill page's script, and throwing the draft of a correction away.

use axum::extract::{Path, State};
use axum::response::Response;
use renderer::fields::fields;
use serde_json::json;
use storage::{Change, DiscardDraft};

use crate::clock::minute_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::filling::opened::Opened;
use crate::filling::saving;
use crate::page::reply;
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// `POST /records/{record}/discard`: throws away the draft of a correction; the submitted revisions stand as they were.
pub async fn discard(State(app): State<App>, who: SignedIn, Path(id): Path<String>, form: PostedForm) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let expected_version = form.first("version").parse().map_err(|_| Error::UnreadableBody)?;
    if !opened.is_correction() {
        return Err(Error::NotFound);
    }
    write(&app, &who, "", Change::DiscardDraft(DiscardDraft { record: id.clone(), expected_version })).await?;
    Ok(reply::see_other(&format!("/records/{id}")))
}

/// `POST /records/{record}/draft`: `{"version": 3, "saved_at": "10:15"}`, or 409 when somebody saved in between.
pub async fn save(State(app): State<App>, who: SignedIn, Path(id): Path<String>, form: PostedForm) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let posted = fields::decode(&opened.form.form, &form.0);
    let behind = opened.filled.behind.clone();
    let filled = Filled { answers: posted.answers, reasons: posted.reasons, reason: posted.reason, behind, ..Filled::default() };
    let version = saving::draft(&app, &who, &opened, &filled, posted.version).await?;
    let at = minute_in_japan(who.at.0);
    Ok(reply::json(&json!({ "version": version, "saved_at": at.split(' ').next_back() })))
}
