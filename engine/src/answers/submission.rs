//! What a submission keeps: the answers as typed, without those that are hidden, as canonical bytes; and the list of what was left out.

use crate::answers::place::Place;
use crate::form::form::Form;
use crate::value::canonical;
use serde_json::{Map, Value};

/// The answers to keep, and what was left out of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Submission {
    /// Canonical JSON (RFC 8785) of the answers that are shown.
    pub canonical: String,
    /// Paths of answers that were there and are left out because their items are hidden.
    pub left_out: Vec<String>,
}

/// Leaves out the answers at hidden places. What belongs to no item stays: it has its own finding, and nothing is lost silently.
pub fn strip(form: &Form, answers: &Value, hidden: &[Place]) -> Submission {
    let mut kept = answers.as_object().cloned().unwrap_or_default();
    let mut left_out = Vec::new();
    for place in hidden {
        if remove(form, &mut kept, *place).is_some() {
            left_out.push(place.path(form));
        }
    }
    Submission { canonical: canonical::write(&Value::Object(kept)), left_out }
}

fn remove(form: &Form, answers: &mut Map<String, Value>, place: Place) -> Option<Value> {
    let item = form.item(place.item)?;
    let mut frame = answers;
    for (group, row) in place.groups(form) {
        frame = frame.get_mut(&*group.id)?.get_mut(usize::from(row))?.as_object_mut()?;
    }
    frame.remove(&*item.id)
}

/// Redacted: a submission never reaches a log through a debug print.
impl std::fmt::Debug for Submission {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Submission(.., left out: {:?})", self.left_out)
    }
}
