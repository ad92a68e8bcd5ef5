//! The three cookies: session, sign-in form, language. The first two are `__Host-`: this host only, https or loopback only, never read by scripts.

use axum::http::{HeaderMap, HeaderValue, header};

/// Holds the session token.
pub const SESSION: &str = "__Host-ctrj";
/// Ties a sign-in form to the browser that asked for it, before there is a session.
pub const SIGN_IN: &str = "__Host-ctrj-sign-in";
/// Holds `ja` or `en`.
pub const LANGUAGE: &str = "ctrj-lang";

/// The value of a cookie of the request.
pub fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(n, value)| (n == name).then_some(value))
}

/// `Set-Cookie` for a secret that ends with the browser session.
pub fn secret(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax")).ok()
}

/// `Set-Cookie` that removes a secret.
pub fn removal(name: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")).ok()
}

/// `Set-Cookie` for the language, kept for a year.
pub fn language(value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{LANGUAGE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000")).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a__Host-ctrj=1; __Host-ctrj=abc".parse().unwrap());
        headers.append(header::COOKIE, "ctrj-lang=en".parse().unwrap());
        assert_eq!(find(&headers, SESSION), Some("abc"));
        assert_eq!(find(&headers, LANGUAGE), Some("en"));
        assert_eq!(find(&headers, SIGN_IN), None);
    }
}
