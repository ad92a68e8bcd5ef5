//! What can go wrong while serving, and the only place that knows how HTTP says it.
//!
//! Goals: a reader sees what happened and what to do next, in their language; nobody learns whether a record of another site exists;
//! no page, header or log line carries a patient's value. An error therefore becomes a bare response that only names the error, and
//! the outermost layer (`page/error.rs`), which knows the reader's language, writes the page or, for scripts, the JSON.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::lang::Lang;
use storage::Refusal;

use crate::catalogue::catalogue;
use crate::{metrics, refusal};

/// What can go wrong while serving.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such page or record, or it belongs to another site: callers cannot tell which.
    #[error("nothing is found at this address")]
    NotFound,
    /// Nobody is signed in.
    #[error("sign-in is needed")]
    SignInNeeded,
    /// The account's role does not carry the right.
    #[error("the role of this account does not allow it")]
    NotAllowed,
    /// Another site's page made the request.
    #[error("the request came from another origin")]
    ForeignOrigin,
    /// The page token is absent or belongs to another session.
    #[error("the page token does not belong to this session")]
    PageTokenRefused,
    /// The body is not what this address reads.
    #[error("the body could not be read")]
    UnreadableBody,
    /// The body is larger than the limit.
    #[error("the body is too large")]
    TooLarge,
    /// A file is not kept; it says why.
    #[error("a file was refused: {}", .0.code)]
    File(Said),
    /// The patient's consent does not let it in; the registry says so in its own words.
    #[error("the consent does not allow it: {}", .0.code)]
    Consent(Said),
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany,
    /// Too many requests are being answered.
    #[error("the server is busy")]
    Busy,
    /// The answer took too long.
    #[error("the answer took too long")]
    TooSlow,
    /// Somebody else changed the same thing in the meantime.
    #[error("it was changed in the meantime")]
    Stale,
    /// This method is not served at this address.
    #[error("the method is not served here")]
    MethodNotServed,
    /// The registry's forms are not published yet.
    #[error("nothing is published yet")]
    NothingPublished,
    /// The storage refused a change by one of its rules.
    #[error("the storage refused: {0}")]
    Refused(Refusal),
    /// The storage could not.
    #[error("the storage could not")]
    Storage(#[source] storage::Error),
    /// A template could not be rendered.
    #[error("the page could not be rendered")]
    Render(#[source] renderer::Error),
    /// A published form cannot be read any more.
    #[error("a published form cannot be read")]
    Catalogue(#[from] catalogue::Fault),
    /// A stored record cannot be read any more.
    #[error("a stored record cannot be read: {0}")]
    Record(&'static str),
    /// The operating system has no randomness.
    #[error("no randomness")]
    Randomness(#[from] getrandom::Error),
    /// The metrics could not be written.
    #[error("metrics could not be encoded")]
    Metrics(#[from] metrics::Fault),
    /// A handler stopped unexpectedly.
    #[error("a handler stopped unexpectedly")]
    Stopped,
}

/// What the error page and the JSON answer say.
#[derive(Debug, Clone)]
pub struct Said {
    /// A stable word for scripts and tests.
    pub code: &'static str,
    /// What happened, in Japanese.
    pub ja: String,
    /// What happened, in English.
    pub en: String,
}

impl Said {
    /// The sentence in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

type Row = (StatusCode, &'static str, &'static str, &'static str);

impl Error {
    /// Status, code and sentences.
    fn row(&self) -> Row {
        match self {
            Error::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                "このアドレスには何もありません。一覧に戻って選び直してください。",
                "There is nothing at this address. Go back to the list and choose again.",
            ),
            Error::SignInNeeded => (
                StatusCode::UNAUTHORIZED,
                "sign-in-needed",
                "サインインが必要です。保存済みの下書きは失われていません。",
                "Please sign in. Drafts that were saved are safe.",
            ),
            Error::NotAllowed => (
                StatusCode::FORBIDDEN,
                "not-allowed",
                "このアカウントの役割では行えない操作です。施設の管理者にご相談ください。",
                "The role of this account does not allow this. Please ask your site's administrator.",
            ),
            Error::ForeignOrigin => (
                StatusCode::FORBIDDEN,
                "foreign-origin",
                "別のサイトから送られた操作のため、受け付けませんでした。画面を開き直してやり直してください。",
                "This was sent from another site and was refused. Open the page here and try again.",
            ),
            Error::PageTokenRefused => (
                StatusCode::FORBIDDEN,
                "page-token-refused",
                "画面が古くなっています(サインインし直した後など)。画面を開き直してやり直してください。",
                "This page is out of date (for example after signing in again). Open it again and retry.",
            ),
            Error::UnreadableBody => (
                StatusCode::BAD_REQUEST,
                "unreadable",
                "送られた内容を読み取れませんでした。画面を開き直してやり直してください。",
                "What was sent could not be read. Open the page again and retry.",
            ),
            Error::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "送られた内容が大きすぎます。長い文章を短くしてください。",
                "What was sent is too large. Please shorten long texts.",
            ),
            Error::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many",
                "短い時間に試みが多すぎます。1分ほど待ってからやり直してください。",
                "Too many attempts in a short time. Wait a minute and try again.",
            ),
            Error::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "混み合っています。少し待ってからやり直してください。",
                "The server is busy. Wait a moment and try again.",
            ),
            Error::TooSlow => (
                StatusCode::SERVICE_UNAVAILABLE,
                "too-slow",
                "時間内に処理できませんでした。少し待ってからやり直してください。",
                "This took too long. Wait a moment and try again.",
            ),
            Error::Stale => (
                StatusCode::CONFLICT,
                "stale",
                "ほかの画面または利用者が先に変更しました。最新の内容を開いてやり直してください。",
                "Another window or person changed this first. Open the latest content and try again.",
            ),
            Error::MethodNotServed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-served",
                "このアドレスではその操作を受け付けません。",
                "This address does not take that kind of request.",
            ),
            Error::NothingPublished => (
                StatusCode::SERVICE_UNAVAILABLE,
                "nothing-published",
                "調査票がまだ公開されていません。事務局にお知らせください。",
                "No form is published yet. Please tell the registry office.",
            ),
            Error::File(said) | Error::Consent(said) => (StatusCode::UNPROCESSABLE_ENTITY, said.code, "", ""),
            Error::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "refused", "", ""),
            Error::Storage(_)
            | Error::Render(_)
            | Error::Catalogue(_)
            | Error::Record(_)
            | Error::Randomness(_)
            | Error::Metrics(_)
            | Error::Stopped => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed",
                "サーバー側の問題で処理できませんでした。下の番号を添えて事務局にお知らせください。",
                "The server could not do this. Please tell the registry office the number below.",
            ),
        }
    }

    fn said(&self) -> Said {
        let (_, code, ja, en) = self.row();
        match self {
            Error::File(said) | Error::Consent(said) => said.clone(),
            Error::Refused(refusal) => Said { code, ja: refusal::in_japanese(refusal), en: refusal.to_string() },
            _ => Said { code, ja: ja.to_owned(), en: en.to_owned() },
        }
    }
}

impl From<storage::Error> for Error {
    fn from(error: storage::Error) -> Error {
        match error {
            storage::Error::Refused(Refusal::NotFound { .. }) => Error::NotFound,
            storage::Error::Refused(Refusal::NotAllowed) => Error::NotAllowed,
            storage::Error::Refused(Refusal::Stale { .. }) => Error::Stale,
            storage::Error::Refused(refusal) => Error::Refused(refusal),
            other => Error::Storage(other),
        }
    }
}

impl From<renderer::Error> for Error {
    fn from(error: renderer::Error) -> Error {
        Error::Render(error)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, ..) = self.row();
        if status.is_server_error() {
            log(&self);
        }
        let mut response = status.into_response();
        if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        response.extensions_mut().insert(self.said());
        response
    }
}

fn log(error: &Error) {
    let mut cause = String::new();
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        cause.push_str(": ");
        cause.push_str(&source.to_string());
        next = source.source();
    }
    tracing::error!(error = %error, cause, "could not answer");
}
