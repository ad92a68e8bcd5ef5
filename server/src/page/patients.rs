//! The patients of the reader's site: list, search, and registering a new one.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use storage::{Change, PatientQuery, PatientRow, RegisterPatient};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::day_in_japan;
use crate::error::Error;
use crate::page::place::open_record;
use crate::page::{person, reply};
use crate::session::gate::{self, Right};
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// `GET /patients`.
pub async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Error> {
    page(&app, &who, "").await
}

/// `POST /patients/search`: posted, so that names never stand in an address, a history or a log.
pub async fn search(State(app): State<App>, who: SignedIn, form: PostedForm) -> Result<Response, Error> {
    page(&app, &who, form.first("query").trim()).await
}

/// `GET /patients/search`: a reload or a language switch of the results.
pub async fn back() -> Response {
    reply::see_other("/patients")
}

/// `POST /patients`: a new patient, whose name comes from the registration form that opens next.
pub async fn register(State(app): State<App>, who: SignedIn, _form: PostedForm) -> Result<Response, Error> {
    gate::allow(&who, Right::FillRecords)?;
    let published = app.catalogue().current(app.store()).await?;
    let (form, root) = first_form(&published).ok_or(Error::NothingPublished)?;
    let register = RegisterPatient { level: root.to_string(), identity: None, despite_duplicate: false, first: None };
    let registered = write(&app, &who, "", Change::RegisterPatient(register)).await?;
    let place = registered.place.ok_or(Error::Record("a registered patient has no place"))?;
    let record = open_record(&app, &who, &place, form).await?;
    Ok(reply::see_other(&format!("/records/{record}/fill")))
}

/// The form that identifies a person, and the level at which it is filled.
fn first_form(published: &Published) -> Option<(&PublishedForm, &str)> {
    let form = published.registry()?.identity_form.as_deref()?;
    Some((published.latest(form)?, &published.root_level()?.id))
}

async fn page(app: &App, who: &SignedIn, query: &str) -> Result<Response, Error> {
    gate::allow(who, Right::ReadRecords)?;
    let asked = PatientQuery { search: query.to_owned(), page: 0, per_page: 200 };
    let found = app.store().list_patients(&who.actor, &asked).await?;
    let values = json!({
        "query": query,
        "patients": found.rows.iter().map(row).collect::<Vec<_>>(),
        "total": found.total,
        "can_register": gate::may(who, Right::FillRecords),
    });
    reply::screen("patients", who, "patients", values)
}

fn row(patient: &PatientRow) -> Value {
    let mut states: Vec<&str> = patient.records.iter().map(|record| record.state.word()).collect();
    states.sort_unstable();
    states.dedup();
    let mut values = person::values(&patient.id, patient.identity.as_ref());
    if let Value::Object(fields) = &mut values {
        fields.insert("site".to_owned(), json!(patient.site));
        fields.insert("states".to_owned(), json!(states));
        fields.insert("opened".to_owned(), json!(day_in_japan(patient.registered_at.0)));
    }
    values
}
