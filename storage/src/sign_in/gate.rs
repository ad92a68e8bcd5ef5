//! The order of a sign-in: both factors are always looked at, failures count, and nobody learns which part was wrong.

use crate::access::actor::{Actor, Role};
use crate::change::account::{name_cell, totp_cell};
use crate::change::change::Change;
use crate::change::session::{SignInFailed, SignInSucceeded, TouchSession};
use crate::error::{Error, Refusal};
use crate::seal::envelope::{open, open_text};
use crate::secret::SessionToken;
use crate::sign_in::attempt::{Attempt, Session, SignedIn};
use crate::sign_in::token::{new_token, token_digest};
use crate::sign_in::totp::TotpSecret;
use crate::store::Store;
use crate::table::{account, session};
use crate::time::Timestamp;
use crate::write::request::WriteRequest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A session is touched at most once in this many milliseconds.
const TOUCH_EVERY: i64 = 60_000;

impl Store {
    /// Signs in with both factors; counts failures; a one-time code is accepted once. Refuses with `Refusal::SignIn`.
    pub async fn sign_in(&self, attempt: Attempt) -> Result<SignedIn, Error> {
        let login = attempt.login.trim().to_lowercase();
        let found = account::Entity::find().filter(account::Column::Login.eq(login)).one(self.readers()).await?;
        let ready = found.as_ref().filter(|a| a.active == 1 && a.locked_until.is_none_or(|until| until <= attempt.at.0));
        let right_password = self.hasher().is_right(&attempt.password, ready.map(|a| a.password.as_str())).await?;
        let Some(row) = ready else {
            return Err(Refusal::SignIn.into());
        };
        let step = self.step_of(row, &attempt)?.filter(|step| *step > row.totp_step);
        match step {
            Some(step) if right_password => self.open_session(row, step, &attempt).await,
            _ => self.note_failure(row, attempt.at).await,
        }
    }

    fn step_of(&self, row: &account::Model, attempt: &Attempt) -> Result<Option<i64>, Error> {
        let secret = open(&self.keys().system, totp_cell(&row.id), &row.totp)?;
        let secret = TotpSecret::from_bytes(&secret).ok_or(Error::Unreadable { table: "account", column: "totp" })?;
        Ok(secret.step_of(&attempt.code, attempt.at))
    }

    async fn open_session(&self, row: &account::Model, step: i64, attempt: &Attempt) -> Result<SignedIn, Error> {
        let (token, limits, at) = (new_token()?, attempt.limits, attempt.at);
        let change = SignInSucceeded { account: row.id.clone(), step, token_digest: token_digest(&token), limits };
        let change = Change::SignInSucceeded(change);
        self.write(WriteRequest { actor: actor_of(row)?, at, reason: String::new(), change }).await?;
        let session = self.find_session(&token, at).await?.ok_or(Refusal::SignIn)?;
        Ok(SignedIn { token, session })
    }

    async fn note_failure(&self, row: &account::Model, at: Timestamp) -> Result<SignedIn, Error> {
        tracing::warn!(account.id = %row.id, "sign-in failed");
        let change = Change::SignInFailed(SignInFailed { account: row.id.clone() });
        self.write(WriteRequest { actor: Actor::console("sign-in"), at, reason: String::new(), change }).await?;
        Err(Refusal::SignIn.into())
    }

    /// The running session of a token, or `None` when it ended, was never, or its account is switched off. Extends the idle time.
    pub async fn find_session(&self, token: &SessionToken, at: Timestamp) -> Result<Option<Session>, Error> {
        let found =
            session::Entity::find().filter(session::Column::TokenDigest.eq(token_digest(token))).one(self.readers()).await?;
        let running = found.filter(|s| s.ended_at.is_none() && at.0 < s.idle_until && at.0 < s.absolute_until);
        let Some(mut row) = running else { return Ok(None) };
        let account = account::Entity::find_by_id(&row.account).one(self.readers()).await?;
        let Some(account) = account.filter(|a| a.active == 1) else { return Ok(None) };
        let actor = actor_of(&account)?;
        if at.0.saturating_sub(row.idle_until.saturating_sub(row.idle_ms)) >= TOUCH_EVERY {
            let change = Change::TouchSession(TouchSession { session: row.id.clone() });
            match self.write(WriteRequest { actor: actor.clone(), at, reason: String::new(), change }).await {
                Ok(_) => row.idle_until = at.plus(row.idle_ms).0.min(row.absolute_until),
                Err(Error::Refused(_)) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Session {
            name: open_text(&self.keys().system, name_cell(&account.id), &account.name)?,
            login: account.login,
            id: row.id,
            actor,
            signed_in_at: Timestamp(row.signed_in_at),
            idle_until: Timestamp(row.idle_until),
            absolute_until: Timestamp(row.absolute_until),
        }))
    }
}

fn actor_of(row: &account::Model) -> Result<Actor, Error> {
    let role = Role::from_word(&row.role).ok_or(Error::Unreadable { table: "account", column: "role" })?;
    Ok(Actor::account(&row.id, role, row.site.clone()))
}
