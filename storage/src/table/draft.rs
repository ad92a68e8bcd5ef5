//! Drafts: at most one per record (same id); contents sealed with the patient's key.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub patient: String,
    pub version: i64,
    pub form: String,
    pub form_version: String,
    pub form_digest: String,
    pub content: Vec<u8>,
    pub saved_at: i64,
    pub saved_by: String,
    pub leaf: i64,
}

row!("draft");
