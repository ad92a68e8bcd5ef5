//! The ratchet: answers that were accepted stay accepted. A finding that did not stand when a record was accepted, and to which no
//! answer that changed since leads, is *held over*: shown as such, never an error, never asking for a reason.
//! `renderer/assets/session.js` does the same over the same data.

use crate::evaluate::builtin::Builtin;
use crate::evaluate::outcome::Outcome;
use crate::form::form::Form;
use crate::form::item::Item;
use crate::form::item::Required;
use crate::form::reference::OLD;
use crate::program::program::{ItemId, RuleId};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The member of a context that holds the accepted record. No form can have this id.
pub const ACCEPTED: &str = "$accepted";

/// A record as it was accepted, in the items of the form that now judges it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accepted {
    /// The answers.
    pub answers: Map<String, Value>,
    /// What it read of other records.
    pub context: Map<String, Value>,
    /// The findings that stood, `code@path`.
    pub findings: BTreeSet<String>,
    /// Items that its form asked; nothing when it was this very form.
    pub known: Option<BTreeSet<String>>,
}

impl Accepted {
    /// As it stands in a context.
    pub fn to_json(&self) -> Value {
        let mut value = json!({ "answers": self.answers, "context": self.context, "findings": self.findings });
        if let (Some(known), Some(members)) = (&self.known, value.as_object_mut()) {
            members.insert("known".to_owned(), json!(known));
        }
        value
    }

    /// Reads what `to_json` wrote; what is absent is empty.
    pub fn from_json(value: &Value) -> Accepted {
        let map = |name: &str| value.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let words = |found: &Value| found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        Accepted {
            answers: map("answers"),
            context: map("context"),
            findings: value.get("findings").map(words).unwrap_or_default(),
            known: value.get("known").map(words),
        }
    }
}

/// Marks the findings that are held over.
pub fn hold_over(
    form: &Form,
    outcome: &mut Outcome,
    answers: &Map<String, Value>,
    context: &Map<String, Value>,
    accepted: &Accepted,
) {
    if outcome.findings.is_empty() {
        return;
    }
    let reached = Reached::by_changes(form, answers, context, accepted);
    for finding in &mut outcome.findings {
        let stood = accepted.findings.contains(&finding.key());
        let check = form.checks.iter().position(|check| check.id == finding.code);
        let is_reached = match (check, finding.place) {
            (Some(check), _) => reached.checks.get(check).copied().unwrap_or(true),
            (None, Some(place)) if !is_stray(&finding.code) => reached.items.get(place.item.0 as usize).copied().unwrap_or(true),
            (None, _) => {
                let top = finding.path.split('[').next().unwrap_or_default();
                differ(answers.get(top), accepted.answers.get(top))
            }
        };
        finding.held = !stood && !is_reached;
    }
}

fn is_stray(code: &str) -> bool {
    code == Builtin::UnknownItem.code() || code == Builtin::DuplicateItem.code()
}

/// What changed answers lead to.
struct Reached {
    items: Vec<bool>,
    checks: Vec<bool>,
}

impl Reached {
    fn by_changes(form: &Form, answers: &Map<String, Value>, context: &Map<String, Value>, accepted: &Accepted) -> Reached {
        let mut reached = Reached { items: vec![false; form.items.len()], checks: vec![false; form.checks.len()] };
        for id in form.scopes.first().map(|scope| scope.slots.as_slice()).unwrap_or_default() {
            let Some(item) = form.item(*id) else { continue };
            let (now, then) = (answers.get(&*item.id), accepted.answers.get(&*item.id));
            reached.compare(form, *id, item, now, then, accepted);
        }
        let read = |forms: &Map<String, Value>, at: &crate::form::form::Import| {
            forms.get(&*at.form).and_then(|answers| answers.get(&*at.item.id)).cloned()
        };
        let own = form.scopes.first().map_or(0, |scope| scope.slots.len());
        let moved: Vec<u16> = (own..)
            .zip(&form.imports)
            .filter(|(_, import)| {
                *import.form != *OLD && differ(read(context, import).as_ref(), read(&accepted.context, import).as_ref())
            })
            .filter_map(|(slot, _)| u16::try_from(slot).ok())
            .collect();
        if !moved.is_empty() {
            reached.through_imports(form, &moved);
        }
        reached
    }

    fn compare(&mut self, form: &Form, id: ItemId, item: &Item, now: Option<&Value>, then: Option<&Value>, accepted: &Accepted) {
        let unknown = accepted.known.as_ref().is_some_and(|known| !known.contains(&*item.id));
        if unknown || differ(now, then) {
            self.from(form, id);
        }
        if let Some(scope) = item.rows.and_then(|rows| form.scopes.get(usize::from(rows.0))) {
            for inner in &scope.slots {
                let Some(of_rows) = form.item(*inner) else { continue };
                let (now, then) = (column(now, &of_rows.id), column(then, &of_rows.id));
                self.compare(form, *inner, of_rows, now.as_ref(), then.as_ref(), accepted);
            }
        }
    }

    fn from(&mut self, form: &Form, changed: ItemId) {
        let dependents = form.program.dependents.of(changed);
        for item in dependents.items {
            if let Some(place) = self.items.get_mut(item.0 as usize) {
                *place = true;
            }
        }
        for check in dependents.checks {
            if let Some(place) = self.checks.get_mut(*check as usize) {
                *place = true;
            }
        }
    }

    fn through_imports(&mut self, form: &Form, moved: &[u16]) {
        let reads = |id: &RuleId| {
            form.program.rules.get(id.0 as usize).is_some_and(|rule| rule.imports.iter().any(|slot| moved.contains(slot)))
        };
        for (item, id) in form.items.iter().zip((0_u32..).map(ItemId)) {
            let required = match &item.required {
                Required::If(rule) => reads(rule),
                _ => false,
            };
            let guarded = item.guards.iter().filter_map(|guard| guard.rule.as_ref()).any(reads);
            if required || guarded || item.shown_if.iter().chain(&item.value).any(reads) {
                self.from(form, id);
            }
        }
        for (place, check) in self.checks.iter_mut().zip(&form.checks) {
            *place |= reads(&check.violated_if);
        }
    }
}

/// Whether two answers are not the same. A number is what it says, however it was written: `3` is `3.0`, as it is in the browser.
fn differ(now: Option<&Value>, then: Option<&Value>) -> bool {
    match (now, then) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => a != b && a.as_f64() != b.as_f64(),
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            a.len() != b.len() || a.iter().zip(b).any(|(a, b)| differ(Some(a), Some(b)))
        }
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            a.len() != b.len() || a.iter().any(|(key, value)| differ(Some(value), b.get(key)))
        }
        (now, then) => now != then,
    }
}

/// The answers of one item in all rows.
fn column(rows: Option<&Value>, id: &str) -> Option<Value> {
    let rows = rows?.as_array()?;
    Some(rows.iter().map(|row| row.get(id).cloned().unwrap_or_default()).collect())
}
