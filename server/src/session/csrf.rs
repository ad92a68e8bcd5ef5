//! The token that every write of a page must carry: derived from the session's own token, so nothing more is stored.

use axum::http::HeaderMap;

use crate::session::{cookie, token};

/// Name of the hidden field.
pub const FIELD: &str = "csrf";
/// Name of the header by which scripts send it.
pub const HEADER: &str = "x-csrf-token";

const PURPOSE: &str = "ctrj page token v1";

/// The page token of a session (or of a sign-in form's cookie).
pub fn page_token(secret: &str) -> String {
    token::derived(PURPOSE, secret)
}

/// Does `given` belong to the session, or else to the sign-in form, of this browser?
pub fn is_ours(headers: &HeaderMap, given: &str) -> bool {
    [cookie::SESSION, cookie::SIGN_IN]
        .iter()
        .filter_map(|name| cookie::find(headers, name))
        .any(|secret| token::is_equal(&page_token(secret), given))
}
