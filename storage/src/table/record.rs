//! Records: one form at one place. `draft_base` is the last draft version that is gone, so that versions never repeat.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub patient: String,
    pub place: String,
    pub form: String,
    pub form_version: String,
    pub form_digest: String,
    pub ordinal: i64,
    pub state: String,
    pub revision: i64,
    pub draft_base: i64,
    pub opened_at: i64,
    pub changed_at: i64,
    pub leaf: i64,
}

row!("record");
