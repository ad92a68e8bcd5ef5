//! The log as auditors read it, and the ledger's head.

use crate::access::actor::Actor;
use crate::access::right::{Right, has_right};
use crate::error::Error;
use crate::ledger::hex::hex;
use crate::read::view::LogEntry;
use crate::seal::data_key::DataKey;
use crate::seal::envelope::{Cell, open_text};
use crate::secret::Content;
use crate::store::Store;
use crate::table::{leaf, patient, tree_head};
use crate::time::Timestamp;
use crate::verify::report::LedgerHead;
use crate::write::head::HEAD_ID;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// Lines of the log from a leaf index on, at most `limit` (up to 1000); empty for those who may not read it.
    pub async fn list_log(&self, actor: &Actor, from: i64, limit: u64) -> Result<Vec<LogEntry>, Error> {
        if !has_right(actor.role(), Right::ReadLog) {
            return Ok(Vec::new());
        }
        let leaves = leaf::Entity::find()
            .filter(leaf::Column::Idx.gte(from))
            .order_by_asc(leaf::Column::Idx)
            .limit(limit.min(1000))
            .all(self.readers())
            .await?;
        let keys = self.keys_of(leaves.iter().filter_map(|leaf| leaf.patient.clone()).collect()).await?;
        leaves.into_iter().map(|leaf| self.log_entry(leaf, &keys)).collect()
    }

    /// The ledger's head: keep a copy elsewhere and give it to `verify_since` later.
    pub async fn ledger_head(&self) -> Result<LedgerHead, Error> {
        let head = tree_head::Entity::find_by_id(HEAD_ID).one(self.readers()).await?.ok_or(Error::LedgerBroken)?;
        Ok(LedgerHead { size: u64::try_from(head.size).map_err(|_| Error::LedgerBroken)?, root: hex(&head.root) })
    }

    async fn keys_of(&self, ids: BTreeSet<String>) -> Result<BTreeMap<String, DataKey>, Error> {
        let patients = patient::Entity::find().filter(patient::Column::Id.is_in(ids)).all(self.readers()).await?;
        patients.into_iter().map(|p| Ok((p.id.clone(), DataKey::unwrap_from(self.keys(), &p.id, &p.data_key)?))).collect()
    }

    fn log_entry(&self, leaf: leaf::Model, keys: &BTreeMap<String, DataKey>) -> Result<LogEntry, Error> {
        let row = leaf.idx.to_string();
        let cell = Cell { table: "leaf", column: "reason", row: &row };
        let key = leaf.patient.as_ref().and_then(|patient| keys.get(patient));
        let reason = match key {
            _ if leaf.reason.is_empty() => String::new(),
            Some(key) => open_text(key.bytes(), cell, &leaf.reason)?,
            None => open_text(&self.keys().system, cell, &leaf.reason)?,
        };
        Ok(LogEntry {
            index: leaf.idx,
            kind: leaf.kind,
            table: leaf.table_name,
            row: leaf.row_id,
            patient: leaf.patient,
            at: Timestamp(leaf.at),
            actor: leaf.actor,
            reason: Content::new(reason),
        })
    }
}
