//! The whole verification, in one snapshot of the database: leaves first, then the head, then every table.

use crate::error::Error;
use crate::ledger::hex::hex;
use crate::seal::keys::Keys;
use crate::store::Store;
use crate::table::{account, attachment, draft, patient, place, publication, record, revision, session, site, tree_head};
use crate::verify::attachments::check_attachments;
use crate::verify::leaves::{Leaves, read_leaves};
use crate::verify::report::{Fault, LedgerHead, Problem, Report};
use crate::verify::rows::{check_rows, missing_rows};
use crate::write::head::{HEAD_ID, head_mac};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, IsolationLevel, TransactionTrait,
};

impl Store {
    /// Recomputes everything: rows against leaves, leaves against the tree, the head against the master key, files against their digests.
    pub async fn verify(&self) -> Result<Report, Error> {
        self.verify_from(None).await
    }

    /// As `verify`, and the ledger must continue a head seen earlier (detects a database rolled back to an older copy).
    pub async fn verify_since(&self, earlier: &LedgerHead) -> Result<Report, Error> {
        self.verify_from(Some(earlier)).await
    }

    async fn verify_from(&self, earlier: Option<&LedgerHead>) -> Result<Report, Error> {
        let snapshot = begin_snapshot(self.readers()).await?;
        let mut report = Report::default();
        let mut leaves = read_leaves(&snapshot, earlier.map(|head| head.size), &mut report).await?;
        check_head(&snapshot, self.keys(), &leaves, &mut report).await?;
        if let Some(earlier) = earlier.filter(|head| leaves.root_at_mark.as_ref() != Some(&head.root)) {
            report.problems.push(Problem { table: "leaf".into(), id: earlier.size.to_string(), fault: Fault::HistoryRewritten });
        }
        // One row per table behind the door.
        check_rows::<site::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<account::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<session::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<patient::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<place::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<record::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<draft::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<revision::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<attachment::Model>(&snapshot, &mut leaves, &mut report).await?;
        check_rows::<publication::Model>(&snapshot, &mut leaves, &mut report).await?;
        missing_rows(&leaves, &mut report);
        check_attachments(&snapshot, self.keys(), &mut report).await?;
        report.root = hex(&leaves.peaks.root());
        snapshot.rollback().await?;
        Ok(report)
    }
}

/// One view of the whole database while writers go on: SQLite's read transactions are that by nature, PostgreSQL is asked for it.
async fn begin_snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    let isolation = (db.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
    Ok(db.begin_with_config(isolation, None).await?)
}

/// The stored head says what the leaves say, and a holder of the master key wrote it.
async fn check_head(db: &impl ConnectionTrait, keys: &Keys, leaves: &Leaves, report: &mut Report) -> Result<(), Error> {
    let mut problem = |fault| report.problems.push(Problem { table: "tree_head".into(), id: HEAD_ID.to_string(), fault });
    let head = match tree_head::Entity::find_by_id(HEAD_ID).one(db).await {
        Ok(Some(head)) => head,
        Ok(None) => {
            problem(Fault::RowMissing);
            return Ok(());
        }
        Err(_) => {
            problem(Fault::RowUnreadable);
            return Ok(());
        }
    };
    let same_size = u64::try_from(head.size).is_ok_and(|size| size == leaves.peaks.size());
    if !same_size || head.root != leaves.peaks.root() || head.peaks != leaves.peaks.to_bytes() {
        problem(Fault::HeadDiffers);
    }
    if head.mac != head_mac(keys, head.size, &head.root, &head.peaks)? || head.key_check != keys.check {
        problem(Fault::HeadForged);
    }
    Ok(())
}
