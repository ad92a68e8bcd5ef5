//! Sessions and sign-in outcomes. Only `Store::sign_in` and `Store::find_session` make most of these.

use crate::access::right::Right;
use crate::error::{Error, Refusal};
use crate::random;
use crate::sign_in::attempt::SessionLimits;
use crate::table::{account, session};
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::EntityTrait;

/// From this many failures on, an account rests.
const PATIENCE: i64 = 5;
/// First rest, in milliseconds; each further failure doubles it.
const FIRST_REST: i64 = 60_000;
/// Longest rest.
const LONGEST_REST: i64 = 60 * 60_000;

/// Both factors were right: remembers the one-time step and opens a session. Only `Store::sign_in` can make one.
#[derive(Debug, Clone)]
pub struct SignInSucceeded {
    pub(crate) account: String,
    pub(crate) step: i64,
    pub(crate) token_digest: String,
    pub(crate) limits: SessionLimits,
}

/// A factor was wrong: counts towards the rest after failures. Only `Store::sign_in` can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInFailed {
    pub(crate) account: String,
}

/// A request was seen: moves the idle end. Only `Store::find_session` can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchSession {
    pub(crate) session: String,
}

/// Ends a session (signing out, or an administrator ends it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndSession {
    /// Session id.
    pub session: String,
}

impl SignInSucceeded {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand_live_actor().await?;
        let found = account::Entity::find_by_id(&self.account).one(turn.txn).await?;
        let row = found.filter(|a| a.id == turn.actor.id()).ok_or(Refusal::SignIn)?;
        // Looked at again inside the transaction: a rest or the same code may have come in between.
        if row.totp_step >= self.step || row.locked_until.is_some_and(|until| until > turn.at.0) {
            return Err(Refusal::SignIn.into());
        }
        turn.update(account::Model { totp_step: self.step, failures: 0, locked_until: None, ..row }).await?;
        let (at, limits) = (turn.at, self.limits);
        let absolute_until = at.plus(limits.absolute_ms).0;
        let id = random::row_id()?;
        let opened = session::Model {
            id: id.clone(),
            account: self.account.clone(),
            token_digest: self.token_digest.clone(),
            signed_in_at: at.0,
            idle_ms: limits.idle_ms,
            idle_until: at.plus(limits.idle_ms).0.min(absolute_until),
            absolute_until,
            ended_at: None,
            leaf: 0,
        };
        turn.insert(opened).await?;
        Ok(Written { id, ..Written::default() })
    }
}

impl SignInFailed {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        let found = account::Entity::find_by_id(&self.account).one(turn.txn).await?;
        let row = found.ok_or(Refusal::NotFound { what: "account" })?;
        let failures = row.failures.saturating_add(1);
        let locked_until = rest_after(failures).map(|rest| turn.at.plus(rest).0).or(row.locked_until);
        turn.update(account::Model { failures, locked_until, ..row }).await?;
        Ok(Written { id: self.account.clone(), ..Written::default() })
    }
}

/// How long an account rests after this many failures in a row.
fn rest_after(failures: i64) -> Option<i64> {
    let doublings = u32::try_from(failures.checked_sub(PATIENCE)?).ok()?;
    Some(FIRST_REST.saturating_mul(2i64.saturating_pow(doublings)).min(LONGEST_REST))
}

impl TouchSession {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand_live_actor().await?;
        let row = load_running(turn, &self.session).await?;
        if row.account != turn.actor.id() {
            return Err(Refusal::NotFound { what: "session" }.into());
        }
        let idle_until = turn.at.plus(row.idle_ms).0.min(row.absolute_until).max(row.idle_until);
        turn.update(session::Model { idle_until, ..row }).await?;
        Ok(Written { id: self.session.clone(), ..Written::default() })
    }
}

impl EndSession {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        let row = load_running(turn, &self.session).await?;
        if row.account != turn.actor.id() {
            turn.demand(Right::KeepAccounts).await?;
        }
        turn.update(session::Model { ended_at: Some(turn.at.0), ..row }).await?;
        Ok(Written { id: self.session.clone(), ..Written::default() })
    }
}

async fn load_running(turn: &Turn<'_>, session: &str) -> Result<session::Model, Error> {
    let found = session::Entity::find_by_id(session).one(turn.txn).await?;
    Ok(found.filter(|s| s.ended_at.is_none()).ok_or(Refusal::NotFound { what: "session" })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_double_up_to_an_hour() {
        assert_eq!(rest_after(4), None);
        assert_eq!(rest_after(5), Some(60_000));
        assert_eq!(rest_after(7), Some(240_000));
        assert_eq!(rest_after(5_000), Some(LONGEST_REST));
    }
}
