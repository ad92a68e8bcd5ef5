//! The outcome of judging a record: findings, what is hidden, pending, required, calculated, and the checks that are still undecided.
//!
//! `to_json` gives it in the form that `form.js` gives too, keys in this order:
//! ```text
//! { "findings":   [ {"code", "path", "severity", "message": {"ja", "en"}} ],   and "held": true when held over
//!   "hidden":     [ path ],            pending ones too; of a hidden group only the group itself
//!   "pending":    [ path ],            hidden only because something of this form is still unknown
//!   "required":   [ path ],            shown and required now, answered or not
//!   "calculated": { path: value },     shown calculated items; null when blank
//!   "undecided":  [ {"check", "path", "needs": [ path or form.item ]} ],
//!   "barred":     { path: [ code ] } }  codes that the other answers leave no room for; absent when there are none
//! ```
//! Order: items as in the form, a group before its rows, row by row; findings: strays, items, then checks.

use crate::answers::place::Place;
use crate::evaluate::finding::Finding;
use crate::form::form::Form;
use crate::form::item::{Item, Severity};
use crate::kind::shape::Shape;
use crate::value::datetime;
use crate::value::value::{Slot, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// What follows from a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What is wrong or doubtful.
    pub findings: Vec<Finding>,
    /// Items that are not asked, in form order (pending ones too).
    pub hidden: Vec<Place>,
    /// Those not asked only because something of this form is still unknown.
    pub pending: Vec<Place>,
    /// Items that must be answered now.
    pub required: Vec<Place>,
    /// Values of calculated items that are shown.
    pub calculated: Vec<(Place, Slot)>,
    /// Checks that cannot be decided yet.
    pub undecided: Vec<Undecided>,
    /// Codes (by their place in the list) that the other answers leave no room for, of items that offer codes under rules.
    pub barred: Vec<(Place, Vec<u16>)>,
}

/// A check that cannot be decided yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Undecided {
    /// The check's id.
    pub check: Arc<str>,
    /// Where it would be shown.
    pub path: String,
    /// What would decide it.
    pub needs: Vec<Need>,
}

/// An answer that a check waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// An answer of this form.
    Own(Place),
    /// An answer of another form: index into `Form::imports`.
    Import(u16),
}

impl Need {
    /// `item`, `group[0].item` or `form.item`.
    pub fn path(self, form: &Form) -> String {
        match self {
            Need::Own(place) => place.path(form),
            Need::Import(at) => {
                form.imports.get(usize::from(at)).map(|import| format!("{}.{}", import.form, import.item.id)).unwrap_or_default()
            }
        }
    }
}

impl Outcome {
    /// Whether something keeps the record from being complete.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }

    /// Findings that ask for a reason.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Warning && !finding.held)
    }

    /// Findings at a path.
    pub fn findings_at<'o>(&'o self, path: &'o str) -> impl Iterator<Item = &'o Finding> {
        self.findings.iter().filter(move |finding| finding.path == path)
    }

    /// Whether an item is not asked. (Rows of a hidden group: ask for the group.)
    pub fn is_hidden(&self, place: Place) -> bool {
        self.hidden.contains(&place)
    }

    /// Whether an item must be answered now.
    pub fn is_required(&self, place: Place) -> bool {
        self.required.contains(&place)
    }

    /// The value of a calculated item that is shown.
    pub fn calculated_at(&self, place: Place) -> Option<&Slot> {
        self.calculated.iter().find(|(at, _)| *at == place).map(|(_, slot)| slot)
    }

    /// The outcome as data, the same as `form.js` gives.
    pub fn to_json(&self, form: &Form) -> Json {
        let paths = |places: &[Place]| places.iter().map(|place| place.path(form)).collect::<Vec<_>>();
        let calculated = self.calculated.iter().map(|(place, slot)| {
            let value = form.item(place.item).map_or(Json::Null, |item| value_to_json(item, slot));
            (place.path(form), value)
        });
        let mut json = json!({
            "findings": self.findings.iter().map(finding_to_json).collect::<Vec<_>>(),
            "hidden": paths(&self.hidden),
            "pending": paths(&self.pending),
            "required": paths(&self.required),
            "calculated": calculated.collect::<Map<String, Json>>(),
            "undecided": self.undecided.iter().map(|undecided| undecided_to_json(form, undecided)).collect::<Vec<_>>(),
        });
        if let (false, Some(members)) = (self.barred.is_empty(), json.as_object_mut()) {
            let codes = |(place, codes): &(Place, Vec<u16>)| (place.path(form), barred_to_json(form, *place, codes));
            members.insert("barred".to_owned(), Json::Object(self.barred.iter().map(codes).collect()));
        }
        json
    }
}

fn finding_to_json(finding: &Finding) -> Json {
    let mut json = json!({
        "code": &*finding.code,
        "path": finding.path,
        "severity": if finding.severity == Severity::Error { "error" } else { "warning" },
        "message": { "ja": &*finding.message.ja, "en": &*finding.message.en },
    });
    if let (true, Some(members)) = (finding.held, json.as_object_mut()) {
        members.insert("held".to_owned(), Json::Bool(true));
    }
    json
}

fn barred_to_json(form: &Form, place: Place, codes: &[u16]) -> Json {
    let list = form.item(place.item).and_then(|item| item.list.as_ref());
    codes.iter().filter_map(|code| Some(Json::from(&*list?.get(*code)?.code))).collect()
}

fn undecided_to_json(form: &Form, undecided: &Undecided) -> Json {
    let needs: Vec<String> = undecided.needs.iter().map(|need| need.path(form)).collect();
    json!({ "check": &*undecided.check, "path": undecided.path, "needs": needs })
}

/// A slot as answers are written: whole numbers as numbers, other numbers as text, dates and codes as text; `null` without a value.
pub fn value_to_json(item: &Item, slot: &Slot) -> Json {
    let Slot::Value(value) = slot else { return Json::Null };
    let code = |at: u16| item.list.as_ref().and_then(|list| list.get(at)).map_or(Json::Null, |code| Json::from(&*code.code));
    match value {
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => match number.to_integer().filter(|_| item.shape == Shape::Integer) {
            Some(whole) => Json::from(whole),
            None => Json::from(number.to_string()),
        },
        Value::Quantity { .. } => value.number().map_or(Json::Null, |number| Json::from(number.to_string())),
        // A calculated item is never censored.
        Value::Censored { .. } => Json::Null,
        // Nor is it a file.
        Value::File { .. } => Json::Null,
        Value::ShortText(text) => Json::from(text.text()),
        Value::Text(text) => Json::from(&**text),
        Value::Date(days) => Json::from(days.to_string()),
        Value::DateTime(seconds) => Json::from(datetime::display(*seconds)),
        Value::Code(at) => code(*at),
        Value::FewCodes(codes) => codes.codes().iter().map(|at| code(*at)).collect(),
        Value::Codes(codes) => codes.iter().map(|at| code(*at)).collect(),
    }
}
