//! The first page after sign-in: patients for those who may read them, else the catalogue.

use axum::response::Response;

use crate::page::reply;
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;

/// `GET /`.
pub async fn show(who: SignedIn) -> Response {
    let first = if gate::may(&who, Right::ReadRecords) { "/patients" } else { "/forms" };
    reply::see_other(first)
}
