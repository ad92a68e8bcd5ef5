//! The only way to read a body: a form, refused without the page token (a field, or a header when a script sends it). No handler can forget the check.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use crate::error::Error;
use crate::session::csrf;
use crate::session::pairs;

/// The fields of a posted form, in the order sent, repeated names kept.
pub struct PostedForm(pub Vec<(String, String)>);

impl PostedForm {
    /// The first value of a field, empty when absent.
    pub fn first(&self, name: &str) -> &str {
        self.0.iter().find_map(|(n, value)| (n == name).then_some(value.as_str())).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequest<S> for PostedForm {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<PostedForm, Error> {
        let headers = request.headers().clone();
        let body = body_of(request, state, "application/x-www-form-urlencoded").await?;
        read(&headers, &body)
    }
}

/// The fields of a body.
///
/// # Errors
/// When it is not well-formed, or the page token is absent or another session's.
pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<PostedForm, Error> {
    let fields = pairs::decode(body).ok_or(Error::UnreadableBody)?;
    check(headers, &fields)?;
    Ok(PostedForm(fields))
}

/// Refuses fields without the page token of this session.
///
/// # Errors
/// [`Error::PageTokenRefused`].
pub fn check(headers: &HeaderMap, fields: &[(String, String)]) -> Result<(), Error> {
    let field = || fields.iter().find_map(|(name, value)| (name == csrf::FIELD).then_some(value.as_str())).unwrap_or_default();
    checked(headers, headers.get(csrf::HEADER).and_then(|value| value.to_str().ok()).unwrap_or_else(field))
}

fn checked(headers: &HeaderMap, given: &str) -> Result<(), Error> {
    if csrf::is_ours(headers, given) { Ok(()) } else { Err(Error::PageTokenRefused) }
}

/// Whether a request says that its body is of a media type.
pub fn is_of_kind(headers: &HeaderMap, kind: &str) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.split(';').next().map(str::trim) == Some(kind)
}

async fn body_of<S: Send + Sync>(request: Request, state: &S, kind: &str) -> Result<Bytes, Error> {
    if !is_of_kind(request.headers(), kind) {
        return Err(Error::UnreadableBody);
    }
    Bytes::from_request(request, state).await.map_err(|refusal| match refusal.status().as_u16() {
        413 => Error::TooLarge,
        _ => Error::UnreadableBody,
    })
}
