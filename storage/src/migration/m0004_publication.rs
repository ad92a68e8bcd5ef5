//! Publications: the database is the authority for published versions.

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
        let publication = Table::create()
            .table("publication")
            .col(string("id").primary_key())
            .col(string("kind"))
            .col(string("key"))
            .col(string("version"))
            .col(string("digest"))
            .col(text("bundle"))
            .col(string("author"))
            .col(string_null("approver"))
            .col(big_integer("at"))
            .col(big_integer("leaf"))
            .to_owned();
        manager.create_table(publication).await?;
        // A published id and version stands for one digest for good.
        let one = Index::create()
            .name("publication_one")
            .table("publication")
            .col("kind")
            .col("key")
            .col("version")
            .unique()
            .to_owned();
        manager.create_index(one).await
    }
}
