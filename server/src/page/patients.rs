//! The patients of the reader's site: list, search, and registering a new one.

use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use storage::{Change, PatientQuery, PatientRow, RegisterPatient};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::day_in_japan;
use crate::error::Error;
use crate::page::place::open_record;
use crate::page::{person, reply};
use crate::session::gate::{self, Right};
use crate::session::pairs;
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// `GET /patients`, `?page=2` for the second page.
pub async fn list(State(app): State<App>, who: SignedIn, request: Request) -> Result<Response, Error> {
    let asked = pairs::decode(request.uri().query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let number = asked.iter().find_map(|(name, value)| if name == "page" { value.parse::<u32>().ok() } else { None });
    page(&app, &who, "", number.unwrap_or(1).max(1)).await
}

/// `POST /patients/search`: posted, so that names never stand in an address, a history or a log.
pub async fn search(State(app): State<App>, who: SignedIn, form: PostedForm) -> Result<Response, Error> {
    page(&app, &who, form.first("query").trim(), 1).await
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
    let record = open_record(&app, &who, &place, form, 1).await?;
    Ok(reply::see_other(&format!("/records/{record}/fill")))
}

/// The form that identifies a person, and the level at which it is filled.
fn first_form(published: &Published) -> Option<(&PublishedForm, &str)> {
    let form = published.registry()?.identity_form.as_deref()?;
    Some((published.latest(form)?, &published.root_level()?.id))
}

/// Patients on a page of the list; a search shows up to the most that the storage gives at once.
const PER_PAGE: u32 = 50;
const MOST_FOUND: u32 = 200;

async fn page(app: &App, who: &SignedIn, query: &str, number: u32) -> Result<Response, Error> {
    gate::allow(who, Right::ReadRecords)?;
    let per_page = if query.is_empty() { PER_PAGE } else { MOST_FOUND };
    let asked = PatientQuery { search: query.to_owned(), page: number - 1, per_page };
    let found = app.store().list_patients(&who.actor, &asked).await?;
    let values = json!({
        "query": query,
        "patients": found.rows.iter().map(row).collect::<Vec<_>>(),
        "total": found.total,
        "previous": (number > 1).then(|| number - 1),
        "next": (u64::from(number) * u64::from(per_page) < found.total && query.is_empty()).then(|| number + 1),
        // Roles of the registry see several sites; people of one site know where they are.
        "show_site": who.actor.site().is_none(),
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
