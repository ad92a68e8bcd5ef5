//! The shapes that reads return. `Debug` of anything that identifies a patient or holds answers is redacted by its parts.

use crate::access::actor::Role;
use crate::change::publication::PublicationKind;
use crate::form_ref::{FindingSummary, FormRef};
use crate::identity::Identity;
use crate::secret::{Content, FileContent};
use crate::state::RecordState;
use crate::time::Timestamp;
use std::fmt;

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Short id.
    pub id: String,
    /// Name in Japanese.
    pub name_ja: String,
    /// Name in English.
    pub name_en: String,
}

/// An account, without anything secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Account id.
    pub id: String,
    /// Sign-in name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Site, for roles of one site.
    pub site: Option<String>,
    /// Switched on.
    pub active: bool,
    /// Rests after failed attempts until this moment.
    pub locked_until: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The content of an attached file.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Media type.
    pub media_type: String,
    /// The bytes.
    pub content: FileContent,
}

/// What to look for in the patient list.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PatientQuery {
    /// Registry id, hospital number, or (part of) a name or kana; empty lists all.
    pub search: String,
    /// Page, from 0.
    pub page: u32,
    /// Rows per page, 1 to 200; 0 means 50.
    pub per_page: u32,
}

impl fmt::Debug for PatientQuery {
    /// Without the search, which is often a name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PatientQuery").field("page", &self.page).field("per_page", &self.per_page).finish_non_exhaustive()
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many there are in all (within the bound of the search).
    pub total: u64,
    /// The page, from 0.
    pub page: u32,
    /// Rows per page.
    pub per_page: u32,
}

/// A patient in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientRow {
    /// Registry id.
    pub id: String,
    /// Site.
    pub site: String,
    /// Identifiers, when the role may read them and they were given.
    pub identity: Option<Identity>,
    /// When the patient was registered.
    pub registered_at: Timestamp,
    /// The patient's records.
    pub records: Vec<RecordHead>,
}

/// A patient with everything that hangs below, without contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Registry id.
    pub id: String,
    /// Site.
    pub site: String,
    /// Identifiers, when the role may read them and they were given.
    pub identity: Option<Identity>,
    /// When the patient was registered.
    pub registered_at: Timestamp,
    /// Places, parents before children, in the order they were opened.
    pub places: Vec<Place>,
    /// Records, in the order they were opened.
    pub records: Vec<RecordHead>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Place id.
    pub id: String,
    /// Patient it belongs to.
    pub patient: String,
    /// The place above; `None` for the root.
    pub parent: Option<String>,
    /// Level id of `registry.yaml`.
    pub level: String,
    /// 1, 2, 3... among the places of this level below the same parent.
    pub ordinal: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
}

/// A record without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordHead {
    /// Record id.
    pub id: String,
    /// Patient.
    pub patient: String,
    /// Site of the patient.
    pub site: String,
    /// Place.
    pub place: String,
    /// Form version of the latest revision, or the one it was opened with.
    pub form: FormRef,
    /// 1 unless the form may be filled several times at a place.
    pub ordinal: i64,
    /// State.
    pub state: RecordState,
    /// Latest revision number; 0 before the first submission.
    pub revision: i64,
    /// Version of the draft that is waiting; 0 when there is none.
    pub draft_version: i64,
    /// Last change of the record row.
    pub changed_at: Timestamp,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Record id.
    pub record: String,
    /// Version, from 1.
    pub version: i64,
    /// Form version it is being filled with.
    pub form: FormRef,
    /// Canonical JSON.
    pub content: Content,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Account id of who saved it.
    pub saved_by: String,
    /// Their name.
    pub saved_by_name: String,
}

/// An immutable revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// 1, 2, 3...
    pub number: i64,
    /// Form version it was filled with.
    pub form: FormRef,
    /// Canonical JSON.
    pub content: Content,
    /// Short account of the findings.
    pub findings: FindingSummary,
    /// State of the record after it.
    pub state: RecordState,
    /// Why (corrections).
    pub reason: Content,
    /// When it was submitted.
    pub at: Timestamp,
    /// Account id of who submitted it.
    pub actor: String,
    /// Their name.
    pub actor_name: String,
    /// Its leaf in the ledger.
    pub leaf: i64,
}

/// A record with its history and draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The record.
    pub head: RecordHead,
    /// Its place.
    pub place: Place,
    /// All revisions, oldest first.
    pub revisions: Vec<Revision>,
    /// The waiting draft.
    pub draft: Option<Draft>,
}

/// The latest submitted contents of another record at the same place or above: what rules read as `form.item`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextRecord {
    /// Record id.
    pub record: String,
    /// Form version of the revision.
    pub form: FormRef,
    /// Level of its place.
    pub level: String,
    /// Place id.
    pub place: String,
    /// 1 unless the form may be filled several times at a place.
    pub ordinal: i64,
    /// State of the record.
    pub state: RecordState,
    /// Revision number.
    pub revision: i64,
    /// When that revision was submitted.
    pub at: Timestamp,
    /// Canonical JSON.
    pub content: Content,
    /// Short account of its findings.
    pub findings: FindingSummary,
}

/// A patient who may be the same person as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Registry id of the patient that stands.
    pub patient: String,
    /// Site.
    pub site: String,
    /// True when the hospital number agrees; false when kana and birth date do.
    pub same_mrn: bool,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Row id.
    pub id: String,
    /// Form, product or registry.
    pub kind: PublicationKind,
    /// Its id.
    pub key: String,
    /// Its version.
    pub version: String,
    /// Digest of the meaning.
    pub digest: String,
    /// JSON `[{path, text}]`.
    pub bundle: String,
    /// Who published it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// Its leaf; a higher leaf is a later publication.
    pub leaf: i64,
}

/// A cheap mark that differs whenever the catalogue of publications differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CatalogueStamp {
    /// Number of publications.
    pub count: i64,
    /// Leaf of the latest.
    pub latest: i64,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Leaf index.
    pub index: i64,
    /// Kind of change, e.g. `revision.submit`.
    pub kind: String,
    /// Table of the row.
    pub table: String,
    /// Id of the row.
    pub row: String,
    /// Patient concerned, if any.
    pub patient: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Account id or `console:<name>`.
    pub actor: String,
    /// Why.
    pub reason: Content,
}
