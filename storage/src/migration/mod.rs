//! The migrations, in order: one file, one row. An applied migration never changes; a new one follows.

mod m0001_ledger;
mod m0002_accounts;
mod m0003_records;
mod m0004_publication;
mod m0005_attachment;

use sea_orm_migration::prelude::*;

/// Runs the migrations.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_ledger::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_records::Migration),
            Box::new(m0004_publication::Migration),
            Box::new(m0005_attachment::Migration),
        ]
    }
}
