//! The records of one patient that a schedule reads: answers by form, each perhaps at a visit.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::form::form::Form;
use crate::form::reference::{Reference, Which};
use crate::schedule::schedule::Schedule;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;

/// One submitted record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its form.
    pub form: Arc<str>,
    /// The visit it belongs to, when the caller knows.
    pub visit: Option<Arc<str>>,
    /// Of a record at another place: the levels around both. Only names that say `within` read it.
    pub elsewhere: Option<Vec<Arc<str>>>,
    /// Answers and calculated values by item.
    pub answers: Map<String, Value>,
}

/// Every record, in the order in which they were opened.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The records.
    pub all: Vec<Record>,
}

/// The key by which a record in a file says its visit.
pub const VISIT: &str = "@visit";

/// The key by which a record in a file says that it stands at another place, with the levels around both: `["patient"]`.
pub const ELSEWHERE: &str = "@elsewhere";

impl Records {
    /// Reads `{"infusion": {..}, "followup": [{..}, {..}]}`; a record may say `"@visit": "d28"`.
    pub fn read(answers: &Map<String, Value>) -> Records {
        let mut all = Vec::new();
        for (form, records) in answers {
            let records = match records {
                Value::Array(records) => records.iter().collect(),
                one => vec![one],
            };
            for record in records.into_iter().filter_map(Value::as_object) {
                let mut answers = record.clone();
                let visit = answers.remove(VISIT).and_then(|visit| visit.as_str().map(Arc::from));
                let elsewhere = answers
                    .remove(ELSEWHERE)
                    .and_then(|levels| Some(levels.as_array()?.iter().filter_map(Value::as_str).map(Arc::from).collect()));
                all.push(Record { form: form.as_str().into(), visit, elsewhere, answers });
            }
        }
        Records { all }
    }

    /// The same with the visit of every record that the schedule's visit item tells.
    #[must_use]
    pub fn placed(mut self, schedule: &Schedule) -> Records {
        if let Some((form, item)) = &schedule.visit_item {
            for record in self.all.iter_mut().filter(|record| record.form == *form && record.visit.is_none()) {
                record.visit = record.answers.get(&**item).and_then(Value::as_str).map(Arc::from);
            }
        }
        self
    }

    /// The records of a form, but those of other places.
    pub fn of(&self, form: &str) -> impl Iterator<Item = &Record> {
        self.all.iter().filter(move |record| &*record.form == form && record.elsewhere.is_none())
    }

    /// What the rules of a form read: for each name under `uses` the record that is meant, or all of them.
    pub fn context(&self, form: &Form, wide: &[(Arc<str>, Arc<str>)]) -> Map<String, Value> {
        let within = |alias: &Arc<str>| wide.iter().find(|(name, _)| name == alias).map(|(_, level)| level);
        let named = form
            .references
            .iter()
            .filter_map(|reference| Some((reference.alias.to_string(), self.choose(reference, within(&reference.alias))?)));
        named.collect()
    }

    fn choose(&self, reference: &Reference, within: Option<&Arc<str>>) -> Option<Value> {
        let is_near = |record: &&Record| match (&record.elsewhere, within) {
            (None, _) => true,
            (Some(shared), Some(within)) => shared.contains(within),
            (Some(_), None) => false,
        };
        let mut found: Vec<&Record> = self.all.iter().filter(|record| record.form == reference.form).filter(is_near).collect();
        if let Some(by) = &reference.by {
            found.retain(|record| key(record, by).is_some());
            found.sort_by(|a, b| key(a, by).partial_cmp(&key(b, by)).unwrap_or(Ordering::Equal));
        }
        if reference.which == Which::Only && found.len() > 1 {
            return None;
        }
        let one = |record: Option<&&Record>| record.map(|record| Value::Object(record.answers.clone()));
        match reference.which {
            Which::First | Which::Min => one(found.first()),
            Which::All => Some(found.iter().map(|record| Value::Object(record.answers.clone())).collect()),
            Which::Above | Which::Last | Which::LastBefore | Which::Max | Which::Only => one(found.last()),
        }
    }
}

/// The value by which records are ordered; a partial date by its first day.
#[derive(PartialEq, PartialOrd)]
enum Key {
    Day(i32),
    Number(Decimal),
}

fn key(record: &Record, by: &str) -> Option<Key> {
    match record.answers.get(by)? {
        Value::String(text) => {
            let day = DateRange::parse(text.get(..10).unwrap_or(text)).map(|days| Key::Day(days.lo.days()));
            day.or_else(|| Decimal::parse(text).map(Key::Number))
        }
        Value::Number(number) => Decimal::parse(&number.to_string()).map(Key::Number),
        _ => None,
    }
}
