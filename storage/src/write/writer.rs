//! The writer: one task owns the one writing connection. It takes all requests that wait, gives each its own savepoint inside one
//! transaction, commits once, and only then answers. So a write is durable before it is acknowledged, and a busy minute costs few syncs.

use crate::change::change::{Prepared, apply};
use crate::error::{DatabaseFault, Error};
use crate::ledger::peaks::Peaks;
use crate::seal::keys::Keys;
use crate::write::head::{load_peaks, save_peaks};
use crate::write::outcome::Written;
use crate::write::request::WriteRequest;
use crate::write::turn::Turn;
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Most requests that share one commit.
const GROUP: usize = 256;

/// A request on its way to the writer.
pub(crate) struct Job {
    /// The request.
    pub request: WriteRequest,
    /// What was computed outside the transaction.
    pub prepared: Prepared,
    /// Where the answer goes.
    pub reply: oneshot::Sender<Result<Written, Error>>,
}

/// Serves jobs until the last sender is gone.
pub(crate) async fn run(db: DatabaseConnection, keys: Arc<Keys>, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP {
            match jobs.try_recv() {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        serve(&db, &keys, group).await;
    }
}

/// Writes a group. A job that meets a fault of the machine leaves the group with its error, and the others are tried again without it:
/// after such a fault the state of a transaction is not to be trusted.
async fn serve(db: &DatabaseConnection, keys: &Keys, mut group: Vec<Job>) {
    while !group.is_empty() {
        match write_group(db, keys, &group).await {
            Ok(answers) => {
                for (job, answer) in group.drain(..).zip(answers) {
                    // The asker may have gone away; the write stands all the same.
                    let _ = job.reply.send(answer);
                }
            }
            Err(Stopped { at: Some(at), error }) if at < group.len() => {
                tracing::error!(error = %error, "a write failed and was undone");
                let _ = group.remove(at).reply.send(Err(error));
            }
            Err(Stopped { error, .. }) => {
                tracing::error!(error = %error, writes = group.len(), "a commit failed and was undone");
                for job in group.drain(..) {
                    let _ = job.reply.send(Err(same_error(&error)));
                }
            }
        }
    }
}

/// A group that could not be written, and the job that was to blame, if one was.
struct Stopped {
    at: Option<usize>,
    error: Error,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Stopped { at: None, error }
    }
}

/// All or nothing for the group; within it, refused jobs leave no trace.
async fn write_group(db: &DatabaseConnection, keys: &Keys, group: &[Job]) -> Result<Vec<Result<Written, Error>>, Stopped> {
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
    let txn = db.begin_with_options(options).await.map_err(Error::from)?;
    let mut peaks = load_peaks(&txn, keys).await?;
    let before = peaks.size();
    let mut answers = Vec::with_capacity(group.len());
    for (at, job) in group.iter().enumerate() {
        match write_one(&txn, keys, job, &mut peaks).await {
            Ok(written) => answers.push(Ok(written)),
            Err(Error::Refused(refusal)) => answers.push(Err(Error::Refused(refusal))),
            Err(error) => {
                let _ = txn.rollback().await;
                return Err(Stopped { at: Some(at), error });
            }
        }
    }
    if peaks.size() > before {
        save_peaks(&txn, keys, &peaks).await?;
        txn.commit().await.map_err(Error::from)?;
    } else {
        txn.rollback().await.map_err(Error::from)?;
    }
    Ok(answers)
}

/// One job in its own savepoint; the ledger moves on only when it succeeds.
async fn write_one(txn: &DatabaseTransaction, keys: &Keys, job: &Job, peaks: &mut Peaks) -> Result<Written, Error> {
    let savepoint = txn.begin().await?;
    let WriteRequest { actor, at, reason, change } = &job.request;
    let mut turn = Turn::new(&savepoint, keys, actor, *at, reason.trim(), change.kind(), peaks.clone());
    match apply(change, &job.prepared, &mut turn).await {
        Ok(written) => {
            let after = turn.peaks;
            savepoint.commit().await?;
            *peaks = after;
            Ok(Written { ledger_size: peaks.size(), ..written })
        }
        Err(error) => {
            savepoint.rollback().await?;
            Err(error)
        }
    }
}

fn same_error(error: &Error) -> Error {
    match error {
        Error::LedgerBroken => Error::LedgerBroken,
        Error::Database(fault) => Error::Database(fault.clone()),
        _ => Error::Database(DatabaseFault::new("the shared commit failed")),
    }
}
