//! Sites, accounts and sessions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Whole or not at all, on SQLite too: a power cut at the first start leaves nothing half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let site = Table::create()
            .table("site")
            .col(string("id").primary_key())
            .col(string("name_ja"))
            .col(string("name_en"))
            .col(big_integer("created_at"))
            .col(big_integer("leaf"))
            .to_owned();
        manager.create_table(site).await?;
        let account = Table::create()
            .table("account")
            .col(string("id").primary_key())
            .col(string_uniq("login"))
            .col(blob("name"))
            .col(string("role"))
            .col(string_null("site"))
            .col(string("password"))
            .col(blob("totp"))
            // the last accepted one-time step: a code is accepted once
            .col(big_integer("totp_step"))
            .col(big_integer("failures"))
            .col(big_integer_null("locked_until"))
            .col(big_integer("active"))
            .col(big_integer("created_at"))
            .col(big_integer("leaf"))
            .foreign_key(ForeignKey::create().from("account", "site").to("site", "id"))
            .to_owned();
        manager.create_table(account).await?;
        let session = Table::create()
            .table("session")
            .col(string("id").primary_key())
            .col(string("account"))
            .col(string_uniq("token_digest"))
            .col(big_integer("signed_in_at"))
            .col(big_integer("idle_ms"))
            .col(big_integer("idle_until"))
            .col(big_integer("absolute_until"))
            .col(big_integer_null("ended_at"))
            .col(big_integer("leaf"))
            .foreign_key(ForeignKey::create().from("session", "account").to("account", "id"))
            .to_owned();
        manager.create_table(session).await?;
        manager.create_index(Index::create().name("session_account").table("session").col("account").to_owned()).await
    }
}
