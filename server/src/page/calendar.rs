//! The calendar of a place: visits with their windows, what answers have made due, what has ended, as the schedule of its level says.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use engine::lang::Text;
use engine::schedule::asked;
use engine::schedule::calendar::{Calendar, Ended, FormDue, calendar};
use engine::schedule::records::{Record, Records};
use engine::schedule::schedule::Schedule;
use engine::value::date::Date;
use serde_json::{Value, json};
use storage::{Patient, Place};

use crate::catalogue::published::Published;
use crate::clock::day_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::page::{person, reply};
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /places/{place}/calendar`.
pub async fn show(State(app): State<App>, who: SignedIn, Path(place): Path<String>) -> Result<Response, Error> {
    gate::allow(&who, Right::ReadRecords)?;
    let place = app.store().find_place(&who.actor, &place).await?.ok_or(Error::NotFound)?;
    let patient = app.store().find_patient(&who.actor, &place.patient).await?.ok_or(Error::NotFound)?;
    let published = app.catalogue().current(app.store()).await?;
    let schedule = published.schedule_of(&place.level).ok_or(Error::NotFound)?;
    let records = records(&app, &who, &patient, &place).await?.placed(schedule);
    let records = beside(records);
    let indication = asked::indication(published.registry(), published.products(), &records);
    let forms = indication.map(asked::forms);
    let today = Date::parse(&day_in_japan(who.at.0)).ok_or(Error::Record("the day cannot be read"))?;
    let calendar = calendar(schedule, &records, forms.as_deref(), today);
    let mut values = values(&who, &published, schedule, &calendar);
    if let Value::Object(fields) = &mut values {
        fields.insert("patient".into(), person::values(&patient.id, patient.identity.as_ref()));
        fields.insert("back".into(), format!("/patients/{}", patient.id).into());
        fields.extend(reply::chrome(&who, "patients"));
    }
    let drawing = renderer::timeline::svg(&calendar, who.lang, today);
    Ok(Html(renderer::template::screen_around("calendar", who.lang, &values, &drawing)?).into_response())
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
fn beside(mut records: Records) -> Records {
    let told: Vec<(String, Arc<str>)> = records
        .all
        .iter()
        .filter_map(|record| Some((record.answers.get(PLACE)?.as_str()?.to_owned(), record.visit.clone()?)))
        .collect();
    for record in &mut records.all {
        let place = record.answers.remove(PLACE);
        let place = place.as_ref().and_then(Value::as_str);
        if let (Some(place), None) = (place, &record.visit) {
            let known = told.iter().find(|(at, _)| at == place).map(|(_, visit)| visit.clone());
            record.visit = Some(known.unwrap_or_else(|| "".into()));
        }
    }
    records
}

fn both(text: &Text) -> Value {
    json!({ "ja": &*text.ja, "en": &*text.en })
}

fn ended(ended: &Ended) -> Value {
    json!({
        "title": both(&ended.title), "day": ended.day.to_string(), "resumed": ended.resumed.map(|day| day.to_string()),
    })
}

fn values(who: &SignedIn, published: &Published, schedule: &Schedule, calendar: &Calendar) -> Value {
    let title = |form: &str| published.latest(form).map_or(form.to_owned(), |found| found.form.title.get(who.lang).to_owned());
    let forms = |forms: &[FormDue]| -> Value {
        forms.iter().map(|form| json!({ "title": title(&form.form), "done": form.done, "perhaps": form.perhaps })).collect()
    };
    let visits = calendar.visits.iter().map(|visit| {
        let [earliest, target, latest, deadline] = visit.days.map(|day| day.to_string());
        json!({
            "title": both(&visit.title), "earliest": earliest, "target": target, "latest": latest, "deadline": deadline,
            "state": visit.state.word(), "state_text": both(&visit.state.text()), "forms": forms(&visit.forms),
        })
    });
    let events = calendar.events.iter().map(|event| {
        json!({
            "title": both(&event.title), "visit": event.visit, "known": event.known.map(|day| day.to_string()),
            "deadline": event.deadline.map(|day| day.to_string()), "due": both(&event.due.words()),
            "state": event.state.word(), "state_text": both(&event.state.text()), "forms": forms(&event.forms),
        })
    });
    json!({
        "heading": schedule.title.get(who.lang),
        "visits": visits.collect::<Vec<_>>(),
        "events": events.collect::<Vec<_>>(),
        "ended": calendar.ended.iter().map(ended).collect::<Vec<_>>(),
    })
}
