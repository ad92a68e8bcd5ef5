//! Holds each request to the limits of number and time.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::state::App;

/// Refuses a request when too many are being answered, and ends one that takes too long.
pub async fn request(State(app): State<App>, request: Request, next: Next) -> Response {
    let Ok(_permit) = app.request_permits().try_acquire() else {
        return Error::Busy.into_response();
    };
    match tokio::time::timeout(app.settings().limits.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::TooSlow.into_response(),
    }
}
