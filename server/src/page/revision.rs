//! One revision, read in the form version with which it was filled.

use axum::extract::{Path, State};
use axum::response::Response;
use engine::form::form::Form;
use engine::lang::Lang;
use renderer::record::record::{Line, lines};
use serde_json::{Value, json};

use crate::content::Filled;
use crate::error::Error;
use crate::filling::label;
use crate::page::changes::revision;
use crate::page::{record, reply};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /records/{record}/revisions/{number}`.
pub async fn show(State(app): State<App>, who: SignedIn, Path((id, number)): Path<(String, i64)>) -> Result<Response, Error> {
    let found = record::load(&app, &who, &id).await?;
    let published = app.catalogue().current(app.store()).await?;
    let revision = revision(&found, number)?;
    let form =
        published.find(&revision.form.id, &revision.form.version).ok_or(Error::Record("its form version is not published"))?;
    let filled = Filled::read(&revision.content)?;
    let lines = lines(&form.form, &filled.readable(), who.lang);
    let values = json!({
        "title": form.form.title.get(who.lang),
        "patient": record::patient(&app, &who, &found).await?,
        "record": format!("/records/{id}"),
        "revision": record::row(&id, revision),
        "sections": sections(&lines),
        "reasons": reasons(&form.form, &filled, who.lang),
    });
    reply::screen("revision", &who, "patients", values)
}

/// Lines under the titles of their sections.
fn sections(lines: &[Line]) -> Vec<Value> {
    let parts = lines.chunk_by(|a, b| a.section == b.section);
    parts.map(|part| json!({ "title": part.first().map(|line| line.section.as_str()), "rows": part.iter().map(Line::to_json).collect::<Vec<_>>() })).collect()
}

/// Why warnings were left as they are, by the label of their item.
fn reasons(form: &Form, filled: &Filled, lang: Lang) -> Vec<Value> {
    let label = |key: &str| key.split_once('@').map_or_else(|| key.to_owned(), |(_, path)| label::of(form, path, lang));
    filled.reasons.iter().map(|(key, reason)| json!({ "label": label(key), "reason": reason })).collect()
}
