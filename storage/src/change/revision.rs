//! Submitting: an immutable revision; the draft it came from goes.

use crate::access::right::Right;
use crate::change::held::demand_held;
use crate::change::identified::with_identity;
use crate::change::new_revision::{NewRevision, add_revision, state_after};
use crate::change::record::{demand_published, demand_same_form, load_open_record};
use crate::change::restated::Restated;
use crate::change::rule::demand_content;
use crate::error::{Error, Refusal};
use crate::form_ref::{FindingSummary, FormRef};
use crate::identity::Identity;
use crate::secret::Content;
use crate::table::{draft, record};
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::EntityTrait;

/// Submits a revision of a record. A second or later one is a correction and needs a reason (in the request).
#[derive(Debug, Clone)]
pub struct SubmitRevision {
    /// Record id.
    pub record: String,
    /// Form version it was filled with.
    pub form: FormRef,
    /// Canonical JSON of answers and reasons.
    pub content: Content,
    /// Short account of the findings; errors keep the record at ERR, none makes it CMP.
    pub findings: FindingSummary,
    /// The latest revision that was read; 0 when there was none.
    pub expected_revision: i64,
    /// The draft version that was submitted; `None` when the caller had no draft in view.
    pub expected_draft: Option<i64>,
    /// Other records of the patient that say something else because of this one: they get a revision in the same transaction.
    pub restated: Vec<Restated>,
    /// New identifiers when this is the registration form, as `registry.yaml` maps them.
    pub identity: Option<Identity>,
}

impl SubmitRevision {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        demand_published(turn, &self.form).await?;
        demand_content(self.content.expose())?;
        let (record, patient, key) = load_open_record(turn, &self.record).await?;
        demand_same_form(&record, &self.form)?;
        demand_held(turn, &record.id, self.content.expose()).await?;
        if record.revision != self.expected_revision {
            return Err(Refusal::Stale { current: record.revision }.into());
        }
        // R021 audit trail: the first revision speaks for itself, every later one says why.
        if record.revision > 0 && turn.reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let draft_base = self.take_draft(turn, &record).await?;
        if self.identity.is_some() {
            let identified = with_identity(turn, patient, &key, self.identity.as_ref())?;
            turn.update(identified).await?;
        }
        let (number, state) = (record.revision.saturating_add(1), state_after(&self.findings));
        let new = NewRevision {
            record: &record.id,
            patient: &record.patient,
            number,
            form: &self.form,
            content: &self.content,
            findings: &self.findings,
            reason: turn.reason.to_owned(),
            state,
        };
        add_revision(turn, &key, new).await?;
        let moved = record::Model {
            form: self.form.id.clone(),
            form_version: self.form.version.clone(),
            form_digest: self.form.digest.clone(),
            state: state.word().to_owned(),
            revision: number,
            draft_base,
            changed_at: turn.at.0,
            ..record
        };
        let patient = moved.patient.clone();
        turn.update(moved).await?;
        for restated in &self.restated {
            restated.apply(turn, &patient).await?;
        }
        Ok(Written { id: self.record.clone(), version: number, state: Some(state), ..Written::default() })
    }

    /// Removes the draft that was submitted; refuses when it moved on meanwhile. Gives the last draft version that is gone.
    async fn take_draft(&self, turn: &mut Turn<'_>, record: &record::Model) -> Result<i64, Error> {
        let found = draft::Entity::find_by_id(&record.id).one(turn.txn).await?;
        let current = found.as_ref().map_or(0, |d| d.version);
        if self.expected_draft.is_some_and(|expected| expected != current) {
            return Err(Refusal::Stale { current }.into());
        }
        match found {
            Some(row) => {
                turn.discard(row).await?;
                Ok(current)
            }
            None => Ok(record.draft_base),
        }
    }
}
