//! Attachments: the content of a file, sealed with the patient's key. The id is its address (`attached::address`).

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub patient: String,
    pub record: String,
    pub media_type: String,
    pub size: i64,
    pub content: Vec<u8>,
    pub actor: String,
    pub at: i64,
    pub leaf: i64,
}

// Contents are large: few are read at a time.
row!("attachment", 4);
