//! Signing out ends the session in the database, not only in the browser.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use storage::{Change, EndSession};

use crate::error::Error;
use crate::page::reply;
use crate::session::cookie;
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// `POST /sign-out`.
pub async fn leave(State(app): State<App>, who: SignedIn, _form: PostedForm) -> Result<Response, Error> {
    let end = Change::EndSession(EndSession { session: who.session.clone() });
    write(&app, &who, "", end).await?;
    let mut response = reply::see_other("/sign-in");
    if let Some(value) = cookie::removal(cookie::SESSION) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    Ok(response)
}
