//! Style sheets, scripts and pictures, embedded in the program; an address changes with its content, so browsers may keep it for ever.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::Error;

/// `GET /assets/{hash}/{file}`.
pub async fn show(Path((hash, file)): Path<(String, String)>) -> Result<Response, Error> {
    let asset = renderer::asset::find(&hash, &file).ok_or(Error::NotFound)?;
    let content = renderer::asset::content(&file).ok_or(Error::NotFound)?;
    let headers = [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, content).into_response())
}
