//! The ledger's leaves: one per changed row, with everything its statement says and the root after it.

use crate::ledger::statement::Statement;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leaf")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub idx: i64,
    pub kind: String,
    pub table_name: String,
    pub row_id: String,
    pub act: String,
    pub patient: Option<String>,
    pub at: i64,
    pub actor: String,
    pub reason: Vec<u8>,
    pub content: Vec<u8>,
    pub salt: Vec<u8>,
    pub hash: Vec<u8>,
    pub root: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What this leaf states.
    pub(crate) fn statement(&self) -> Statement<'_> {
        Statement {
            index: self.idx,
            kind: &self.kind,
            table: &self.table_name,
            row: &self.row_id,
            act: &self.act,
            patient: self.patient.as_deref(),
            at: self.at,
            actor: &self.actor,
            reason: &self.reason,
            content: &self.content,
        }
    }
}
