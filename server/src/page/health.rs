//! For monitoring: is the server able to work, and what has it counted?

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::middleware::peer;
use crate::state::App;

/// `GET /healthz`: `ok` when the database answers.
pub async fn health(State(app): State<App>) -> Response {
    match app.store().catalogue_stamp().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(error = %error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// `GET /metrics`: for a collector on this machine; from elsewhere the address does not exist.
pub async fn metrics(State(app): State<App>, request: Request) -> Result<Response, Error> {
    if !peer::is_local(request.extensions(), request.headers()) {
        return Err(Error::NotFound);
    }
    let published = app.catalogue().current(app.store()).await?;
    app.metrics().loaded(published.form_count());
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics().text()?).into_response())
}
