//! Publications: what was published, with the source files it compiles from. `approver` waits for approval by another person.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: String,
    pub key: String,
    pub version: String,
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub bundle: String,
    pub author: String,
    pub approver: Option<String>,
    pub at: i64,
    pub leaf: i64,
}

row!("publication");
