//! Patients, places, records, drafts and revisions.

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
        manager.create_table(patient()).await?;
        for (name, column) in [
            ("patient_site", "site"),
            ("patient_key_kana", "key_kana"),
            ("patient_key_kana_birth", "key_kana_birth"),
            ("patient_key_mrn", "key_mrn"),
        ] {
            manager.create_index(Index::create().name(name).table("patient").col(column).to_owned()).await?;
        }
        manager.create_table(place()).await?;
        manager.create_index(Index::create().name("place_patient").table("place").col("patient").to_owned()).await?;
        manager.create_table(record()).await?;
        manager.create_index(Index::create().name("record_patient").table("record").col("patient").to_owned()).await?;
        // One record per form, place and ordinal, whoever writes.
        let one = Index::create().name("record_one").table("record").col("place").col("form").col("ordinal").unique().to_owned();
        manager.create_index(one).await?;
        manager.create_table(draft()).await?;
        manager.create_index(Index::create().name("draft_patient").table("draft").col("patient").to_owned()).await?;
        manager.create_table(revision()).await?;
        let one = Index::create().name("revision_one").table("revision").col("record").col("number").unique().to_owned();
        manager.create_index(one).await
    }
}

fn patient() -> TableCreateStatement {
    Table::create()
        .table("patient")
        .col(string("id").primary_key())
        .col(string("site"))
        .col(blob("data_key"))
        .col(blob_null("identity"))
        .col(blob_null("key_kana"))
        .col(blob_null("key_kana_birth"))
        .col(blob_null("key_mrn"))
        .col(big_integer("registered_at"))
        .col(big_integer("leaf"))
        .foreign_key(ForeignKey::create().from("patient", "site").to("site", "id"))
        .to_owned()
}

fn place() -> TableCreateStatement {
    Table::create()
        .table("place")
        .col(string("id").primary_key())
        .col(string("patient"))
        .col(string_null("parent"))
        .col(string("level"))
        .col(big_integer("ordinal"))
        .col(big_integer("opened_at"))
        .col(big_integer("leaf"))
        .foreign_key(ForeignKey::create().from("place", "patient").to("patient", "id"))
        .foreign_key(ForeignKey::create().from("place", "parent").to("place", "id"))
        .to_owned()
}

fn record() -> TableCreateStatement {
    Table::create()
        .table("record")
        .col(string("id").primary_key())
        .col(string("patient"))
        .col(string("place"))
        .col(string("form"))
        .col(string("form_version"))
        .col(string("form_digest"))
        .col(big_integer("ordinal"))
        .col(string("state"))
        .col(big_integer("revision"))
        .col(big_integer("draft_base"))
        .col(big_integer("opened_at"))
        .col(big_integer("changed_at"))
        .col(big_integer("leaf"))
        .foreign_key(ForeignKey::create().from("record", "patient").to("patient", "id"))
        .foreign_key(ForeignKey::create().from("record", "place").to("place", "id"))
        .to_owned()
}

fn draft() -> TableCreateStatement {
    Table::create()
        .table("draft")
        .col(string("id").primary_key())
        .col(string("patient"))
        .col(big_integer("version"))
        .col(string("form"))
        .col(string("form_version"))
        .col(string("form_digest"))
        .col(blob("content"))
        .col(big_integer("saved_at"))
        .col(string("saved_by"))
        .col(big_integer("leaf"))
        .foreign_key(ForeignKey::create().from("draft", "id").to("record", "id"))
        .to_owned()
}

fn revision() -> TableCreateStatement {
    Table::create()
        .table("revision")
        .col(string("id").primary_key())
        .col(string("record"))
        .col(string("patient"))
        .col(big_integer("number"))
        .col(string("form"))
        .col(string("form_version"))
        .col(string("form_digest"))
        .col(blob("content"))
        .col(blob("findings"))
        .col(big_integer("errors"))
        .col(big_integer("warnings"))
        .col(string("state"))
        .col(blob("reason"))
        .col(string("actor"))
        .col(big_integer("at"))
        .col(big_integer("leaf"))
        .foreign_key(ForeignKey::create().from("revision", "record").to("record", "id"))
        .to_owned()
}
