//! How storage can fail: a `Refusal` is an answer to the person (a rule said no), every other `Error` is the machine's trouble.
//! Neither ever carries a name, an answer, a password or a token.

/// A rule that holds for every way in said no; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The role may not do this at all.
    #[error("your role may not do this")]
    NotAllowed,
    /// The thing is absent, or belongs to another site: the two are not told apart.
    #[error("there is no such {what}")]
    NotFound {
        /// The kind of thing looked for: `record`, `patient`, `place`, `account`, ...
        what: &'static str,
    },
    /// Somebody saved in between; `current` is the version that now stands.
    #[error("this was changed in the meantime (now at version {current}); read it again before saving")]
    Stale {
        /// The version or revision number that is stored now.
        current: i64,
    },
    /// A correction says why.
    #[error("a correction needs a reason")]
    ReasonMissing,
    /// An id, login or version that is taken.
    #[error("this {what} exists already")]
    Exists {
        /// The kind of thing that stands in the way.
        what: &'static str,
    },
    /// The same person seems to be registered at this site already, and the request did not say that it knows.
    #[error("this site has a patient who seems to be the same person: {patient}")]
    Duplicate {
        /// The registry id of the patient who stands already (always of the actor's own site).
        patient: String,
    },
    /// An answer names a file that was not sent, or sent with another size or type.
    #[error("an attached file is not there; please choose it again")]
    AttachmentMissing,
    /// A record that is locked or signed takes no change.
    #[error("this record is locked")]
    Locked,
    /// A published version stands for good.
    #[error("`{key}` {version} is published with other contents; a correction is a new version")]
    Published {
        /// The form, product or registry id.
        key: String,
        /// Its version.
        version: String,
    },
    /// Sign-in failed; which part was wrong is not said.
    #[error("the sign-in name, password or one-time code is wrong, or the account is resting after failed attempts")]
    SignIn,
    /// A value outside its rule.
    #[error("{field}: {rule}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// What the field must be.
        rule: &'static str,
    },
}

/// The machine could not, or a rule refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] DatabaseFault),
    /// The master key file cannot be used.
    #[error("the master key file cannot be used: {0}")]
    MasterKey(&'static str),
    /// The master key file cannot be read or written.
    #[error("the master key file cannot be read or written")]
    MasterKeyFile(#[source] std::io::Error),
    /// The database was sealed with another master key.
    #[error("this database was sealed with another master key")]
    OtherMasterKey,
    /// Something sealed does not open: it was changed, or moved from its row or column.
    #[error("{table}.{column} of `{row}` does not open")]
    Unsealable {
        /// Table of the sealed value.
        table: &'static str,
        /// Column of the sealed value.
        column: &'static str,
        /// Row id.
        row: String,
    },
    /// A stored value has no meaning (an unknown role, state or kind).
    #[error("{table}.{column} holds an unknown word")]
    Unreadable {
        /// Table of the value.
        table: &'static str,
        /// Column of the value.
        column: &'static str,
    },
    /// The ledger's head does not fit its leaves; nothing is written until `verify` has been read.
    #[error("the ledger's head does not fit its leaves; run `ctr verify`")]
    LedgerBroken,
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    Random,
    /// A password could not be hashed.
    #[error("the password could not be hashed")]
    PasswordHash,
    /// The store was closed while the write waited.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    /// The refusal, when this is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Error::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// What the database said, reduced to its kind: statements and values never reach a message or a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct DatabaseFault {
    kind: String,
}

impl DatabaseFault {
    /// A fault described by words that hold no value of a row.
    pub(crate) fn new(kind: impl Into<String>) -> Self {
        DatabaseFault { kind: kind.into() }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(fault: sea_orm::DbErr) -> Self {
        use sea_orm::{DbErr, RuntimeErr};
        let kind = match &fault {
            DbErr::Conn(RuntimeErr::SqlxError(e))
            | DbErr::Exec(RuntimeErr::SqlxError(e))
            | DbErr::Query(RuntimeErr::SqlxError(e)) => match e.as_database_error() {
                Some(e) => format!("database error {}", e.code().unwrap_or_default()),
                None => "connection, pool or decoding error".to_owned(),
            },
            DbErr::ConnectionAcquire(_) => "no connection was free in time".to_owned(),
            DbErr::Type(_) => "a column holds a value of another type".to_owned(),
            DbErr::RecordNotUpdated => "the row to update is gone".to_owned(),
            DbErr::Migration(_) => "a migration failed".to_owned(),
            _ => "the statement could not be run".to_owned(),
        };
        Error::Database(DatabaseFault::new(kind))
    }
}
