//! A record as it was accepted, made ready for judging its correction or the same record under a newer version of its form.

use crate::answers::error::Error;
use crate::evaluate::carry::{carry, heir};
use crate::evaluate::finding::Finding;
use crate::evaluate::outcome::value_to_json;
use crate::evaluate::ratchet::Accepted;
use crate::evaluate::validator::Validator;
use crate::form::form::Form;
use crate::value::date::Date;
use serde_json::{Map, Value};
use std::sync::Arc;

/// An accepted record under the form that now judges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// What the ratchet compares with.
    pub record: Accepted,
    /// What `old.item` reads: answers and calculated values of the form itself.
    pub values: Map<String, Value>,
}

/// Judges the accepted answers under the version that accepted them, and takes them over into the form that judges now.
pub fn accepted(
    before: &Validator,
    now: &Arc<Form>,
    answers: &Map<String, Value>,
    context: &Map<String, Value>,
    today: Date,
) -> Result<Before, Error> {
    let read = before.read_value(&Value::Object(answers.clone()))?;
    let outcome = before.judge(read, &before.read_context(context), today);
    let calculated = outcome.calculated.iter().filter(|(place, _)| place.rows.depth() == 0).filter_map(|(place, slot)| {
        let item = before.form.item(place.item)?;
        Some((item.id.to_string(), value_to_json(item, slot)))
    });
    let findings: Vec<String> = outcome.findings.iter().map(Finding::key).collect();
    Ok(standing(&before.form, &Validator::new(now.clone()), answers, &calculated.collect(), context, findings))
}

/// The same for a record whose findings and calculated values are stored.
pub fn standing(
    before: &Form,
    now: &Validator,
    answers: &Map<String, Value>,
    calculated: &Map<String, Value>,
    context: &Map<String, Value>,
    findings: impl IntoIterator<Item = String>,
) -> Before {
    let findings = findings.into_iter();
    if before.digest() == now.form.digest() {
        let mut values = answers.clone();
        values.extend(calculated.iter().filter(|(_, value)| !value.is_null()).map(|(id, value)| (id.clone(), value.clone())));
        let record = Accepted { answers: answers.clone(), context: context.clone(), findings: findings.collect(), known: None };
        return Before { record, values };
    }
    let carried = carry(before, now, answers);
    let known = before.items.iter().flat_map(|item| {
        let heir = heir(before, &now.form, &item.id).map(|item| item.id.to_string());
        heir.into_iter().chain(now.form.find_item(&item.id).map(|(_, item)| item.id.to_string()))
    });
    let mut values = carried.answers.clone();
    values.extend(calculated.iter().filter(|(_, value)| !value.is_null()).map(|(id, value)| (id.clone(), value.clone())));
    let record = Accepted {
        answers: carried.answers,
        context: context.clone(),
        findings: findings.collect(),
        known: Some(known.collect()),
    };
    Before { record, values }
}
