//! The store: an open database with its one writer and its readers. The ways to read it are in `read/`, `verify/` and `sign_in/`.

use crate::change::change::Prepared;
use crate::error::Error;
use crate::migration::Migrator;
use crate::seal::keys::Keys;
use crate::seal::master_key::MasterKey;
use crate::sign_in::password::Hasher;
use crate::write::head::ensure_head;
use crate::write::outcome::Written;
use crate::write::request::WriteRequest;
use crate::write::writer::{self, Job};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

/// Requests that may wait for the writer before callers wait for room.
const QUEUE: usize = 1024;
/// Connections for reading.
const READERS: u32 = 6;

/// An open registry database. Cheap to clone; all clones share one writer.
///
/// ```no_run
/// # async fn example() -> Result<(), storage::Error> {
/// use storage::{MasterKey, Store};
/// let key = MasterKey::read(std::path::Path::new("master.key"))?;
/// let store = Store::open("sqlite://registry.sqlite?mode=rwc", key).await?;
/// assert!(store.verify().await?.is_clean());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Store(Arc<Open>);

struct Open {
    readers: DatabaseConnection,
    keys: Arc<Keys>,
    hasher: Hasher,
    door: Mutex<Option<Door>>,
}

/// The way to the writer; gone once the store is closed.
struct Door {
    jobs: mpsc::Sender<Job>,
    writer: JoinHandle<()>,
    connection: DatabaseConnection,
}

impl Store {
    /// Opens a database (`sqlite://path?mode=rwc` or `postgres://..`), runs its migrations and starts the writer on the current
    /// tokio runtime. Refuses a database that was sealed with another master key.
    pub async fn open(url: &str, key: MasterKey) -> Result<Store, Error> {
        let keys = Arc::new(Keys::derive(&key)?);
        let connection = Database::connect(options(url, 1, Access::Write)).await?;
        Migrator::up(&connection, None).await?;
        ensure_head(&connection, &keys).await?;
        let readers = Database::connect(options(url, READERS, Access::Read)).await?;
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let writer = tokio::spawn(writer::run(connection.clone(), keys.clone(), waiting));
        let door = Mutex::new(Some(Door { jobs, writer, connection }));
        let hasher = tokio::task::spawn_blocking(Hasher::new).await.map_err(|_| Error::PasswordHash)??;
        Ok(Store(Arc::new(Open { readers, keys, hasher, door })))
    }

    /// The one door for a change. Returns after the change is durable; `Error::Refused` says why nothing was written.
    pub async fn write(&self, request: WriteRequest) -> Result<Written, Error> {
        let password_hash = match request.change.password() {
            Some(password) => Some(self.0.hasher.hash(password).await?),
            None => None,
        };
        let jobs = self.0.door.lock().await.as_ref().map(|door| door.jobs.clone()).ok_or(Error::Closed)?;
        let (reply, answer) = oneshot::channel();
        let job = Job { request, prepared: Prepared { password_hash }, reply };
        jobs.send(job).await.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Lets waiting writes finish, then closes the connections. Later writes answer `Error::Closed`.
    pub async fn close(&self) -> Result<(), Error> {
        let Some(Door { jobs, writer, connection }) = self.0.door.lock().await.take() else { return Ok(()) };
        drop(jobs);
        writer.await.map_err(|_| Error::Closed)?;
        self.0.readers.clone().close().await?;
        connection.close().await?;
        Ok(())
    }

    /// The reading connections.
    pub(crate) fn readers(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// The working keys.
    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The password hasher.
    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store(..)")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// SQLite: a write-ahead log that is synced at every commit, foreign keys, patience with other processes, readers that cannot write.
/// Statements are never logged: they carry values.
fn options(url: &str, connections: u32, access: Access) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).min_connections(1).acquire_timeout(Duration::from_secs(20)).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", "10000")
            .pragma("query_only", if access == Access::Read { "ON" } else { "OFF" })
    });
    options
}
