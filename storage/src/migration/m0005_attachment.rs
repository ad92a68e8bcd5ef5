//! Attachments: contents of files that answers name by their digest.

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
        let attachment = Table::create()
            .table("attachment")
            // The address: a keyed digest of record and content, so that the table does not tell who holds which known file.
            .col(string("id").primary_key())
            .col(string("patient"))
            .col(string("record"))
            .col(string("media_type"))
            .col(big_integer("size"))
            .col(blob("content"))
            .col(string("actor"))
            .col(big_integer("at"))
            .col(big_integer("leaf"))
            .foreign_key(ForeignKey::create().from("attachment", "record").to("record", "id"))
            .to_owned();
        manager.create_table(attachment).await?;
        // What a record holds is counted at each upload; what is old is looked for when uploads are cleared.
        manager.create_index(Index::create().name("attachment_record").table("attachment").col("record").to_owned()).await?;
        manager.create_index(Index::create().name("attachment_at").table("attachment").col("at").to_owned()).await
    }
}
