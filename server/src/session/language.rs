//! The language of a page: the reader's choice (a cookie), else the browser's wish, else Japanese.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use engine::lang::Lang;

use crate::session::cookie;

/// The language in which to answer.
#[derive(Debug, Clone, Copy)]
pub struct Language(pub Lang);

/// The language of a request.
pub fn of(headers: &HeaderMap) -> Lang {
    if let Some(chosen) = cookie::find(headers, cookie::LANGUAGE).and_then(Lang::from_tag) {
        return chosen;
    }
    let wish = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wish.split(',').filter_map(|part| Lang::from_tag(part.trim().get(..2)?)).next().unwrap_or(Lang::Ja)
}

/// Picks the text of a language.
pub fn pick<T>(lang: Lang, ja: T, en: T) -> T {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Language, Infallible> {
        Ok(Language(of(&parts.headers)))
    }
}
