//! The calendar of a place: visits with their windows, what answers have made due, what has ended, as the schedule of its level says.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use engine::schedule::calendar::{Calendar, Ended, FormDue};
use engine::schedule::schedule::Schedule;
use serde_json::{Value, json};

use crate::catalogue::published::Published;
use crate::error::Error;
use crate::filling::planned::{Submitted, today};
use crate::page::reply::both;
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
    let today = today(&who)?;
    let calendar = Submitted::load(&app, &who, &patient).await?.calendar(&place, &published, schedule, today);
    let mut values = values(&who, &published, schedule, &calendar);
    if let Value::Object(fields) = &mut values {
        fields.insert("patient".into(), person::values(&patient.id, patient.identity.as_ref()));
        fields.insert("back".into(), format!("/patients/{}", patient.id).into());
        fields.extend(reply::chrome(&who, "patients"));
    }
    let drawing = renderer::timeline::svg(&calendar, who.lang, today);
    Ok(Html(renderer::template::screen_around("calendar", who.lang, &values, &drawing)?).into_response())
}

fn ended(ended: &Ended) -> Value {
    json!({
        "title": both(&ended.title), "day": ended.day.to_string(), "resumed": ended.resumed.map(|day| day.to_string()),
    })
}

fn values(who: &SignedIn, published: &Published, schedule: &Schedule, calendar: &Calendar) -> Value {
    let forms = |forms: &[FormDue]| -> Value {
        forms
            .iter()
            .map(
                |form| json!({ "title": published.form_title(&form.form, who.lang), "done": form.done, "perhaps": form.perhaps }),
            )
            .collect()
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
