//! The background saving of the fill page's script: the same fields, answered with the new draft version.

use axum::extract::{Path, State};
use axum::response::Response;
use renderer::fields::fields;
use serde_json::json;

use crate::clock::minute_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::filling::opened::Opened;
use crate::filling::saving;
use crate::page::reply;
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `POST /records/{record}/draft`: `{"version": 3, "saved_at": "10:15"}`, or 409 when somebody saved in between.
pub async fn save(State(app): State<App>, who: SignedIn, Path(id): Path<String>, form: PostedForm) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let posted = fields::decode(&opened.form.form, &form.0);
    let filled = Filled { answers: posted.answers, reasons: posted.reasons, reason: posted.reason, ..Filled::default() };
    let version = saving::draft(&app, &who, &opened, &filled, posted.version).await?;
    let at = minute_in_japan(who.at.0);
    Ok(reply::json(&json!({ "version": version, "saved_at": at.split(' ').next_back() })))
}
