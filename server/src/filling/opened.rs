//! Everything that filling a record needs, read once for a request: contents, form version, answers of the forms above, the day.

use std::sync::Arc;

use serde_json::{Map, Value};
use storage::{ContextRecord, FormRef, Record, Refusal};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::day_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// A record opened for filling.
pub struct Opened {
    /// The record.
    pub record: Record,
    /// What is published.
    pub published: Arc<Published>,
    /// The form version with which it is filled: that of its draft, else that of the record.
    pub form: PublishedForm,
    /// The draft, else the latest revision, else nothing yet.
    pub filled: Filled,
    /// Version of the draft; 0 when there is none.
    pub version: i64,
    /// The answers of other forms that rules read, by form and item.
    pub context: Map<String, Value>,
    /// The day in Japan.
    pub today: String,
}

impl Opened {
    /// Opens a record that the reader may fill.
    ///
    /// # Errors
    /// Absent and another site's records are not found; locked ones refuse.
    pub async fn load(app: &App, who: &SignedIn, id: &str) -> Result<Opened, Error> {
        gate::allow(who, Right::ReadRecords)?;
        let record = app.store().find_record(&who.actor, id).await?.ok_or(Error::NotFound)?;
        gate::allow(who, Right::FillRecords)?;
        if record.head.state.is_closed() {
            return Err(Error::Refused(Refusal::Locked));
        }
        let published = app.catalogue().current(app.store()).await?;
        let reference = record.draft.as_ref().map_or(&record.head.form, |draft| &draft.form);
        let filled = standing(&record)?;
        let above = app.store().list_context(&who.actor, &record.head.place).await?;
        let form = form_of(&published, reference, &record, &filled, &above)?;
        let context = context_of(&form, &record, &above)?;
        let version = record.draft.as_ref().map_or(0, |draft| draft.version);
        Ok(Opened { record, published, form, filled, version, context, today: day_in_japan(who.at.0) })
    }

    /// A submitted record is being corrected.
    pub fn is_correction(&self) -> bool {
        self.record.head.revision > 0
    }

    /// The address of its fill page.
    pub fn address(&self) -> String {
        format!("/records/{}/fill", self.record.head.id)
    }
}

/// The form that is asked. What was submitted is corrected as it was asked; before that, the treatment decides which overlay lies over it.
fn form_of(
    published: &Published,
    reference: &FormRef,
    record: &Record,
    filled: &Filled,
    above: &[ContextRecord],
) -> Result<PublishedForm, Error> {
    let found = if record.head.revision > 0 {
        published.find(&reference.id, &reference.version)
    } else {
        let version = reference.version.split('+').next().unwrap_or(&reference.version);
        match treatment(published, record, filled, above)? {
            Some((product, disease)) => published.asked(&reference.id, version, &product, &disease),
            None => published.find(&reference.id, version),
        }
    };
    found.cloned().ok_or(Error::Record("its form version is not published"))
}

/// Product and disease, from the form that says what a patient is treated with: this record, or one at its place or above.
fn treatment(
    published: &Published,
    record: &Record,
    filled: &Filled,
    above: &[ContextRecord],
) -> Result<Option<(String, String)>, Error> {
    let Some(treatment) = published.registry().and_then(|registry| registry.treatment.as_ref()) else { return Ok(None) };
    let word = |filled: &Filled, item: &str| filled.value(item).as_ref().and_then(Value::as_str).map(str::to_owned);
    let both = |filled: &Filled| Some((word(filled, &treatment.product)?, word(filled, &treatment.disease)?));
    if record.head.form.id == *treatment.form {
        return Ok(both(filled));
    }
    let mut of_form = above.iter().filter(|other| other.form.id == *treatment.form && other.record != record.head.id);
    let here = of_form.clone().find(|other| other.place == record.head.place);
    let Some(source) = here.or_else(|| of_form.next()) else { return Ok(None) };
    Ok(both(&Filled::read(&source.content)?))
}

fn standing(record: &Record) -> Result<Filled, Error> {
    let draft = record.draft.as_ref().map(|draft| &draft.content);
    let latest = record.revisions.iter().max_by_key(|revision| revision.number).map(|revision| &revision.content);
    draft.or(latest).map_or_else(|| Ok(Filled::default()), Filled::read)
}

/// Only the items that the form's rules read leave their own form; the record's own place counts before the places above it.
fn context_of(form: &PublishedForm, record: &Record, above: &[ContextRecord]) -> Result<Map<String, Value>, Error> {
    let mut context = Map::new();
    for import in &form.form.imports {
        let mut of_form = above.iter().filter(|other| other.form.id == *import.form && other.record != record.head.id);
        let here = of_form.clone().find(|other| other.place == record.head.place);
        let Some(source) = here.or_else(|| of_form.next()) else { continue };
        if let Some(answer) = Filled::read(&source.content)?.value(&import.item.id) {
            let answers = context.entry(import.form.to_string()).or_insert_with(|| Value::Object(Map::new()));
            if let Some(answers) = answers.as_object_mut() {
                answers.insert(import.item.id.to_string(), answer);
            }
        }
    }
    Ok(context)
}
