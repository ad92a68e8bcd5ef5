//! Accounts: name and authenticator secret are sealed with the system key, the password is an argon2id hash.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(unique)]
    pub login: String,
    pub name: Vec<u8>,
    pub role: String,
    pub site: Option<String>,
    pub password: String,
    pub totp: Vec<u8>,
    pub totp_step: i64,
    pub failures: i64,
    pub locked_until: Option<i64>,
    pub active: i64,
    pub created_at: i64,
    pub leaf: i64,
}

row!("account");
