//! One patient: the places (patient, courses, infusions) in reading order, and at each the forms due, drafted and done.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use storage::{Patient, Place, RecordHead};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::{day_in_japan, minute_in_japan};
use crate::error::Error;
use crate::filling::asked::Asked;
use crate::filling::consent::Gate;
use crate::filling::planned::{Submitted, today};
use crate::page::{due, person, reply};
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /patients/{patient}`.
pub async fn show(State(app): State<App>, who: SignedIn, Path(patient): Path<String>) -> Result<Response, Error> {
    gate::allow(&who, Right::ReadRecords)?;
    let patient = app.store().find_patient(&who.actor, &patient).await?.ok_or(Error::NotFound)?;
    let published = app.catalogue().current(app.store()).await?;
    let (submitted, today) = (Submitted::load(&app, &who, &patient).await?, today(&who)?);
    let asked = Asked::of(&patient, &submitted, &published);
    let consent = Gate::of(&published, |form| submitted.of_form(form));
    let due = patient.places.iter().filter_map(|place| {
        let calendar = submitted.calendar(place, &published, published.schedule_of(&place.level)?, today);
        Some((place.id.as_str(), due::values(&calendar, &published, who.lang)))
    });
    let due = due.collect();
    let view = View { patient: &patient, published: &published, who: &who, asked: &asked, consent: &consent, due: &due };
    let mut places = Vec::new();
    for root in patient.places.iter().filter(|place| place.parent.is_none()) {
        view.place(root, &mut places);
    }
    let values = json!({
        "patient": person::values(&patient.id, patient.identity.as_ref()),
        "places": places,
        "may_write": gate::may(&who, Right::FillRecords),
        "notice": consent.notice(None, who.lang),
    });
    reply::screen("patient", &who, "patients", values)
}

struct View<'v> {
    patient: &'v Patient,
    published: &'v Published,
    who: &'v SignedIn,
    asked: &'v Asked,
    consent: &'v Gate<'v>,
    /// What each place with a calendar has due.
    due: &'v HashMap<&'v str, Vec<Value>>,
}

impl View<'_> {
    /// A place, then the places below it.
    fn place(&self, place: &Place, out: &mut Vec<Value>) {
        let title = self.published.place_title(&place.level).map_or(place.level.as_str(), |title| title.get(self.who.lang));
        let heading = if place.parent.is_none() { title.to_owned() } else { format!("{title} {}", place.ordinal) };
        let add = self.published.levels_below(&place.level).map(|level| {
            json!({ "id": &*level.id, "title": reply::both(self.published.place_title(&level.id).unwrap_or(&level.title)) })
        });
        out.push(json!({
            "id": place.id, "level": place.level, "heading": heading, "opened": day_in_japan(place.opened_at.0),
            "calendar": self.published.schedule_of(&place.level).map(|_| format!("/places/{}/calendar", place.id)),
            "due": self.due.get(place.id.as_str()), "records": self.records(place), "add": add.collect::<Vec<_>>(),
        }));
        for child in self.patient.places.iter().filter(|other| other.parent.as_deref() == Some(&place.id)) {
            self.place(child, out);
        }
    }

    /// Records that stand and forms that are due, in the order in which people fill them.
    fn records(&self, place: &Place) -> Vec<Value> {
        let standing: Vec<&RecordHead> = self.patient.records.iter().filter(|record| record.place == place.id).collect();
        let last = |form: &PublishedForm| {
            standing.iter().filter(|record| record.form.id == *form.form.id).map(|record| record.ordinal).max()
        };
        let open = self
            .published
            .latest_of_level(&place.level)
            .into_iter()
            .filter(|form| (form.form.several || last(form).is_none()) && self.asked.is_asked(&place.id, &form.form.id));
        // The form that opens a course stands first.
        let opening = self.published.opening_form(&place.level).map(|form| &form.form.id);
        let place_of =
            |id: &str| if opening.is_some_and(|form| **form == *id) { 0 } else { self.published.place_of(id).saturating_add(1) };
        let start = |form: &PublishedForm| (place_of(&form.form.id), i64::MAX, self.startable(form, last(form)));
        let mut rows: Vec<(usize, i64, Value)> = open.map(start).collect();
        let order = |record: &RecordHead| (place_of(&record.form.id), record.ordinal);
        rows.extend(standing.iter().map(|record| (order(record).0, order(record).1, self.standing(record))));
        rows.sort_by(|a, b| (a.0, form_of(&a.2), a.1).cmp(&(b.0, form_of(&b.2), b.1)));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }

    /// Whether the calendar of a place asks for a form.
    fn is_due(&self, form: &PublishedForm) -> bool {
        let id = &*form.form.id;
        let forms = self.due.values().flatten().filter_map(|row| row.get("forms")?.as_array());
        forms.flatten().any(|one| one.get("id").is_some_and(|one| one == id))
    }

    fn standing(&self, record: &RecordHead) -> Value {
        let found = self.published.find(&record.form.id, &record.form.version);
        json!({
            "id": record.id, "form": record.form.id, "version": record.form.version, "state": record.state.word(),
            "drafted": record.revision > 0 && record.draft_version > 0,
            "title": found.map_or(record.form.id.clone(), |form| form.title_of(record.ordinal, self.who.lang)),
            "updated": minute_in_japan(record.changed_at.0),
        })
    }

    /// A form that may be started; `last` is the ordinal of the last record of a form that may be filled several times.
    fn startable(&self, form: &PublishedForm, last: Option<i64>) -> Value {
        // A death or a pregnancy is not missing before it happened.
        let occasion = last.is_none() && self.published.is_on_occasion(&form.form.id) && !self.is_due(form);
        json!({
            "form": &*form.form.id, "version": form.form.version.to_string(),
            "state": if last.is_none() && !occasion { "DUE" } else { "" }, "occasion": occasion, "start": true, "closed": !self.consent.lets_in(&form.form.id), "another": last.is_some(), "ordinal": last.unwrap_or_default().saturating_add(1),
            "title": form.form.title.get(self.who.lang), "updated": "",
        })
    }
}

/// Rows of one form stand together.
fn form_of(row: &Value) -> &str {
    row.get("form").and_then(Value::as_str).unwrap_or_default()
}
