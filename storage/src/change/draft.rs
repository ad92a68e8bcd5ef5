//! Drafts: what was typed and is not yet submitted. Mutable, autosaved, optimistically locked, sealed like everything else.

use crate::access::right::Right;
use crate::change::held::demand_held;
use crate::change::record::{demand_published, demand_same_form, load_open_record, state_of};
use crate::change::rule::demand_content;
use crate::error::{Error, Refusal};
use crate::form_ref::FormRef;
use crate::seal::envelope::{Cell, seal};
use crate::secret::Content;
use crate::state::RecordState;
use crate::table::{draft, record};
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::EntityTrait;

/// The cell of a draft's sealed contents.
pub(crate) fn content_cell(record: &str) -> Cell<'_> {
    Cell { table: "draft", column: "content", row: record }
}

/// Saves a draft of a record.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    /// Record id.
    pub record: String,
    /// Form version it is being filled with.
    pub form: FormRef,
    /// Canonical JSON of answers and reasons.
    pub content: Content,
    /// The draft version that was read before typing; 0 when there was none.
    pub expected_version: i64,
}

/// Throws a draft away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscardDraft {
    /// Record id.
    pub record: String,
    /// The draft version that was read.
    pub expected_version: i64,
}

impl SaveDraft {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        demand_published(turn, &self.form).await?;
        demand_content(self.content.expose())?;
        let (record, patient, key) = load_open_record(turn, &self.record).await?;
        demand_same_form(&record, &self.form)?;
        demand_held(turn, &record.id, self.content.expose()).await?;
        let standing = draft::Entity::find_by_id(&record.id).one(turn.txn).await?;
        let current = standing.as_ref().map_or(0, |d| d.version);
        if current != self.expected_version {
            return Err(Refusal::Stale { current }.into());
        }
        let version = current.max(record.draft_base).saturating_add(1);
        let row = draft::Model {
            id: record.id.clone(),
            patient: patient.id,
            version,
            form: self.form.id.clone(),
            form_version: self.form.version.clone(),
            form_digest: self.form.digest.clone(),
            content: seal(key.bytes(), content_cell(&record.id), self.content.expose().as_bytes())?,
            saved_at: turn.at.0,
            saved_by: turn.actor.id().to_owned(),
            leaf: 0,
        };
        if standing.is_some() {
            turn.update(row).await?;
        } else {
            turn.insert(row).await?;
        }
        let state = mark_saved(turn, record).await?;
        Ok(Written { id: self.record.clone(), version, state: Some(state), ..Written::default() })
    }
}

/// A due record becomes SVD with its first draft; a submitted one keeps its state.
async fn mark_saved(turn: &mut Turn<'_>, record: record::Model) -> Result<RecordState, Error> {
    let state = state_of(&record)?;
    if state != RecordState::Due {
        return Ok(state);
    }
    let saved = record::Model { state: RecordState::Saved.word().to_owned(), changed_at: turn.at.0, ..record };
    turn.update(saved).await?;
    Ok(RecordState::Saved)
}

impl DiscardDraft {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        let (record, _, _) = load_open_record(turn, &self.record).await?;
        let found = draft::Entity::find_by_id(&record.id).one(turn.txn).await?;
        let row = found.ok_or(Refusal::NotFound { what: "draft" })?;
        if row.version != self.expected_version {
            return Err(Refusal::Stale { current: row.version }.into());
        }
        let version = row.version;
        turn.discard(row).await?;
        let state = if record.revision == 0 { RecordState::Due } else { state_of(&record)? };
        let left = record::Model { state: state.word().to_owned(), draft_base: version, changed_at: turn.at.0, ..record };
        turn.update(left).await?;
        Ok(Written { id: self.record.clone(), state: Some(state), ..Written::default() })
    }
}
