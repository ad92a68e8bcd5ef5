//! Revisions: immutable; contents, findings and reason sealed with the patient's key. The id is `<record>.<number>`.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub record: String,
    pub patient: String,
    pub number: i64,
    pub form: String,
    pub form_version: String,
    pub form_digest: String,
    pub content: Vec<u8>,
    pub findings: Vec<u8>,
    pub errors: i64,
    pub warnings: i64,
    pub state: String,
    pub reason: Vec<u8>,
    pub actor: String,
    pub at: i64,
    pub leaf: i64,
}

row!("revision");
