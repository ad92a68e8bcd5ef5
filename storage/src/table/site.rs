//! Sites.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name_ja: String,
    pub name_en: String,
    pub created_at: i64,
    pub leaf: i64,
}

row!("site");
