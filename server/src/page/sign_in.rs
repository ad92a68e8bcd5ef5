//! Signing in with password and one-time code, both on one form. One message for every failure, so that nobody learns which part was wrong.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use engine::lang::Lang;
use serde_json::json;
use storage::{Attempt, Password, Refusal, SessionLimits, Timestamp};

use crate::error::Error;
use crate::middleware::peer;
use crate::page::language::local;
use crate::page::reply;
use crate::session::language::Language;
use crate::session::posted::PostedForm;
use crate::session::signed_in::SignedIn;
use crate::session::{cookie, csrf, pairs, token};
use crate::state::App;

/// `GET /sign-in`.
pub async fn show(
    State(app): State<App>,
    Language(lang): Language,
    who: Option<SignedIn>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Error> {
    let asked = pairs::decode(request.uri().query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let next = asked.into_iter().find_map(|(name, value)| (name == "next").then_some(value)).unwrap_or_default();
    if who.is_some() {
        return Ok(reply::see_other(&local(&next)));
    }
    page(&app, lang, &headers, Shown { next: &next, login: "", failed: false })
}

/// `POST /sign-in`.
pub async fn enter(
    State(app): State<App>,
    Language(lang): Language,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Error> {
    let network = peer::network(peer::address(request.extensions(), &headers, app.settings().https));
    if !app.attempts().allow(network, app.clock().now(), app.settings().limits.sign_ins_per_minute) {
        app.metrics().sign_in("throttled");
        return Err(Error::TooMany);
    }
    let form = <PostedForm as axum::extract::FromRequest<App>>::from_request(request, &app).await?;
    let (login, next) = (form.first("username"), form.first("next"));
    let attempt = Attempt {
        login: login.trim().to_owned(),
        password: Password::new(form.first("password")),
        code: ascii_digits(form.first("code")),
        at: Timestamp(app.clock().now()),
        limits: SessionLimits::default(),
    };
    let _permit = app.password_permits().acquire().await.map_err(|_| Error::Busy)?;
    match app.store().sign_in(attempt).await {
        Ok(signed_in) => {
            app.metrics().sign_in("accepted");
            tracing::info!(account.id = signed_in.session.actor.id(), "signed in");
            let mut response = reply::see_other(&local(next));
            for value in [cookie::secret(cookie::SESSION, signed_in.token.expose()), cookie::removal(cookie::SIGN_IN)]
                .into_iter()
                .flatten()
            {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
            Ok(response)
        }
        Err(storage::Error::Refused(Refusal::SignIn)) => {
            app.metrics().sign_in("refused");
            tracing::warn!("a sign-in was refused");
            page(&app, lang, &headers, Shown { next, login, failed: true })
        }
        Err(other) => Err(other.into()),
    }
}

/// Codes typed with a Japanese keyboard (full-width) or with a space in the middle are the same code.
fn ascii_digits(code: &str) -> String {
    let fold = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    };
    code.chars().filter(|c| !c.is_whitespace()).map(fold).collect()
}

struct Shown<'s> {
    next: &'s str,
    login: &'s str,
    failed: bool,
}

/// The form, tied to this browser by a cookie of its own, since there is no session yet.
fn page(app: &App, lang: Lang, headers: &HeaderMap, shown: Shown<'_>) -> Result<Response, Error> {
    let kept = cookie::find(headers, cookie::SIGN_IN).filter(|secret| secret.len() >= 32);
    let secret = kept.map_or_else(token::fresh, |secret| Ok(secret.to_owned()))?;
    let values = json!({
        "csrf": csrf::page_token(&secret),
        "next": local(shown.next),
        "username": shown.login,
        "failed": shown.failed,
        "demo": app.settings().demo,
    });
    let html = renderer::template::screen("sign_in", lang, &values)?;
    let status = if shown.failed { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let mut response = (status, Html(html)).into_response();
    if let Some(value) = cookie::secret(cookie::SIGN_IN, &secret) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::ascii_digits;

    #[test]
    fn full_width_and_spaced_codes_are_the_same_code() {
        assert_eq!(ascii_digits("１２３ 456"), "123456");
    }
}
