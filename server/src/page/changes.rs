//! What a correction changed: two revisions side by side, each read in its own form version.

use axum::extract::{Path, State};
use axum::response::Response;
use engine::lang::Lang;
use serde_json::{Value, json};
use storage::{Record, Revision};

use crate::catalogue::published::Published;
use crate::content::Filled;
use crate::error::Error;
use crate::page::{record, reply};
use crate::reading::rows::Row;
use crate::reading::{changes, rows};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /records/{record}/revisions/{number}/changes`: against the revision before.
pub async fn show(State(app): State<App>, who: SignedIn, Path((id, number)): Path<(String, i64)>) -> Result<Response, Error> {
    let found = record::load(&app, &who, &id).await?;
    let published = app.catalogue().current(app.store()).await?;
    let after = revision(&found, number)?;
    let before = revision(&found, number - 1)?;
    let changed = changes::between(&read(&published, before, who.lang)?, &read(&published, after, who.lang)?);
    let values = json!({
        "title": record::title(&published, &found, who.lang),
        "patient": record::patient(&app, &who, &found).await?,
        "record": format!("/records/{id}"),
        "from": record::row(&id, before),
        "to": record::row(&id, after),
        "rows": changed.iter().map(values).collect::<Vec<_>>(),
    });
    reply::screen("changes", &who, "patients", values)
}

fn values(change: &changes::Change) -> Value {
    json!({ "path": change.path, "label": change.label, "before": change.before, "after": change.after })
}

/// A revision of a record by its number.
///
/// # Errors
/// [`Error::NotFound`].
pub fn revision(record: &Record, number: i64) -> Result<&Revision, Error> {
    record.revisions.iter().find(|revision| revision.number == number).ok_or(Error::NotFound)
}

fn read(published: &Published, revision: &Revision, lang: Lang) -> Result<Vec<Row>, Error> {
    let form =
        published.find(&revision.form.id, &revision.form.version).ok_or(Error::Record("its form version is not published"))?;
    Ok(rows::of(&form.form, &Filled::read(&revision.content)?.answers, lang))
}
