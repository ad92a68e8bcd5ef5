//! A record and its history: every revision with who, when and why.

use axum::extract::{Path, State};
use axum::response::Response;
use engine::lang::Lang;
use serde_json::{Value, json};
use storage::{Record, Revision};

use crate::catalogue::published::Published;
use crate::clock::minute_in_japan;
use crate::error::Error;
use crate::page::{person, reply};
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /records/{record}`.
pub async fn show(State(app): State<App>, who: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let record = load(&app, &who, &id).await?;
    let published = app.catalogue().current(app.store()).await?;
    let draft = record
        .draft
        .as_ref()
        .map(|draft| json!({ "version": draft.version, "at": minute_in_japan(draft.saved_at.0), "by": draft.saved_by_name }));
    let values = json!({
        "title": title(&published, &record, who.lang),
        "patient": patient(&app, &who, &record).await?,
        "state_code": record.head.state.word(),
        "revisions": record.revisions.iter().rev().map(|revision| row(&id, revision)).collect::<Vec<_>>(),
        "draft": draft,
        "fill": format!("/records/{id}/fill"),
        "discard": format!("/records/{id}/discard"),
        "may_write": gate::may(&who, Right::FillRecords) && !record.head.state.is_closed(),
    });
    reply::screen("record", &who, "patients", values)
}

/// A record that the reader may read; absent and another site's are the same.
///
/// # Errors
/// [`Error::NotFound`], or what the storage cannot do.
pub async fn load(app: &App, who: &SignedIn, id: &str) -> Result<Record, Error> {
    gate::allow(who, Right::ReadRecords)?;
    app.store().find_record(&who.actor, id).await?.ok_or(Error::NotFound)
}

/// The form's title, in the version of the record.
pub fn title(published: &Published, record: &Record, lang: Lang) -> String {
    let form = &record.head.form;
    published.find(&form.id, &form.version).map_or(form.id.clone(), |found| found.title_of(record.head.ordinal, lang))
}

/// The heading of the record's patient.
///
/// # Errors
/// What the storage cannot do.
pub async fn patient(app: &App, who: &SignedIn, record: &Record) -> Result<Value, Error> {
    let patient = app.store().find_patient(&who.actor, &record.head.patient).await?;
    Ok(person::values(&record.head.patient, patient.as_ref().and_then(|found| found.identity.as_ref())))
}

/// One revision in the words of the history.
pub fn row(record: &str, revision: &Revision) -> Value {
    let href = format!("/records/{record}/revisions/{}", revision.number);
    json!({
        "number": revision.number,
        "at": minute_in_japan(revision.at.0),
        "by": revision.actor_name,
        "reason": revision.reason.expose(),
        "state": revision.state.word(),
        "version": revision.form.version,
        "digest": revision.form.digest,
        "errors": revision.findings.errors,
        "warnings": revision.findings.warnings,
        "diff": (revision.number > 1).then(|| format!("{href}/changes")),
        "href": href,
    })
}
