//! What the engine says about the answers of a record, in the shapes that pages and submissions need.

use engine::evaluate::outcome::value_to_json;
use engine::evaluate::ratchet::{ACCEPTED, Accepted};
use engine::evaluate::{Finding, Outcome};
use engine::form::moment::Moment;
use engine::value::date::Date;
use serde_json::{Map, Value};
use storage::FindingSummary;

use crate::catalogue::published::PublishedForm;
use crate::content::Filled;
use crate::error::Error;

/// Answers with the engine's word on them.
pub struct Judged {
    /// What the engine found.
    pub outcome: Outcome,
    /// What a submission keeps: the answers that are shown, the reasons of warnings that stand, the calculated values.
    pub kept: Filled,
    /// Paths of answers that a submission leaves out, because their items are hidden.
    pub left_out: Vec<String>,
}

impl Judged {
    /// Judges answers under a form version, beside the answers of other forms, on a day, as at a moment. Where the context holds the record as it was
    /// accepted before, findings at answers that nobody changed since are held over.
    ///
    /// # Errors
    /// When the stored answers are no JSON object or the day is none.
    pub fn of(
        form: &PublishedForm,
        filled: &Filled,
        context: &Map<String, Value>,
        today: &str,
        moment: Moment,
    ) -> Result<Judged, Error> {
        let validator = &form.validator;
        let given = Value::Object(filled.answers.clone());
        let today = Date::parse(today).ok_or(Error::Record("the day cannot be read"))?;
        let accepted = context.get(ACCEPTED).map(Accepted::from_json).unwrap_or_default();
        let outcome = match context.contains_key(ACCEPTED) {
            true => validator.judge_after(&accepted, &filled.answers, context, today, moment),
            false => {
                let answers = validator.read_value(&given);
                answers.map(|answers| validator.judge_at(moment, answers, &validator.read_context(context), today))
            }
        };
        let outcome = outcome.map_err(|_| Error::Record("its answers cannot be read"))?;
        let submission = validator.submission(&given, &outcome);
        let answers = serde_json::from_str(&submission.canonical).map_err(|_| Error::Record("its answers cannot be written"))?;
        let calculated = outcome.calculated.iter().filter_map(|(place, slot)| {
            let value = value_to_json(form.form.item(place.item)?, slot);
            (!value.is_null()).then(|| (place.path(&form.form), value))
        });
        let read = context.iter().filter(|(name, _)| *name != ACCEPTED).map(|(name, value)| (name.clone(), value.clone()));
        let kept = Filled {
            answers,
            reasons: reasons(&outcome, filled),
            calculated: calculated.collect(),
            read: read.collect(),
            sources: Map::new(),
            behind: filled.behind.clone(),
            reason: String::new(),
        };
        Ok(Judged { outcome, kept, left_out: submission.left_out })
    }

    /// Warnings for which nobody has said why they are right as they stand.
    pub fn unexplained(&self) -> impl Iterator<Item = &Finding> {
        self.outcome.warnings().filter(|finding| !self.kept.reasons.contains_key(&finding.key()))
    }

    /// How many findings of each weight, and where; never a value.
    pub fn summary(&self) -> FindingSummary {
        let count = |errors: bool| {
            u32::try_from(self.outcome.findings.iter().filter(|f| f.is_error() == errors).count()).unwrap_or(u32::MAX)
        };
        FindingSummary {
            errors: count(true),
            warnings: count(false),
            keys: self.outcome.findings.iter().map(Finding::key).collect(),
        }
    }
}

/// Reasons are kept for the warnings that still stand.
fn reasons(outcome: &Outcome, filled: &Filled) -> Map<String, Value> {
    outcome
        .warnings()
        .map(Finding::key)
        .filter_map(|key| filled.reasons.get(&key).map(|reason| (key.clone(), reason.clone())))
        .collect()
}
