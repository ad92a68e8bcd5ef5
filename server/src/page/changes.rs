//! What a correction changed: two revisions side by side, read in the form version of the later one.

use axum::extract::{Path, State};
use axum::response::Response;
use renderer::record::history;
use serde_json::json;
use storage::{Record, Revision};

use crate::content::Filled;
use crate::error::Error;
use crate::page::{record, reply};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /records/{record}/revisions/{number}/changes`: against the revision before.
pub async fn show(State(app): State<App>, who: SignedIn, Path((id, number)): Path<(String, i64)>) -> Result<Response, Error> {
    let found = record::load(&app, &who, &id).await?;
    let published = app.catalogue().current(app.store()).await?;
    let after = revision(&found, number)?;
    let before = revision(&found, number - 1)?;
    let form = published.find(&after.form.id, &after.form.version).ok_or(Error::Record("its form version is not published"))?;
    let (earlier, later) = (Filled::read(&before.content)?, Filled::read(&after.content)?);
    let changed = history::changes(&form.form, &earlier.readable(), &later.readable(), who.lang);
    let values = json!({
        "title": record::title(&published, &found, who.lang),
        "patient": record::patient(&app, &who, &found).await?,
        "record": format!("/records/{id}"),
        "from": record::row(&id, before),
        "to": record::row(&id, after),
        "rows": changed.iter().map(history::Change::to_json).collect::<Vec<_>>(),
    });
    reply::screen("changes", &who, "patients", values)
}

/// A revision of a record by its number.
///
/// # Errors
/// [`Error::NotFound`].
pub fn revision(record: &Record, number: i64) -> Result<&Revision, Error> {
    record.revisions.iter().find(|revision| revision.number == number).ok_or(Error::NotFound)
}
