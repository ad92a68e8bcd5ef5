//! The calendar of a place, from what was submitted at it, above it and below it. Its own page and the patient's page show it.

use std::sync::Arc;

use engine::schedule::asked;
use engine::schedule::calendar::{Calendar, calendar};
use engine::schedule::records::{Record, Records};
use engine::schedule::schedule::Schedule;
use engine::value::date::Date;
use serde_json::Value;
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

/// What a schedule says about a place today.
///
/// # Errors
/// When stored records cannot be read.
pub async fn calendar_of(
    app: &App,
    who: &SignedIn,
    patient: &Patient,
    place: &Place,
    published: &Published,
    schedule: &Schedule,
) -> Result<Calendar, Error> {
    let records = records(app, who, patient, place).await?.placed(schedule);
    let records = beside(records, schedule.visit_item.is_some());
    let indication = asked::indication(published.registry(), published.products(), &records);
    let forms = indication.map(asked::forms);
    Ok(calendar(schedule, &records, forms.as_deref(), today(who)?))
}

/// The latest submitted answers of the patient, with the place of each: at the place, above it and below it, and elsewhere with the levels around both.
async fn records(app: &App, who: &SignedIn, patient: &Patient, place: &Place) -> Result<Records, Error> {
    let parent = |id: &str| patient.places.iter().find(|other| other.id == id).and_then(|other| other.parent.clone());
    let mut around = vec![place.id.clone()];
    while let Some(next) = around.last().and_then(|last| parent(last)).filter(|next| !around.contains(next)) {
        around.push(next);
    }
    let is_below = |id: &str| {
        let mut next = Some(id.to_owned());
        (0..patient.places.len()).any(|_| {
            let here = next.take();
            next = here.as_deref().and_then(parent);
            here.as_deref() == Some(&*place.id)
        })
    };
    // The levels of the places around both.
    let shared = |id: &str| -> Vec<Arc<str>> {
        let mut next = Some(id.to_owned());
        let chain = (0..patient.places.len()).filter_map(|_| {
            let here = next.take()?;
            next = parent(&here);
            patient.places.iter().find(|place| place.id == here && around.contains(&place.id))
        });
        chain.map(|place| place.level.as_str().into()).collect()
    };
    let mut all = Vec::new();
    for head in patient.records.iter().filter(|head| head.revision > 0) {
        let is_elsewhere = !around.contains(&head.place) && !is_below(&head.place);
        let elsewhere = is_elsewhere.then(|| shared(&head.place));
        let Some(record) = app.store().find_record(&who.actor, &head.id).await? else { continue };
        let Some(latest) = record.revisions.iter().max_by_key(|revision| revision.number) else { continue };
        let mut answers = Filled::read(&latest.content)?.readable();
        // Records of one place belong to one visit: the place stands in for it until the visit is known.
        answers.insert(
            PLACE.to_owned(),
            if is_below(&head.place) && head.place != place.id { head.place.clone().into() } else { Value::Null },
        );
        all.push(Record { form: head.form.id.as_str().into(), visit: None, elsewhere, answers });
    }
    Ok(Records { all })
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
