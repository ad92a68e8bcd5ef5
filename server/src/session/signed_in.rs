//! The signed-in person of a request. A handler that takes one is never reached without a session.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use engine::lang::Lang;
use storage::{Actor, Role, Session, SessionToken, Site, Timestamp};

use crate::error::Error;
use crate::session::{cookie, csrf, language};
use crate::state::App;

/// Who is asking.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account, as storage wants it.
    pub actor: Actor,
    /// The session's row id.
    pub session: String,
    /// The person's name.
    pub name: String,
    /// The site's name in the reader's language; empty for roles of the registry.
    pub site_name: String,
    /// What pages carry against forged writes.
    pub page_token: String,
    /// The reader's language.
    pub lang: Lang,
    /// When the request came.
    pub at: Timestamp,
}

impl SignedIn {
    /// The role in the reader's language.
    pub fn role_name(&self) -> &'static str {
        let (ja, en) = match self.actor.role() {
            Role::Clinician => ("医師", "Clinician"),
            Role::DataManager => ("データマネージャー", "Data manager"),
            Role::RegistryStaff => ("レジストリ事務局", "Registry staff"),
            Role::Auditor => ("監査担当", "Auditor"),
            Role::Admin => ("利用者管理", "Account administrator"),
            Role::Console => ("操作卓", "Console"),
        };
        language::pick(self.lang, ja, en)
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedIn, Error> {
        let token = cookie::find(&parts.headers, cookie::SESSION).ok_or(Error::SignInNeeded)?;
        let at = Timestamp(app.clock().now());
        let session = app.store().find_session(&SessionToken::new(token), at).await?.ok_or(Error::SignInNeeded)?;
        let lang = language::of(&parts.headers);
        let sites = app.store().list_sites(&session.actor).await?;
        Ok(person(session, &sites, csrf::page_token(token), lang, at))
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<SignedIn>, Error> {
        match <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(who) => Ok(Some(who)),
            Err(Error::SignInNeeded) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

fn person(session: Session, sites: &[Site], page_token: String, lang: Lang, at: Timestamp) -> SignedIn {
    let own = sites.iter().find(|site| Some(site.id.as_str()) == session.actor.site());
    let site_name = own.map(|site| language::pick(lang, &site.name_ja, &site.name_en).clone()).unwrap_or_default();
    SignedIn { actor: session.actor, session: session.id, name: session.name, site_name, page_token, lang, at }
}
