//! Places below a patient; `level` is an id of registry.yaml.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub patient: String,
    pub parent: Option<String>,
    pub level: String,
    pub ordinal: i64,
    pub opened_at: i64,
    pub leaf: i64,
}

row!("place");
