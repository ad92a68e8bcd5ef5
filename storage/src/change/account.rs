//! Accounts: created, re-keyed, switched off; never deleted.

use crate::access::actor::Role;
use crate::access::right::Right;
use crate::change::rule::{demand_text, demand_word};
use crate::error::{Error, Refusal};
use crate::random;
use crate::seal::envelope::{Cell, seal};
use crate::secret::Password;
use crate::sign_in::totp::TotpSecret;
use crate::table::{account, session, site};
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The cell of an account's sealed name.
pub(crate) fn name_cell(account: &str) -> Cell<'_> {
    Cell { table: "account", column: "name", row: account }
}

/// The cell of an account's sealed authenticator secret.
pub(crate) fn totp_cell(account: &str) -> Cell<'_> {
    Cell { table: "account", column: "totp", row: account }
}

/// Adds an account.
#[derive(Debug, Clone)]
pub struct CreateAccount {
    /// Sign-in name (`[a-z0-9._-]`, 3 to 64 characters after lower-casing); unique.
    pub login: String,
    /// The person's name as shown in histories.
    pub name: String,
    /// The one role.
    pub role: Role,
    /// The site: required for clinician and data manager, absent for the others.
    pub site: Option<String>,
    /// First password, at least 15 characters.
    pub password: Password,
    /// Secret of the authenticator app.
    pub totp: TotpSecret,
}

/// Sets a new password and ends the account's sessions.
#[derive(Debug, Clone)]
pub struct SetPassword {
    /// Account id.
    pub account: String,
    /// New password, at least 15 characters.
    pub password: Password,
}

/// Sets a new authenticator secret.
#[derive(Debug, Clone)]
pub struct EnrolTotp {
    /// Account id.
    pub account: String,
    /// The new secret.
    pub secret: TotpSecret,
}

/// Switches an account on or off; off ends its sessions at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetActive {
    /// Account id.
    pub account: String,
    /// On or off.
    pub active: bool,
}

impl CreateAccount {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>, password_hash: Option<&str>) -> Result<Written, Error> {
        turn.demand(Right::KeepAccounts).await?;
        let login = self.login.trim().to_lowercase();
        demand_word("login", &login, "._-", 3..=64, "is 3 to 64 of a-z, 0-9, dot, underscore and -")?;
        demand_text("name", &self.name, 200)?;
        self.demand_site(turn).await?;
        if account::Entity::find().filter(account::Column::Login.eq(&login)).one(turn.txn).await?.is_some() {
            return Err(Refusal::Exists { what: "account" }.into());
        }
        let id = random::row_id()?;
        let row = account::Model {
            name: seal(&turn.keys.system, name_cell(&id), self.name.as_bytes())?,
            totp: seal(&turn.keys.system, totp_cell(&id), self.totp.bytes())?,
            password: password_hash.ok_or(Error::PasswordHash)?.to_owned(),
            role: self.role.word().to_owned(),
            site: self.site.clone(),
            totp_step: 0,
            failures: 0,
            locked_until: None,
            active: 1,
            created_at: turn.at.0,
            leaf: 0,
            id: id.clone(),
            login,
        };
        turn.insert(row).await?;
        Ok(Written { id, ..Written::default() })
    }

    /// A role of one site names an existing site; the others name none; the console is no account.
    async fn demand_site(&self, turn: &Turn<'_>) -> Result<(), Error> {
        let invalid = |rule| Err(Error::from(Refusal::Invalid { field: "site", rule }));
        if self.role == Role::Console {
            return Err(Refusal::Invalid { field: "role", rule: "is a role of accounts" }.into());
        }
        match (self.role.has_site(), &self.site) {
            (true, Some(id)) => match site::Entity::find_by_id(id).one(turn.txn).await? {
                Some(_) => Ok(()),
                None => Err(Refusal::NotFound { what: "site" }.into()),
            },
            (true, None) => invalid("is required for this role"),
            (false, Some(_)) => invalid("is absent for this role"),
            (false, None) => Ok(()),
        }
    }
}

impl SetPassword {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>, password_hash: Option<&str>) -> Result<Written, Error> {
        let row = load_for_keeper(turn, &self.account, true).await?;
        let password = password_hash.ok_or(Error::PasswordHash)?.to_owned();
        turn.update(account::Model { password, failures: 0, locked_until: None, ..row }).await?;
        end_sessions(turn, &self.account).await?;
        Ok(Written { id: self.account.clone(), ..Written::default() })
    }
}

impl EnrolTotp {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        let row = load_for_keeper(turn, &self.account, true).await?;
        let totp = seal(&turn.keys.system, totp_cell(&self.account), self.secret.bytes())?;
        turn.update(account::Model { totp, totp_step: 0, ..row }).await?;
        end_sessions(turn, &self.account).await?;
        Ok(Written { id: self.account.clone(), ..Written::default() })
    }
}

impl SetActive {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        let row = load_for_keeper(turn, &self.account, false).await?;
        turn.update(account::Model { active: i64::from(self.active), ..row }).await?;
        if !self.active {
            end_sessions(turn, &self.account).await?;
        }
        Ok(Written { id: self.account.clone(), ..Written::default() })
    }
}

/// The account to change: by those who keep accounts, and by its own person where that is allowed.
async fn load_for_keeper(turn: &Turn<'_>, account: &str, by_itself: bool) -> Result<account::Model, Error> {
    if by_itself && turn.actor.id() == account {
        turn.demand_live_actor().await?;
    } else {
        turn.demand(Right::KeepAccounts).await?;
    }
    let found = account::Entity::find_by_id(account).one(turn.txn).await?;
    Ok(found.ok_or(Refusal::NotFound { what: "account" })?)
}

/// Ends every running session of an account.
async fn end_sessions(turn: &mut Turn<'_>, account: &str) -> Result<(), Error> {
    let running = session::Entity::find()
        .filter(session::Column::Account.eq(account))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::AbsoluteUntil.gt(turn.at.0))
        .all(turn.txn)
        .await?;
    for row in running {
        turn.update(session::Model { ended_at: Some(turn.at.0), ..row }).await?;
    }
    Ok(())
}
