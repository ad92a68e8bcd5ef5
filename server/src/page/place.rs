//! Opening places (a course, an infusion) and records at them.

use axum::extract::{Path, State};
use axum::response::Response;
use storage::{Change, OpenPlace, OpenRecord, Patient, Place};

use crate::catalogue::published::PublishedForm;
use crate::error::Error;
use crate::filling::consent::Gate;
use crate::filling::planned::Submitted;
use crate::page::reply;
use crate::session::gate::{self, Right};
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// `POST /places/{place}/places`: a place below this one.
pub async fn open(
    State(app): State<App>,
    who: SignedIn,
    Path(parent): Path<String>,
    form: PostedForm,
) -> Result<Response, Error> {
    gate::allow(&who, Right::FillRecords)?;
    let above = app.store().find_place(&who.actor, &parent).await?.ok_or(Error::NotFound)?;
    let published = app.catalogue().current(app.store()).await?;
    let level = form.first("level");
    if !published.levels_below(&above.level).any(|below| &*below.id == level) {
        return Err(Error::UnreadableBody);
    }
    write(&app, &who, "", Change::OpenPlace(OpenPlace { parent, level: level.to_owned() })).await?;
    Ok(reply::see_other(&format!("/patients/{}", above.patient)))
}

/// `POST /places/{place}/records`: a form to be filled at this place, in its latest version, if the patient's consent lets it in.
pub async fn start(
    State(app): State<App>,
    who: SignedIn,
    Path(place): Path<String>,
    form: PostedForm,
) -> Result<Response, Error> {
    gate::allow(&who, Right::FillRecords)?;
    let place = app.store().find_place(&who.actor, &place).await?.ok_or(Error::NotFound)?;
    let published = app.catalogue().current(app.store()).await?;
    let ordinal = form.first("ordinal");
    let form = published.latest(form.first("form")).filter(|found| *found.form.level == *place.level).ok_or(Error::NotFound)?;
    let patient = app.store().find_patient(&who.actor, &place.patient).await?.ok_or(Error::NotFound)?;
    let stands = patient.records.iter().any(|record| record.place == place.id && record.form.id == *form.form.id);
    if form.form.several || !stands {
        let submitted = Submitted::load(&app, &who, &patient).await?;
        Gate::of(&published, |form| submitted.of_form(form)).pass(&form.form.id)?;
    }
    let ordinal = if form.form.several { next(&patient, &place, form, ordinal)? } else { 1 };
    let record = open_record(&app, &who, &place.id, form, ordinal).await?;
    Ok(reply::see_other(&format!("/records/{record}/fill")))
}

/// Which record of a form that may be filled several times: one that stands, so that a button pressed twice opens one record, or the next.
fn next(patient: &Patient, place: &Place, form: &PublishedForm, asked: &str) -> Result<i64, Error> {
    let of_form = patient.records.iter().filter(|record| record.place == place.id && record.form.id == *form.form.id);
    let last = of_form.map(|record| record.ordinal).max().unwrap_or_default();
    let asked = if asked.is_empty() { last.saturating_add(1) } else { asked.parse().map_err(|_| Error::UnreadableBody)? };
    if (1..=last.saturating_add(1)).contains(&asked) { Ok(asked) } else { Err(Error::UnreadableBody) }
}

/// Opens the record of a form at a place, or finds the one that stands; its id.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn open_record(app: &App, who: &SignedIn, place: &str, form: &PublishedForm, ordinal: i64) -> Result<String, Error> {
    let open = OpenRecord { place: place.to_owned(), form: form.reference(), ordinal };
    Ok(write(app, who, "", Change::OpenRecord(open)).await?.id)
}
