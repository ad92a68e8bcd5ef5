//! Writes come from our own pages: the browser's word (`Sec-Fetch-Site`, `Origin`) is checked before the page's token is.
//! For auditors: ASVS 5.0.0 3.5.1 to 3.5.3. The token itself is checked where the body is read (`session/csrf.rs`).

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;

/// Refuses an unsafe request that another site's page made.
pub async fn check(request: Request, next: Next) -> Response {
    if is_safe(request.method()) || is_own(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("a write from another origin was refused");
    Error::ForeignOrigin.into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// True when the browser says that the request is from this origin, or (no browser) says nothing at all.
fn is_own(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let (Ok(origin), Some(Ok(host))) = (origin.to_str(), headers.get(header::HOST).map(|h| h.to_str())) else { return false };
    origin.split_once("://").is_some_and(|(_, own)| own == host)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn another_site_is_refused_and_ours_is_not() {
        assert!(is_own(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "cross-site"), ("host", "a"), ("origin", "http://a")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(is_own(&headers(&[("host", "localhost:8440"), ("origin", "http://localhost:8440")])));
        assert!(!is_own(&headers(&[("host", "localhost:8440"), ("origin", "http://evil.example")])));
        assert!(!is_own(&headers(&[("host", "localhost:8440"), ("origin", "null")])));
        assert!(is_own(&headers(&[("host", "localhost:8440")])));
    }
}
