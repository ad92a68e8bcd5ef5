//! Opening the registry's database from the command line, and writing to it in the operator's name.

use std::future::Future;
use std::path::PathBuf;

use clap::Args;
use storage::{Actor, Change, MasterKey, Store, WriteRequest, Written};

use crate::clock;
use crate::error::Error;

/// Which database, and the key it is sealed with.
#[derive(Debug, Args)]
pub struct Database {
    /// Database address, for example sqlite://registry.db?mode=rwc or postgres://host/registry
    #[arg(long, env = "CTR_DATABASE", hide_env_values = true)]
    database: String,
    /// File that holds the master key
    #[arg(long, env = "CTR_MASTER_KEY", hide_env_values = true)]
    master_key: PathBuf,
}

/// The same for commands that also work without one.
#[derive(Debug, Args)]
pub struct MaybeDatabase {
    /// Database address, for example sqlite://registry.db?mode=rwc or postgres://host/registry
    #[arg(long, env = "CTR_DATABASE", hide_env_values = true, requires = "master_key")]
    database: Option<String>,
    /// File that holds the master key
    #[arg(long, env = "CTR_MASTER_KEY", hide_env_values = true)]
    master_key: Option<PathBuf>,
}

impl MaybeDatabase {
    /// The database, when address and key are given.
    pub fn get(&self) -> Option<Database> {
        let (database, master_key) = self.database.clone().zip(self.master_key.clone())?;
        Some(Database { database, master_key })
    }
}

/// Who acts at this machine: the name that the log keeps.
#[derive(Debug, Args)]
pub struct Operator {
    /// Your name, as the log shall keep it
    #[arg(long = "by", env = "CTR_OPERATOR", hide_env_values = true, value_name = "NAME")]
    operator: String,
}

impl Operator {
    /// The operator as the storage room's actor.
    pub fn actor(&self) -> Actor {
        Actor::console(&self.operator)
    }
}

impl Database {
    /// Opens the database and runs `work` on it.
    pub fn with<Work, Answer>(&self, work: impl FnOnce(Store) -> Work) -> Result<Answer, Error>
    where
        Work: Future<Output = Result<Answer, Error>>,
    {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(Error::Runtime)?;
        runtime.block_on(async {
            let key = MasterKey::read(&self.master_key)?;
            let store = Store::open(&self.database, key).await?;
            let answer = work(store.clone()).await;
            store.close().await?;
            answer
        })
    }

    /// Opens the database and makes one change.
    pub fn write(&self, operator: &Operator, reason: &str, change: Change) -> Result<Written, Error> {
        let request = WriteRequest { actor: operator.actor(), at: clock::now(), reason: reason.to_string(), change };
        self.with(async move |store| Ok(store.write(request).await?))
    }
}
