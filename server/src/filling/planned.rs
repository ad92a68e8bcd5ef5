//! The calendar of a place, from what was submitted at it, above it and below it. Its own page and the patient's page show it.

use std::collections::HashMap;
use std::sync::Arc;

use engine::schedule::asked;
use engine::schedule::calendar::{Calendar, calendar};
use engine::schedule::records::{Record, Records};
use engine::schedule::schedule::Schedule;
use engine::value::date::Date;
use serde_json::{Map, Value};
use storage::{Patient, Place};

use crate::catalogue::published::Published;
use crate::clock::day_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// The day in Japan on which the reader looks.
///
/// # Errors
/// When the clock says no day.
pub fn today(who: &SignedIn) -> Result<Date, Error> {
    Date::parse(&day_in_japan(who.at.0)).ok_or(Error::Record("the day cannot be read"))
}

/// What was submitted for a patient: one reading serves the calendars of all its places.
pub struct Submitted<'p> {
    patient: &'p Patient,
    /// Form, place, and answers with calculated values, in the order in which the records were opened.
    records: Vec<(Arc<str>, &'p str, Map<String, Value>)>,
}

impl<'p> Submitted<'p> {
    /// Reads the latest revision of every record.
    ///
    /// # Errors
    /// When stored records cannot be read.
    pub async fn load(app: &App, who: &SignedIn, patient: &'p Patient) -> Result<Submitted<'p>, Error> {
        let standing = app.store().list_standing(&who.actor, &patient.id).await?;
        let mut contents: HashMap<&str, _> = standing.iter().map(|row| (row.record.as_str(), &row.content)).collect();
        let mut records = Vec::new();
        for head in &patient.records {
            let Some(content) = contents.remove(head.id.as_str()) else { continue };
            records.push((head.form.id.as_str().into(), head.place.as_str(), Filled::read(content)?.readable()));
        }
        Ok(Submitted { patient, records })
    }

    /// The answers of every record of a form, in the order in which the records were opened.
    pub fn of_form(&self, form: &str) -> Vec<&Map<String, Value>> {
        self.records.iter().filter(|(known, ..)| **known == *form).map(|(.., answers)| answers).collect()
    }

    /// The answers of the record of a form that is nearest: at a place, or above it.
    pub fn nearest(&self, form: &str, place: &Place) -> Option<&Map<String, Value>> {
        self.around(place).into_iter().find_map(|place| {
            self.records.iter().find(|(known, at, _)| **known == *form && **at == *place).map(|(.., answers)| answers)
        })
    }

    /// A place and those above it, nearest first.
    fn around(&self, place: &Place) -> Vec<String> {
        let mut around = vec![place.id.clone()];
        while let Some(next) = around.last().and_then(|last| self.parent(last)).filter(|next| !around.contains(next)) {
            around.push(next);
        }
        around
    }

    fn parent(&self, place: &str) -> Option<String> {
        self.patient.places.iter().find(|other| other.id == place).and_then(|other| other.parent.clone())
    }

    /// What a schedule says about a place on a day.
    pub fn calendar(&self, place: &Place, published: &Published, schedule: &Schedule, today: Date) -> Calendar {
        let records = beside(self.records(place).placed(schedule), schedule.visit_item.is_some());
        let indication = asked::indication(published.registry(), published.products(), &records);
        let forms = indication.map(asked::forms);
        calendar(schedule, &records, forms.as_deref(), today)
    }

    /// The answers with the place of each: at the place, above it and below it, and elsewhere with the levels around both.
    fn records(&self, place: &Place) -> Records {
        let places = &self.patient.places;
        let parent = |id: &str| self.parent(id);
        let around = self.around(place);
        let is_below = |id: &str| {
            let mut next = Some(id.to_owned());
            (0..places.len()).any(|_| {
                let here = next.take();
                next = here.as_deref().and_then(parent);
                here.as_deref() == Some(&*place.id)
            })
        };
        // The levels of the places around both.
        let shared = |id: &str| -> Vec<Arc<str>> {
            let mut next = Some(id.to_owned());
            let chain = (0..places.len()).filter_map(|_| {
                let here = next.take()?;
                next = parent(&here);
                places.iter().find(|place| place.id == here && around.contains(&place.id))
            });
            chain.map(|place| place.level.as_str().into()).collect()
        };
        let record = |(form, at, answers): &(Arc<str>, &str, Map<String, Value>)| {
            let below = is_below(at);
            let elsewhere = (!below && !around.iter().any(|place| place == at)).then(|| shared(at));
            let mut answers = answers.clone();
            // Records of one place belong to one visit: the place stands in for it until the visit is known.
            let visit_place = if below && *at != place.id { Value::from(*at) } else { Value::Null };
            answers.insert(PLACE.to_owned(), visit_place);
            Record { form: form.clone(), visit: None, elsewhere, answers }
        };
        Records { all: self.records.iter().map(record).collect() }
    }
}

const PLACE: &str = "@place";

/// Records at the place of one that says its visit belong to the same visit; those of places that say none belong to none that is known.
/// Where the schedule knows no item that says it (`visit_item`), a form is of one visit, and so is its record.
fn beside(mut records: Records, says_visit: bool) -> Records {
    let told: Vec<(String, Arc<str>)> = records
        .all
        .iter()
        .filter_map(|record| Some((record.answers.get(PLACE)?.as_str()?.to_owned(), record.visit.clone()?)))
        .collect();
    for record in &mut records.all {
        let place = record.answers.remove(PLACE);
        let place = place.as_ref().and_then(Value::as_str);
        if let (true, Some(place), None) = (says_visit, place, &record.visit) {
            let known = told.iter().find(|(at, _)| at == place).map(|(_, visit)| visit.clone());
            record.visit = Some(known.unwrap_or_else(|| "".into()));
        }
    }
    records
}
