//! Everything that filling a record needs, read once for a request: contents, form version, what rules read of other records and of the
//! revision before, the day.

use std::sync::Arc;

use engine::evaluate::accepted::standing;
use engine::evaluate::ratchet::ACCEPTED;
use engine::form::moment::Moment;
use engine::form::reference::OLD;
use engine::lang::Lang;
use serde_json::{Map, Value};
use storage::{ContextRecord, FormRef, Record, Refusal, Timestamp};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::day_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::filling::around::{Around, Standing};
use crate::filling::consent::Gate;
use crate::filling::judged::Judged;
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
    /// What rules read: answers of other records by name, the revision before (`old`), and the record as it was accepted.
    pub context: Map<String, Value>,
    /// For names that the page binds itself: the records among which it chooses.
    offered: Map<String, Value>,
    /// The revisions that those answers came from.
    pub sources: Map<String, Value>,
    /// All submitted records of the patient.
    pub around: Around,
    /// The same as the storage holds them.
    pub rows: Vec<ContextRecord>,
    /// Now.
    pub at: Timestamp,
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
        let patient = app.store().find_patient(&who.actor, &record.head.patient).await?.ok_or(Error::NotFound)?;
        let rows = app.store().list_standing(&who.actor, &record.head.patient).await?;
        let around = Around::new(patient.places, rows.clone())?;
        let reference = record.draft.as_ref().map_or(&record.head.form, |draft| &draft.form);
        let filled = waiting(&record)?;
        let form = form_of(&published, reference, &record, &filled, &around)?;
        let read = around.read(&published, &form.form, &record.head.id, &record.head.place, &filled);
        let (mut context, offered) = (read.context, read.offered);
        add_accepted(&mut context, &published, &form, &record)?;
        let version = record.draft.as_ref().map_or(0, |draft| draft.version);
        let (sources, at, today) = (read.sources, who.at, day_in_japan(who.at.0));
        Ok(Opened { record, published, form, filled, version, context, offered, sources, around, rows, at, today })
    }

    /// Other answers stand here from now on: which records they read is chosen anew.
    pub fn refill(&mut self, filled: Filled) {
        let head = &self.record.head;
        let read = self.around.read(&self.published, &self.form.form, &head.id, &head.place, &filled);
        let kept = std::mem::take(&mut self.context).into_iter().filter(|(name, _)| *name == OLD || *name == ACCEPTED);
        self.context = read.context.into_iter().chain(kept).collect();
        (self.filled, self.sources, self.offered) = (filled, read.sources, read.offered);
    }

    /// Other records say something else beside this one: what it reads of them is chosen anew. Whether it reads anything else than before.
    pub fn read_beside(&mut self, others: Vec<(ContextRecord, Filled)>) -> bool {
        let mut around = self.around.clone();
        others.into_iter().for_each(|(row, filled)| around.replace(row, filled));
        let head = &self.record.head;
        let read = around.read(&self.published, &self.form.form, &head.id, &head.place, &self.filled);
        let kept = self.context.iter().filter(|(name, _)| **name == *OLD || **name == *ACCEPTED);
        let kept = kept.map(|(name, value)| (name.clone(), value.clone()));
        let context: Map<String, Value> = read.context.into_iter().chain(kept).collect();
        let moved = context != self.context;
        (self.context, self.sources) = (context, read.sources);
        moved
    }

    /// What the page's script reads of other records.
    pub fn page_context(&self) -> Map<String, Value> {
        let mut context = self.form.validator.page_context(&self.context);
        context.extend(self.offered.clone());
        context
    }

    /// What the engine says about the answers as they stand, as at a moment.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn judge(&self, moment: Moment) -> Result<Judged, Error> {
        let mut judged = Judged::of(&self.form, &self.filled, &self.context, &self.today, moment)?;
        judged.kept.sources = self.sources.clone();
        Ok(judged)
    }

    /// Product and disease, from the form that says what a patient is treated with, as far as they are known.
    pub fn treatment(&self) -> Option<(String, String)> {
        treatment(&self.published, &self.record, &self.filled, &self.around)
    }

    /// What people call a place: its level and number.
    pub fn place_label(&self, place: &str, lang: Lang) -> String {
        let Some(place) = self.around.place(place) else { return String::new() };
        let level = self.published.level(&place.level).map_or(place.level.as_str(), |level| level.title.get(lang));
        format!("{level} {}", place.ordinal)
    }

    /// What the patient's consent lets in.
    pub fn gate(&self) -> Gate<'_> {
        let of_form =
            |form: &str| self.around.records().filter(|known| *known.row.form.id == *form).map(Standing::values).collect();
        Gate::of(&self.published, of_form)
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
    around: &Around,
) -> Result<PublishedForm, Error> {
    let found = if record.head.revision > 0 {
        published.find(&reference.id, &reference.version)
    } else {
        let version = reference.version.split('+').next().unwrap_or(&reference.version);
        match treatment(published, record, filled, around) {
            Some((product, disease)) => published.asked(&reference.id, version, &product, &disease),
            None => published.find(&reference.id, version),
        }
    };
    found.cloned().ok_or(Error::Record("its form version is not published"))
}

/// Product and disease, from the form that says what a patient is treated with and for: this record, or one at its place or above.
fn treatment(published: &Published, record: &Record, filled: &Filled, around: &Around) -> Option<(String, String)> {
    let treatment = published.registry()?.treatment.as_ref()?;
    let word = |filled: &Filled, item: &str| filled.value(item).as_ref().and_then(Value::as_str).map(str::to_owned);
    let both = |filled: &Filled| Some((word(filled, &treatment.product)?, word(filled, &treatment.disease)?));
    if record.head.form.id == *treatment.form {
        return both(filled);
    }
    both(&around.nearest(&treatment.form, &record.head.place, &record.head.id)?.filled)
}

fn waiting(record: &Record) -> Result<Filled, Error> {
    let draft = record.draft.as_ref().map(|draft| &draft.content);
    let latest = record.revisions.iter().max_by_key(|revision| revision.number).map(|revision| &revision.content);
    draft.or(latest).map_or_else(|| Ok(Filled::default()), Filled::read)
}

/// For a correction: the revision before, as rules read it (`old.x`), and as the ratchet compares with it.
fn add_accepted(
    context: &mut Map<String, Value>,
    published: &Published,
    form: &PublishedForm,
    record: &Record,
) -> Result<(), Error> {
    let Some(latest) = record.revisions.iter().max_by_key(|revision| revision.number) else { return Ok(()) };
    let Some(then) = published.find(&latest.form.id, &latest.form.version) else { return Ok(()) };
    let stood = Filled::read(&latest.content)?;
    let keys = latest.findings.keys.iter().cloned();
    let before = standing(&then.form, &form.validator, &stood.answers, &stood.calculated, &stood.read, keys);
    context.insert(OLD.to_owned(), Value::Object(before.values));
    context.insert(ACCEPTED.to_owned(), before.record.to_json());
    Ok(())
}
