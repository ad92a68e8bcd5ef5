//! What the engine says about the answers of a record, in the shapes that pages and submissions need.

use engine::answers::place::Place;
use engine::evaluate::outcome::value_to_json;
use engine::evaluate::{Finding, Outcome};
use engine::lang::Lang;
use engine::value::date::Date;
use renderer::display::display;
use renderer::page::shown::{self, Shown};
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
    /// Judges answers under a form version, beside the answers of other forms, on a day.
    ///
    /// # Errors
    /// When the stored answers are no JSON object or the day is none.
    pub fn of(form: &PublishedForm, filled: &Filled, context: &Map<String, Value>, today: &str) -> Result<Judged, Error> {
        let validator = &form.validator;
        let given = Value::Object(filled.answers.clone());
        let answers = validator.read_value(&given).map_err(|_| Error::Record("its answers cannot be read"))?;
        let today = Date::parse(today).ok_or(Error::Record("the day cannot be read"))?;
        let outcome = validator.judge(answers, &validator.read_context(context), today);
        let submission = validator.submission(&given, &outcome);
        let answers = serde_json::from_str(&submission.canonical).map_err(|_| Error::Record("its answers cannot be written"))?;
        let calculated = outcome.calculated.iter().filter_map(|(place, slot)| {
            let value = value_to_json(form.form.item(place.item)?, slot);
            (!value.is_null()).then(|| (place.path(&form.form), value))
        });
        let kept =
            Filled { answers, reasons: reasons(&outcome, filled), calculated: calculated.collect(), reason: String::new() };
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

    /// The same for the form page, in one language.
    pub fn shown<'j>(&'j self, form: &PublishedForm, lang: Lang) -> Shown<'j> {
        let places = |places: &[Place]| places.iter().map(|place| shown_place(*place)).collect();
        let finding = |finding: &'j Finding| shown::Finding {
            code: &finding.code,
            path: &finding.path,
            error: finding.is_error(),
            text: finding.message.get(lang),
        };
        let calculated = self.outcome.calculated.iter().filter_map(|(place, slot)| {
            let item = form.form.item(place.item)?;
            let text = match value_to_json(item, slot) {
                Value::Null => return None,
                Value::String(text) => text,
                other => other.to_string(),
            };
            Some((shown_place(*place), display::calculated(item, &text, lang).into()))
        });
        Shown {
            findings: self.outcome.findings.iter().map(finding).collect(),
            hidden: places(&self.outcome.hidden),
            required: places(&self.outcome.required),
            calculated: calculated.collect(),
        }
    }
}

fn shown_place(place: Place) -> shown::Place {
    shown::Place { item: place.item, row: place.row.map(usize::from) }
}

/// Reasons are kept for the warnings that still stand.
fn reasons(outcome: &Outcome, filled: &Filled) -> Map<String, Value> {
    outcome
        .warnings()
        .map(Finding::key)
        .filter_map(|key| filled.reasons.get(&key).map(|reason| (key.clone(), reason.clone())))
        .collect()
}
