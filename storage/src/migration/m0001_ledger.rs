//! The ledger: leaves and the head.

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
        // idx is the primary key, so two leaves can never share an index, whoever writes.
        let leaf = Table::create()
            .table("leaf")
            .col(big_integer("idx").primary_key())
            .col(string("kind"))
            .col(string("table_name"))
            .col(string("row_id"))
            .col(string("act"))
            .col(string_null("patient"))
            .col(big_integer("at"))
            .col(string("actor"))
            .col(blob("reason"))
            .col(blob("content"))
            .col(blob("salt"))
            .col(blob("hash"))
            .col(blob("root"))
            .to_owned();
        manager.create_table(leaf).await?;
        // The log of one patient is read often.
        manager.create_index(Index::create().name("leaf_patient").table("leaf").col("patient").to_owned()).await?;
        let head = Table::create()
            .table("tree_head")
            .col(big_integer("id").primary_key())
            .col(big_integer("size"))
            .col(blob("root"))
            .col(blob("peaks"))
            .col(blob("mac"))
            .col(blob("key_check"))
            .to_owned();
        manager.create_table(head).await
    }
}
