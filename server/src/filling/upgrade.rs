//! A record moved to a newer version of its form: what is taken over, what stays behind, and what the new version says about it.
//! Nothing is deleted: answers that do not fit stay in the record's contents, by the version that asked them.

use engine::evaluate::carry::{Carried, carry};
use engine::form::moment::Moment;
use serde_json::Value;

use crate::catalogue::published::PublishedForm;
use crate::content::Filled;
use crate::error::Error;
use crate::filling::judged::Judged;
use crate::filling::opened::Opened;

/// An upgrade that nobody has confirmed yet.
pub struct Upgrade {
    /// The newer version, under the overlay of the patient's treatment.
    pub form: PublishedForm,
    /// What is taken over and what is not.
    pub carried: Carried,
    /// The draft that it would make.
    pub filled: Filled,
    /// What the new version says about it.
    pub judged: Judged,
}

/// The newest version of a record's form, when it is not the one with which the record is filled.
pub fn newest(opened: &Opened) -> Option<PublishedForm> {
    let form = &opened.form.form;
    let latest = opened.published.latest(&form.id)?;
    if latest.form.version <= form.version {
        return None;
    }
    let version = latest.form.version.to_string();
    let asked = opened.treatment().and_then(|(product, disease)| opened.published.asked(&form.id, &version, &product, &disease));
    Some(asked.unwrap_or(latest).clone())
}

/// Prepares the upgrade; nothing when the record is of the newest version.
///
/// # Errors
/// When answers cannot be read.
pub fn prepare(opened: &Opened) -> Result<Option<Upgrade>, Error> {
    let Some(form) = newest(opened) else { return Ok(None) };
    let carried = carry(&opened.form.form, &form.validator, &opened.filled.answers);
    let mut behind = opened.filled.behind.clone();
    if !carried.behind.is_empty() {
        behind.insert(opened.form.form.edition(), Value::Object(carried.behind.clone()));
    }
    let filled = Filled { answers: carried.answers.clone(), reasons: opened.filled.reasons.clone(), behind, ..Filled::default() };
    let read = opened.around.read(&opened.published, &form.form, &opened.record.head.id, &opened.record.head.place, &filled);
    let judged = Judged::of(&form, &filled, &read.context, &opened.today, Moment::Submit)?;
    Ok(Some(Upgrade { form, carried, filled, judged }))
}
