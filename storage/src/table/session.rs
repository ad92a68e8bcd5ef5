//! Sessions: only the SHA-256 of the token is stored.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub account: String,
    #[sea_orm(unique)]
    pub token_digest: String,
    pub signed_in_at: i64,
    pub idle_ms: i64,
    pub idle_until: i64,
    pub absolute_until: i64,
    pub ended_at: Option<i64>,
    pub leaf: i64,
}

row!("session");
