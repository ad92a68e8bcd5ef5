//! **storage keeps.** The registry's memory: sea-orm on SQLite or PostgreSQL, with a ledger beside every row and a seal on every answer.
//!
//! One door in: [`Store::write`] takes a [`WriteRequest`] (who, when, why, what) and writes rows and ledger leaves in one transaction.
//! Reads take an [`Actor`] and return only what that actor's scope holds; another site's rows are simply absent.
//! [`Store::verify`] recomputes everything.
//!
//! Floors, imports go down only: `error time secret random` -> `access seal ledger state` -> `attached table` -> `write/turn` -> `change` ->
//! `write/writer` -> `store` -> `read`, `verify`, `sign_in`.

pub mod access;
mod attached;
pub mod change;
pub mod error;
pub mod form_ref;
pub mod identity;
mod ledger;
mod migration;
mod random;
pub mod read;
pub mod registry_id;
pub mod seal;
pub mod secret;
pub mod sign_in;
pub mod state;
pub mod store;
mod table;
pub mod time;
pub mod verify;
pub mod write;

pub use access::actor::{Actor, Role};
pub use change::account::{CreateAccount, EnrolTotp, SetActive, SetPassword};
pub use change::attachment::{AddAttachment, ClearAttachments};
pub use change::change::Change;
pub use change::draft::{DiscardDraft, SaveDraft};
pub use change::patient::{FirstRecord, RegisterPatient};
pub use change::place::OpenPlace;
pub use change::publication::{NewPublication, PublicationKind, Publish};
pub use change::record::OpenRecord;
pub use change::restated::Restated;
pub use change::revision::SubmitRevision;
pub use change::session::EndSession;
pub use change::site::CreateSite;
pub use error::{Error, Refusal};
pub use form_ref::{FindingSummary, FormRef};
pub use identity::Identity;
pub use read::view::{
    Account, Attachment, CatalogueStamp, ContextRecord, Draft, LogEntry, Page, Patient, PatientQuery, PatientRow, Place,
    Publication, Record, RecordHead, Revision, Site, Suspect,
};
pub use seal::master_key::MasterKey;
pub use secret::{Content, FileContent, Password, SessionToken};
pub use sign_in::attempt::{Attempt, Session, SessionLimits, SignedIn};
pub use sign_in::totp::TotpSecret;
pub use state::RecordState;
pub use store::Store;
pub use time::Timestamp;
pub use verify::report::{Fault, LedgerHead, Problem, Report};
pub use write::outcome::Written;
pub use write::request::WriteRequest;
