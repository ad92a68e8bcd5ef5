//! Opening places (a course, an infusion) and records at them.

use axum::extract::{Path, State};
use axum::response::Response;
use storage::{Change, OpenPlace, OpenRecord};

use crate::catalogue::published::PublishedForm;
use crate::error::Error;
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

/// `POST /places/{place}/records`: a form to be filled at this place, in its latest version.
pub async fn start(
    State(app): State<App>,
    who: SignedIn,
    Path(place): Path<String>,
    form: PostedForm,
) -> Result<Response, Error> {
    gate::allow(&who, Right::FillRecords)?;
    let place = app.store().find_place(&who.actor, &place).await?.ok_or(Error::NotFound)?;
    let published = app.catalogue().current(app.store()).await?;
    let form = published.latest(form.first("form")).filter(|found| *found.form.level == *place.level).ok_or(Error::NotFound)?;
    let record = open_record(&app, &who, &place.id, form).await?;
    Ok(reply::see_other(&format!("/records/{record}/fill")))
}

/// Opens the record of a form at a place, or finds the one that stands; its id.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn open_record(app: &App, who: &SignedIn, place: &str, form: &PublishedForm) -> Result<String, Error> {
    let open = OpenRecord { place: place.to_owned(), form: form.reference(), ordinal: 1 };
    Ok(write(app, who, "", Change::OpenRecord(open)).await?.id)
}
