//! Moving a record to a newer version of its form: the preview, and the step itself, which makes a draft and submits nothing.

use axum::extract::{Path, State};
use axum::response::Response;
use engine::form::moment::Moment;
use renderer::record::record::lines;
use serde_json::{Value, json};
use storage::{Change, SaveDraft};

use crate::error::Error;
use crate::filling::opened::Opened;
use crate::filling::{label, upgrade};
use crate::page::{record, reply};
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// `GET /records/{record}/upgrade`.
pub async fn show(State(app): State<App>, who: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let Some(next) = upgrade::prepare(&opened)? else { return Ok(reply::see_other(&opened.address())) };
    let (old, new) = (&opened.form.form, &next.form.form);
    let standing = lines(old, &opened.filled.answers, who.lang);
    let value = |path: &str| standing.iter().find(|line| line.path == path).map(|line| line.value.as_str()).unwrap_or_default();
    let before = opened.judge(Moment::Submit)?.summary().keys;
    let come: Vec<Value> = next
        .judged
        .outcome
        .findings
        .iter()
        .filter(|finding| !before.contains(&finding.key()))
        .map(|finding| json!({ "label": label::of(new, &finding.path, who.lang), "text": finding.message.get(who.lang), "error": finding.is_error() }))
        .collect();
    let renamed = next.carried.renamed.iter();
    let values = json!({
        "title": new.title.get(who.lang),
        "patient": record::patient(&app, &who, &opened.record).await?,
        "fill": opened.address(),
        "upgrade": format!("/records/{id}/upgrade"),
        "from": old.version.to_string(),
        "to": new.version.to_string(),
        "version": opened.version,
        "kept": next.carried.answers.len(),
        "renamed": renamed.map(|(from, to)| json!({ "from": label::of(old, from, who.lang), "to": label::of(new, to, who.lang) })).collect::<Vec<_>>(),
        "left": next.carried.left.iter().map(|path| json!({ "label": label::of(old, path, who.lang), "value": value(path) })).collect::<Vec<_>>(),
        "findings": come,
    });
    reply::screen("upgrade", &who, "patients", values)
}

/// `POST /records/{record}/upgrade`: saves the draft under the newer version.
pub async fn confirm(State(app): State<App>, who: SignedIn, Path(id): Path<String>, form: PostedForm) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let version = form.first("version").parse::<i64>().map_err(|_| Error::UnreadableBody)?;
    if version != opened.version {
        return Err(Error::Stale);
    }
    let Some(next) = upgrade::prepare(&opened)? else { return Ok(reply::see_other(&opened.address())) };
    let save = SaveDraft { record: id, form: next.form.reference(), content: next.filled.write(), expected_version: version };
    write(&app, &who, "", Change::SaveDraft(save)).await?;
    Ok(reply::see_other(&format!("{}?upgraded", opened.address())))
}
