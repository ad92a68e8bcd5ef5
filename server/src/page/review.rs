//! Before a submission is final: its errors, the answers it leaves out, the checks that stay undecided, a possible double registration,
//! and, for a correction, the reason. What is confirmed is the saved draft of exactly the version that was shown.

use axum::extract::{Path, State};
use axum::response::Response;
use engine::evaluate::Finding;
use engine::evaluate::outcome::{Need, Undecided};
use engine::form::form::Form;
use engine::lang::Lang;
use renderer::record::record::lines;
use serde_json::{Value, json};

use crate::error::Error;
use crate::filling::judged::Judged;
use crate::filling::opened::Opened;
use crate::filling::ripple::{self, Rippled};
use crate::filling::{label, submission};
use crate::page::{record, reply};
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// Is there anything that the person should see before this draft is submitted?
///
/// # Errors
/// What the storage cannot do.
pub async fn is_needed(app: &App, who: &SignedIn, opened: &Opened, judged: &Judged, rippled: &[Rippled]) -> Result<bool, Error> {
    let unsaid = opened.is_correction() && opened.filled.reason.trim().is_empty();
    let something = judged.outcome.has_errors() || !judged.left_out.is_empty() || !judged.outcome.undecided.is_empty();
    Ok(unsaid || something || !rippled.is_empty() || !submission::suspects(app, who, opened, judged).await?.is_empty())
}

/// `GET /records/{record}/review`.
pub async fn show(State(app): State<App>, who: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let mut opened = Opened::load(&app, &who, &id).await?;
    page(&app, &who, &mut opened, false).await
}

/// `POST /records/{record}/review`: submits.
pub async fn confirm(State(app): State<App>, who: SignedIn, Path(id): Path<String>, form: PostedForm) -> Result<Response, Error> {
    let mut opened = Opened::load(&app, &who, &id).await?;
    let version = form.first("version").parse::<i64>().map_err(|_| Error::UnreadableBody)?;
    if opened.record.draft.is_none() || version != opened.version {
        return Err(Error::Stale);
    }
    let reason = form.first("reason").trim();
    if opened.is_correction() && reason.is_empty() {
        return page(&app, &who, &mut opened, true).await;
    }
    let (judged, rippled) = ripple::settle(&mut opened)?;
    if judged.unexplained().next().is_some() {
        return Ok(reply::see_other(&format!("{}?show=all&ask=reasons", opened.address())));
    }
    submission::submit(&app, &who, &opened, &judged, &rippled, version, reason).await?;
    Ok(reply::see_other(&format!("/records/{id}")))
}

async fn page(app: &App, who: &SignedIn, opened: &mut Opened, reason_missing: bool) -> Result<Response, Error> {
    if opened.record.draft.is_none() {
        return Ok(reply::see_other(&opened.address()));
    }
    let (judged, rippled) = ripple::settle(opened)?;
    let form = &opened.form.form;
    let suspects = submission::suspects(app, who, opened, &judged).await?;
    let findings = |errors: bool| -> Vec<Value> {
        judged.outcome.findings.iter().filter(|f| f.is_error() == errors).map(|f| finding(opened, f, &judged, who.lang)).collect()
    };
    let values = json!({
        "title": form.title.get(who.lang),
        "patient": record::patient(app, who, &opened.record).await?,
        "fill": opened.address(),
        "confirm": format!("/records/{}/review", opened.record.head.id),
        "version": opened.version,
        "correction": opened.is_correction(),
        "reason": opened.filled.reason,
        "reason_missing": reason_missing,
        "errors": findings(true),
        "warnings": findings(false),
        "hidden": left_out(opened, &judged, who.lang),
        "undecided": judged.outcome.undecided.iter().map(|check| undecided(form, check, who.lang)).collect::<Vec<_>>(),
        "rippled": rippled.iter().map(|other| elsewhere(opened, other, who.lang)).collect::<Vec<_>>(),
        "suspects": suspects.iter().map(|suspect| suspect.patient.as_str()).collect::<Vec<_>>(),
    });
    reply::screen("review", who, "patients", values)
}

fn finding(opened: &Opened, finding: &Finding, judged: &Judged, lang: Lang) -> Value {
    json!({
        "label": label::of(&opened.form.form, &finding.path, lang),
        "href": format!("{}?show=all#item.{}", opened.address(), finding.path),
        "text": finding.message.get(lang),
        "reason": judged.kept.reasons.get(&finding.key()),
    })
}

/// What changes on another record: findings in words, calculated values before and after.
fn elsewhere(opened: &Opened, other: &Rippled, lang: Lang) -> Value {
    let form = &other.form.form;
    let told = |key: &String| {
        let (code, path) = key.split_once('@').unwrap_or((key, ""));
        let found =
            other.judged.outcome.findings.iter().find(|finding| finding.key() == *key).map(|finding| finding.message.clone());
        let message = found.or_else(|| form.checks.iter().find(|check| *check.id == *code).map(|check| check.message.clone()));
        json!({ "label": label::of(form, path, lang), "text": message.map(|text| text.get(lang).to_owned()) })
    };
    let shown = |path: &str, value: &Option<Value>| {
        let one = value.iter().map(|value| (path.to_owned(), value.clone())).collect();
        lines(form, &one, lang).first().map(|line| line.value.clone())
    };
    let calculated = other.calculated.iter().map(|(path, before, after)| {
        json!({ "label": label::of(form, path, lang), "before": shown(path, before), "after": shown(path, after) })
    });
    json!({
        "title": form.title.get(lang),
        "place": opened.place_label(&other.row.place, lang),
        "href": format!("/records/{}", other.row.record),
        "closed": other.is_closed(),
        "come": other.come.iter().map(told).collect::<Vec<_>>(),
        "gone": other.gone.iter().map(told).collect::<Vec<_>>(),
        "calculated": calculated.collect::<Vec<_>>(),
    })
}

fn left_out(opened: &Opened, judged: &Judged, lang: Lang) -> Vec<Value> {
    let form = &opened.form.form;
    let standing = lines(form, &opened.filled.answers, lang);
    let value = |path: &str| standing.iter().find(|line| line.path == path).map(|line| line.value.as_str()).unwrap_or_default();
    judged.left_out.iter().map(|path| json!({ "label": label::of(form, path, lang), "value": value(path) })).collect()
}

fn undecided(form: &Form, undecided: &Undecided, lang: Lang) -> Value {
    let text =
        form.checks.iter().find(|check| check.id == undecided.check).map(|check| check.message.get(lang)).unwrap_or_default();
    let needs: Vec<String> = undecided.needs.iter().map(|need| needed(form, *need, lang)).collect();
    json!({ "text": text, "needs": needs })
}

fn needed(form: &Form, need: Need, lang: Lang) -> String {
    match need {
        Need::Own(place) => label::of(form, &place.path(form), lang),
        Need::Import(at) => {
            form.imports.get(usize::from(at)).map(|import| import.item.label.get(lang).to_owned()).unwrap_or_default()
        }
    }
}
