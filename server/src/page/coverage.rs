//! What the published definitions cover: products and indications by form and version, and what stands in each form. For registry staff
//! and auditors.

use axum::extract::State;
use axum::response::Response;
use engine::lang::Text;

use crate::error::Error;
use crate::page::reply;
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /coverage`.
pub async fn show(State(app): State<App>, who: SignedIn) -> Result<Response, Error> {
    gate::allow(&who, Right::ReadLog)?;
    let published = app.catalogue().current(app.store()).await?;
    let covered = published.covered();
    let level = |id: &str| published.level(id).map_or_else(|| Text::new(id, id), |level| level.title.clone());
    let values = renderer::coverage::values(published.products(), &covered.forms, &covered.asked, level);
    reply::screen("coverage", &who, "catalogue", values)
}
