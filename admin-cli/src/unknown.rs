//! How often stored answers are a reason instead of a value. Only counts leave this file: no answer, no patient, no site.

use std::collections::BTreeMap;

use serde_json::Value;
use storage::{Actor, PatientQuery, Store};

use crate::error::Error;

/// Answers with a value, and answers with a reason in its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// Answers with a value.
    pub values: usize,
    /// Answers that say why there is none.
    pub reasons: usize,
}

impl Rate {
    /// Reasons in a hundred answers, one place after the point; nothing before the first answer.
    pub fn percent(self) -> Option<f64> {
        let all = self.values + self.reasons;
        (all > 0).then(|| (self.reasons * 1000 / all) as f64 / 10.0)
    }
}

/// Rates by form and item.
pub type Rates = BTreeMap<String, BTreeMap<String, Rate>>;

/// Counts the latest revision of every submitted record.
pub async fn rates(store: &Store, actor: &Actor) -> Result<Rates, Error> {
    let mut rates = Rates::new();
    let mut query = PatientQuery { per_page: 200, ..PatientQuery::default() };
    loop {
        let page = store.list_patients(actor, &query).await?;
        for row in &page.rows {
            let Some(patient) = store.find_patient(actor, &row.id).await? else { continue };
            for head in patient.records.iter().filter(|head| head.revision > 0) {
                let Some(record) = store.find_record(actor, &head.id).await? else { continue };
                let Some(latest) = record.revisions.iter().max_by_key(|revision| revision.number) else { continue };
                let Ok(content) = serde_json::from_str::<Value>(latest.content.expose()) else { continue };
                count(content.get("answers").unwrap_or(&Value::Null), rates.entry(head.form.id.clone()).or_default());
            }
        }
        query.page += 1;
        if page.rows.is_empty() {
            return Ok(rates);
        }
    }
}

/// Counts the answers of a record, those in rows too.
fn count(answers: &Value, rates: &mut BTreeMap<String, Rate>) {
    for (item, answer) in answers.as_object().into_iter().flatten() {
        match answer {
            Value::Null => {}
            Value::Array(rows) if rows.iter().any(Value::is_object) => rows.iter().for_each(|row| count(row, rates)),
            Value::Object(parts) if parts.contains_key("missing") => rates.entry(item.clone()).or_default().reasons += 1,
            _ => rates.entry(item.clone()).or_default().values += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_beside_values() {
        let mut rates = BTreeMap::new();
        let answers = serde_json::json!({ "a": "x", "b": { "missing": "UNK" }, "g": [{ "c": 1 }, { "c": { "missing": "ND" } }], "d": null });
        count(&answers, &mut rates);
        assert_eq!(rates.get("b"), Some(&Rate { values: 0, reasons: 1 }));
        assert_eq!(rates.get("c").and_then(|rate| rate.percent()), Some(50.0));
        assert_eq!(rates.len(), 3);
    }
}
