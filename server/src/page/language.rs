//! The language switch: any page with `?lang=en` sets the choice and comes back without it.

use axum::extract::Request;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use engine::lang::Lang;

use crate::session::{cookie, pairs};

/// Answers requests that switch the language.
pub async fn switch(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    if request.method() != Method::GET || !query.contains("lang=") {
        return next.run(request).await;
    }
    let pairs = pairs::decode(query.as_bytes()).unwrap_or_default();
    let Some(lang) = pairs.iter().find_map(|(name, value)| if name == "lang" { Lang::from_tag(value) } else { None }) else {
        return next.run(request).await;
    };
    let rest =
        pairs::encode(pairs.iter().filter(|(name, _)| name != "lang").map(|(name, value)| (name.as_str(), value.as_str())));
    let path = request.uri().path();
    let back = if rest.is_empty() { path.to_owned() } else { format!("{path}?{rest}") };
    let mut response = Redirect::to(&local(&back)).into_response();
    if let Some(value) = cookie::language(lang.tag()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// An address of this server only: `//host` and `/\host` would lead elsewhere.
pub fn local(address: &str) -> String {
    let leads_away = !address.starts_with('/')
        || address.starts_with("//")
        || address.starts_with("/\\")
        || address.chars().any(char::is_control);
    if leads_away { "/".to_owned() } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn no_address_leads_away() {
        assert_eq!(local("/patients/1?x=2"), "/patients/1?x=2");
        for bad in ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nb"] {
            assert_eq!(local(bad), "/");
        }
    }
}
