//! The store: an open database with its writer and readers.

use crate::access::actor::Actor;
use crate::error::Error;
use crate::identity::Identity;
use crate::read::view::*;
use crate::seal::master_key::MasterKey;
use crate::secret::SessionToken;
use crate::sign_in::attempt::{Attempt, Session, SignedIn};
use crate::time::Timestamp;
use crate::verify::report::{LedgerHead, Report};
use crate::write::request::{WriteRequest, Written};

/// An open registry database. Cheap to clone; all clones share one writer.
#[derive(Debug, Clone)]
pub struct Store {}

#[expect(unused_variables, reason = "skeleton")]
impl Store {
    /// Opens a database (`sqlite://path?mode=rwc` or `postgres://..`), runs its migrations and starts the writer on the current tokio runtime.
    pub async fn open(url: &str, key: MasterKey) -> Result<Store, Error> {
        Err(Error::Closed)
    }

    /// Finishes waiting writes and closes the connections.
    pub async fn close(&self) -> Result<(), Error> {
        Err(Error::Closed)
    }

    /// The one door for a change. Returns after the change is durable; `Error::Refused` says why nothing was written.
    pub async fn write(&self, request: WriteRequest) -> Result<Written, Error> {
        Err(Error::Closed)
    }

    /// Signs in with both factors; counts failures; a one-time code is accepted once. Refuses with `Refusal::SignIn`.
    pub async fn sign_in(&self, attempt: Attempt) -> Result<SignedIn, Error> {
        Err(Error::Closed)
    }

    /// The running session of a token, or `None` when it ended, was never, or its account is switched off. Extends the idle time.
    pub async fn find_session(&self, token: &SessionToken, at: Timestamp) -> Result<Option<Session>, Error> {
        Err(Error::Closed)
    }

    /// The sites an actor may know of (own site; all for the roles of the registry).
    pub async fn list_sites(&self, actor: &Actor) -> Result<Vec<Site>, Error> {
        Err(Error::Closed)
    }

    /// All accounts; for administrators and the console, else empty.
    pub async fn list_accounts(&self, actor: &Actor) -> Result<Vec<Account>, Error> {
        Err(Error::Closed)
    }

    /// The account of a sign-in name; for administrators and the console.
    pub async fn find_account(&self, actor: &Actor, login: &str) -> Result<Option<Account>, Error> {
        Err(Error::Closed)
    }

    /// The patients in scope, newest first, searched and paged.
    pub async fn list_patients(&self, actor: &Actor, query: &PatientQuery) -> Result<Page<PatientRow>, Error> {
        Err(Error::Closed)
    }

    /// A patient with places and records.
    pub async fn find_patient(&self, actor: &Actor, patient: &str) -> Result<Option<Patient>, Error> {
        Err(Error::Closed)
    }

    /// Patients who may be this person: of the own site for its users, of all sites for registry staff.
    pub async fn list_suspects(&self, actor: &Actor, identity: &Identity) -> Result<Vec<Suspect>, Error> {
        Err(Error::Closed)
    }

    /// A place in scope.
    pub async fn find_place(&self, actor: &Actor, place: &str) -> Result<Option<Place>, Error> {
        Err(Error::Closed)
    }

    /// A record with all its revisions and its draft.
    pub async fn find_record(&self, actor: &Actor, record: &str) -> Result<Option<Record>, Error> {
        Err(Error::Closed)
    }

    /// The waiting draft of a record.
    pub async fn find_draft(&self, actor: &Actor, record: &str) -> Result<Option<Draft>, Error> {
        Err(Error::Closed)
    }

    /// Latest submitted contents of all records at this place and the places above it.
    pub async fn list_context(&self, actor: &Actor, place: &str) -> Result<Vec<ContextRecord>, Error> {
        Err(Error::Closed)
    }

    /// All publications, in the order they were published.
    pub async fn list_publications(&self) -> Result<Vec<Publication>, Error> {
        Err(Error::Closed)
    }

    /// Changes whenever something was published.
    pub async fn catalogue_stamp(&self) -> Result<CatalogueStamp, Error> {
        Err(Error::Closed)
    }

    /// Lines of the log from a leaf index on, at most `limit` (1 to 1000).
    pub async fn list_log(&self, actor: &Actor, from: i64, limit: u64) -> Result<Vec<LogEntry>, Error> {
        Err(Error::Closed)
    }

    /// The ledger's head: keep a copy elsewhere and give it to `verify_since` later.
    pub async fn ledger_head(&self) -> Result<LedgerHead, Error> {
        Err(Error::Closed)
    }

    /// Recomputes everything: rows against leaves, leaves against the tree, the head against the master key.
    pub async fn verify(&self) -> Result<Report, Error> {
        Err(Error::Closed)
    }

    /// As `verify`, and the ledger must continue a head seen earlier (detects a database rolled back to an older copy).
    pub async fn verify_since(&self, earlier: &LedgerHead) -> Result<Report, Error> {
        Err(Error::Closed)
    }
}
