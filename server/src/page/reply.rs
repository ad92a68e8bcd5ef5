//! What a handler answers with: a screen in the reader's chrome, a redirect after a write, or JSON.

use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::{Value, json};

use crate::error::Error;
use crate::session::signed_in::SignedIn;

pub use renderer::template::both;

/// A screen for a signed-in reader; `values` is an object to which what the chrome reads is added.
///
/// # Errors
/// When the template is at fault.
pub fn screen(name: &str, who: &SignedIn, place: &str, mut values: Value) -> Result<Response, Error> {
    if let Value::Object(fields) = &mut values {
        fields.extend(chrome(who, place));
    }
    Ok(Html(renderer::template::screen(name, who.lang, &values)?).into_response())
}

/// What the chrome reads.
pub fn chrome(who: &SignedIn, place: &str) -> serde_json::Map<String, Value> {
    let fields = [
        ("user", json!({ "name": who.name, "site": who.site_name, "role": who.role_name() })),
        ("csrf", json!(who.page_token)),
        ("place", json!(place)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// To another page after a write, so that reloading writes nothing twice.
pub fn see_other(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// JSON for a script.
pub fn json(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}
