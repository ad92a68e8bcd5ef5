//! One patient: the places (patient, courses, infusions) in reading order, and at each the forms due, drafted and done.

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use storage::{Patient, Place, RecordHead};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::{day_in_japan, minute_in_japan};
use crate::error::Error;
use crate::page::{person, reply};
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /patients/{patient}`.
pub async fn show(State(app): State<App>, who: SignedIn, Path(patient): Path<String>) -> Result<Response, Error> {
    gate::allow(&who, Right::ReadRecords)?;
    let patient = app.store().find_patient(&who.actor, &patient).await?.ok_or(Error::NotFound)?;
    let published = app.catalogue().current(app.store()).await?;
    let view = View { patient: &patient, published: &published, who: &who };
    let mut places = Vec::new();
    for root in patient.places.iter().filter(|place| place.parent.is_none()) {
        view.place(root, &mut places);
    }
    let values = json!({
        "patient": person::values(&patient.id, patient.identity.as_ref()),
        "places": places,
        "may_write": gate::may(&who, Right::FillRecords),
    });
    reply::screen("patient", &who, "patients", values)
}

struct View<'v> {
    patient: &'v Patient,
    published: &'v Published,
    who: &'v SignedIn,
}

impl View<'_> {
    /// A place, then the places below it.
    fn place(&self, place: &Place, out: &mut Vec<Value>) {
        let below: Vec<&Place> = self.patient.places.iter().filter(|other| other.parent.as_deref() == Some(&place.id)).collect();
        let add: Vec<Value> = self
            .published
            .levels_below(&place.level)
            .map(|level| json!({ "id": &*level.id, "title": { "ja": &*level.title.ja, "en": &*level.title.en } }))
            .collect();
        out.push(json!({ "id": place.id, "level": place.level, "heading": self.heading(place), "records": self.records(place), "add": add }));
        for child in below {
            self.place(child, out);
        }
    }

    fn heading(&self, place: &Place) -> String {
        let title = self.published.level(&place.level).map_or(place.level.as_str(), |level| level.title.get(self.who.lang));
        if place.parent.is_none() {
            return title.to_owned();
        }
        format!("{title} {} ({})", place.ordinal, day_in_japan(place.opened_at.0))
    }

    /// Records that stand, and forms of this level that nobody has begun.
    fn records(&self, place: &Place) -> Vec<Value> {
        let standing: Vec<&RecordHead> = self.patient.records.iter().filter(|record| record.place == place.id).collect();
        let due = self
            .published
            .latest_of_level(&place.level)
            .filter(|form| !standing.iter().any(|record| record.form.id == *form.form.id));
        standing.iter().map(|record| self.standing(record)).chain(due.map(|form| self.due(form))).collect()
    }

    fn standing(&self, record: &RecordHead) -> Value {
        let found = self.published.find(&record.form.id, &record.form.version);
        let state = if record.revision > 0 && record.draft_version > 0 { "SVD" } else { record.state.word() };
        json!({
            "id": record.id, "form": record.form.id, "version": record.form.version, "state": record.state.word(),
            "drafted": state == "SVD",
            "title": found.map_or(record.form.id.as_str(), |form| form.form.title.get(self.who.lang)),
            "updated": minute_in_japan(record.changed_at.0),
        })
    }

    fn due(&self, form: &PublishedForm) -> Value {
        json!({
            "form": form.form.id.as_ref(), "version": form.form.version.to_string(), "state": "DUE", "start": true,
            "title": form.form.title.get(self.who.lang), "updated": "",
        })
    }
}
