//! Holds each request to the limits of number and time.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::session::multipart::is_multipart;
use crate::state::App;

/// Refuses a request when too many are being answered, and ends one that takes too long.
pub async fn request(State(app): State<App>, request: Request, next: Next) -> Response {
    let Ok(_permit) = app.request_permits().try_acquire() else {
        return Error::Busy.into_response();
    };
    let limits = app.settings().limits;
    let time = if is_multipart(request.headers()) { limits.upload_time } else { limits.time };
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::TooSlow.into_response(),
    }
}
