//! Submitting: what is kept, how the findings stand, and who the patient is when this is the form that says so.

use serde_json::Value;
use storage::{Change, Identity, SubmitRevision, Suspect, Written};

use crate::catalogue::published::{Published, PublishedForm};
use crate::content::Filled;
use crate::error::Error;
use crate::filling::judged::Judged;
use crate::filling::opened::Opened;
use crate::filling::ripple::Rippled;
use crate::session::language::pick;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// Submits a judged draft as a revision, with what it changes elsewhere. A record with errors is kept as ERR: the truth is never refused.
///
/// # Errors
/// When the patient's consent does not let a first submission in, the record moved on, a correction has no reason, or the storage cannot.
pub async fn submit(
    app: &App,
    who: &SignedIn,
    opened: &Opened,
    judged: &Judged,
    rippled: &[Rippled],
    version: i64,
    reason: &str,
) -> Result<Written, Error> {
    if !opened.is_correction() {
        opened.gate().pass(&opened.form.form.id)?;
    }
    let findings = judged.summary();
    let because = format!("{} {}", pick(who.lang, "再計算:元の訂正", "recalculated after"), opened.form.form.title.get(who.lang));
    let form = opened.form.reference();
    app.metrics().found(&form.id, "error", u64::from(findings.errors));
    app.metrics().found(&form.id, "warning", u64::from(findings.warnings));
    let submit = SubmitRevision {
        record: opened.record.head.id.clone(),
        form,
        content: judged.kept.write(),
        findings,
        expected_revision: opened.record.head.revision,
        expected_draft: Some(version),
        restated: rippled.iter().filter_map(|other| other.restated(&because)).collect(),
        identity: identity(&opened.published, &opened.form, &judged.kept),
    };
    write(app, who, reason, Change::SubmitRevision(submit)).await
}

/// Other patients who may be the person of this registration form.
///
/// # Errors
/// What the storage cannot do.
pub async fn suspects(app: &App, who: &SignedIn, opened: &Opened, judged: &Judged) -> Result<Vec<Suspect>, Error> {
    let Some(identity) = identity(&opened.published, &opened.form, &judged.kept) else { return Ok(Vec::new()) };
    let found = app.store().list_suspects(&who.actor, &identity).await?;
    Ok(found.into_iter().filter(|suspect| suspect.patient != opened.record.head.patient).collect())
}

/// Who the patient is, as `registry.yaml` maps items of the registration form; nothing for any other form.
pub fn identity(published: &Published, form: &PublishedForm, filled: &Filled) -> Option<Identity> {
    let registry = published.registry()?;
    if registry.identity_form.as_deref() != Some(&*form.form.id) {
        return None;
    }
    let part = |name: &str| filled.answers.get(&**registry.identity.get(name)?).and_then(Value::as_str).map(str::to_owned);
    Some(Identity {
        family_name: part("family_name"),
        given_name: part("given_name"),
        family_kana: part("family_kana"),
        given_kana: part("given_kana"),
        birth_date: part("birth_date"),
        mrn: part("mrn"),
    })
}
