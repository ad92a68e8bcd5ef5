//! Turns a named error into what the reader sees: a page in their language or, for scripts, JSON. A reader who is not signed in goes to sign-in.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::lang::Lang;
use serde_json::json;

use crate::error::Said;
use crate::middleware::log::RequestNumber;
use crate::page::reply;
use crate::session::{language, pairs};

/// Writes the body of every error response.
pub async fn explain(request: Request, next: Next) -> Response {
    let lang = language::of(request.headers());
    let for_script = wants_json(request.headers());
    let number = request.extensions().get::<RequestNumber>().copied();
    let here = (request.method() == Method::GET).then(|| request.uri().path().to_owned());
    let response = next.run(request).await;
    let Some(said) = response.extensions().get::<Said>().cloned() else { return response };
    if response.status() == StatusCode::UNAUTHORIZED && !for_script {
        return Redirect::to(&sign_in_address(here.as_deref())).into_response();
    }
    let body = if for_script { script(&said, number, lang) } else { page(&said, number, lang, response.status()) };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let (told, body) = body.into_parts();
    parts.headers.extend(told.headers);
    Response::from_parts(parts, body)
}

fn sign_in_address(here: Option<&str>) -> String {
    match here {
        Some(path) if path != "/" => format!("/sign-in?{}", pairs::encode([("next", path)])),
        _ => "/sign-in".to_owned(),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.starts_with("application/json"))
}

fn script(said: &Said, number: Option<RequestNumber>, lang: Lang) -> Response {
    reply::json(&json!({ "problem": said.code, "message": said.get(lang), "request": number.map(|n| n.0) }))
}

/// A page without the reader's name or any id of the address, so that "absent" and "not yours" are the same bytes.
fn page(said: &Said, number: Option<RequestNumber>, lang: Lang, status: StatusCode) -> Response {
    let values = json!({
        "title": title(status),
        "message": { "ja": said.ja, "en": said.en },
        "number": number.filter(|_| status.is_server_error()).map(|n| n.0),
    });
    match renderer::template::screen("problem", lang, &values) {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "the error page could not be rendered");
            said.get(lang).to_owned().into_response()
        }
    }
}

fn title(status: StatusCode) -> serde_json::Value {
    let (ja, en) = match status.as_u16() {
        404 => ("見つかりません", "Not found"),
        403 => ("受け付けられません", "Not accepted"),
        409 => ("先に変更されています", "Changed in the meantime"),
        413 => ("大きすぎます", "Too large"),
        422 => ("規則により受け付けられません", "A rule forbids this"),
        429 | 503 => ("少しお待ちください", "Please wait a moment"),
        500..=599 => ("処理できませんでした", "The server could not do this"),
        _ => ("読み取れませんでした", "This could not be read"),
    };
    json!({ "ja": ja, "en": en })
}
