//! One change being applied: its rows and their leaves, inside its own savepoint. Nothing is written around it.

use crate::access::actor::{Actor, Role};
use crate::access::right::{Right, demand};
use crate::error::{Error, Refusal};
use crate::ledger::peaks::Peaks;
use crate::ledger::statement::{Statement, act};
use crate::random;
use crate::seal::data_key::DataKey;
use crate::seal::envelope::{Cell, seal};
use crate::seal::keys::Keys;
use crate::table::row::Row;
use crate::table::{account, leaf, patient};
use crate::time::Timestamp;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// The context of one change.
pub(crate) struct Turn<'a> {
    /// The savepoint.
    pub txn: &'a DatabaseTransaction,
    /// Working keys.
    pub keys: &'a Keys,
    /// Who asks.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// Why, as given.
    pub reason: &'a str,
    /// Kind of change, for the leaves.
    pub kind: &'static str,
    /// The ledger so far; adopted by the commit when the change succeeds.
    pub peaks: Peaks,
    /// The patient concerned, once known: the reason is sealed with that patient's key.
    subject: Option<(String, DataKey)>,
}

impl<'a> Turn<'a> {
    /// A change about to be applied.
    pub(crate) fn new(
        txn: &'a DatabaseTransaction,
        keys: &'a Keys,
        actor: &'a Actor,
        at: Timestamp,
        reason: &'a str,
        kind: &'static str,
        peaks: Peaks,
    ) -> Turn<'a> {
        Turn { txn, keys, actor, at, reason, kind, peaks, subject: None }
    }

    /// Refuses unless the actor is a live account with exactly this role and site (or the console) and has the right.
    pub(crate) async fn demand(&self, right: Right) -> Result<(), Error> {
        self.demand_live_actor().await?;
        Ok(demand(self.actor.role(), right)?)
    }

    /// Refuses unless the actor is a live account with exactly this role and site, or the console.
    pub(crate) async fn demand_live_actor(&self) -> Result<(), Error> {
        if self.actor.role() == Role::Console {
            return Ok(());
        }
        let stored = account::Entity::find_by_id(self.actor.id()).one(self.txn).await?;
        let live =
            stored.is_some_and(|a| a.active == 1 && a.role == self.actor.role().word() && a.site.as_deref() == self.actor.site());
        if live { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
    }

    /// The site of an actor who fills records.
    pub(crate) fn own_site(&self) -> Result<&'a str, Error> {
        self.actor.site().ok_or(Error::Refused(Refusal::NotAllowed))
    }

    /// Opens a patient of the actor's site for this change; a patient of another site is absent.
    pub(crate) async fn load_subject(&mut self, id: &str, what: &'static str) -> Result<(patient::Model, DataKey), Error> {
        let site = self.own_site()?;
        let found = patient::Entity::find_by_id(id).one(self.txn).await?.filter(|p| p.site == site);
        let patient = found.ok_or(Refusal::NotFound { what })?;
        let key = DataKey::unwrap_from(self.keys, &patient.id, &patient.data_key)?;
        self.set_subject(&patient.id, key.clone());
        Ok((patient, key))
    }

    /// Names the patient whom the change concerns.
    pub(crate) fn set_subject(&mut self, patient: &str, key: DataKey) {
        self.subject = Some((patient.to_owned(), key));
    }

    /// Adds a row and its leaf; gives the leaf's index.
    pub(crate) async fn insert<M: Row>(&mut self, mut row: M) -> Result<i64, Error> {
        let index = self.next_index()?;
        row.set_leaf(index);
        self.append(&row, act::INSERT).await?;
        M::Entity::insert(row.into_active_model()).exec_without_returning(self.txn).await?;
        Ok(index)
    }

    /// Changes a row (the whole row as it shall be) and adds the leaf.
    pub(crate) async fn update<M: Row>(&mut self, mut row: M) -> Result<i64, Error> {
        let index = self.next_index()?;
        row.set_leaf(index);
        self.append(&row, act::UPDATE).await?;
        M::Entity::update(row.into_active_model().reset_all()).exec_without_returning(self.txn).await?;
        Ok(index)
    }

    /// Removes a row; its leaf says so.
    pub(crate) async fn discard<M: Row>(&mut self, row: M) -> Result<i64, Error> {
        let index = self.next_index()?;
        self.append(&row, act::DISCARD).await?;
        M::Entity::delete(row.into_active_model()).exec(self.txn).await?;
        Ok(index)
    }

    fn next_index(&self) -> Result<i64, Error> {
        i64::try_from(self.peaks.size()).map_err(|_| Error::LedgerBroken)
    }

    /// Appends the leaf that speaks of this row.
    async fn append<M: Row>(&mut self, row: &M, act: &'static str) -> Result<(), Error> {
        let index = self.next_index()?;
        let reason = self.sealed_reason(index)?;
        let content = row.content()?;
        let salt = random::bytes::<32>()?;
        let patient = self.subject.as_ref().map(|(id, _)| id.as_str());
        let statement = Statement {
            index,
            kind: self.kind,
            table: M::TABLE,
            row: row.id(),
            act,
            patient,
            at: self.at.0,
            actor: self.actor.id(),
            reason: &reason,
            content: &content,
        };
        let hash = statement.leaf(&salt);
        let mut peaks = self.peaks.clone();
        peaks.push(hash);
        let model = leaf::Model {
            idx: index,
            kind: self.kind.to_owned(),
            table_name: M::TABLE.to_owned(),
            row_id: row.id().to_owned(),
            act: act.to_owned(),
            patient: patient.map(str::to_owned),
            at: self.at.0,
            actor: self.actor.id().to_owned(),
            content: content.to_vec(),
            salt: salt.to_vec(),
            hash: hash.to_vec(),
            root: peaks.root().to_vec(),
            reason,
        };
        leaf::Entity::insert(model.into_active_model()).exec_without_returning(self.txn).await?;
        self.peaks = peaks;
        Ok(())
    }

    /// The reason, sealed with the patient's key where there is a patient; nothing when no reason was given.
    fn sealed_reason(&self, index: i64) -> Result<Vec<u8>, Error> {
        if self.reason.is_empty() {
            return Ok(Vec::new());
        }
        let row = index.to_string();
        let cell = Cell { table: "leaf", column: "reason", row: &row };
        match &self.subject {
            Some((_, key)) => seal(key.bytes(), cell, self.reason.as_bytes()),
            None => seal(&self.keys.system, cell, self.reason.as_bytes()),
        }
    }
}
