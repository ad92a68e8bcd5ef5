//! A record that says something else because another one was corrected: its answers stay, its calculated values and findings are new.

use crate::change::held::demand_held;
use crate::change::new_revision::{NewRevision, add_revision, state_after};
use crate::change::record::load_open_record;
use crate::change::rule::demand_content;
use crate::error::{Error, Refusal};
use crate::form_ref::{FindingSummary, FormRef};
use crate::secret::Content;
use crate::table::record;
use crate::write::turn::Turn;

/// A revision that follows from the correction of another record of the same patient. It is written in the transaction of that
/// correction, so that nothing is silently stale in between.
#[derive(Debug, Clone)]
pub struct Restated {
    /// Record id.
    pub record: String,
    /// The form version under which it stands.
    pub form: FormRef,
    /// Canonical JSON: the answers as they stand, with new calculated values.
    pub content: Content,
    /// Short account of the findings now.
    pub findings: FindingSummary,
    /// The revision that was read.
    pub expected_revision: i64,
    /// Which correction it follows from, for the history.
    pub reason: String,
}

impl Restated {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>, patient: &str) -> Result<(), Error> {
        demand_content(self.content.expose())?;
        let (record, _, key) = load_open_record(turn, &self.record).await?;
        if record.patient != patient || record.form_digest != self.form.digest {
            return Err(Refusal::NotFound { what: "record" }.into());
        }
        demand_held(turn, &record.id, self.content.expose()).await?;
        if record.revision != self.expected_revision {
            return Err(Refusal::Stale { current: record.revision }.into());
        }
        let (number, state) = (record.revision.saturating_add(1), state_after(&self.findings));
        let new = NewRevision {
            record: &record.id,
            patient: &record.patient,
            number,
            form: &self.form,
            content: &self.content,
            findings: &self.findings,
            reason: self.reason.clone(),
            state,
        };
        add_revision(turn, &key, new).await?;
        let moved = record::Model { state: state.word().to_owned(), revision: number, changed_at: turn.at.0, ..record };
        turn.update(moved).await?;
        Ok(())
    }
}
