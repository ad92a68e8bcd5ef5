//! What the consent that stands lets in. Pure, so that every way in asks the same; `registry.yaml` says which items tell it.

use serde_json::{Map, Value as Json};

use crate::document::consent::Consent;
use crate::evaluate::choose::last;
use crate::form::item::Item;

/// What may be entered for a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// New data.
    Open,
    /// What happened before a withdrawal, reported late.
    Late,
    /// Nothing: no consent stands, or the one that stands does not allow it.
    Closed,
}

/// What the patient's records of the consent form say, given as answers with calculated values in the order in which they were opened; `by`
/// is the item that orders them. What is not known allows nothing.
pub fn entry(consent: &Consent, by: &Item, records: &[&Map<String, Json>]) -> Entry {
    let standing = last(by, records).and_then(|at| records.get(at));
    let says = |item: &str| standing.and_then(|values| values.get(item)) == Some(&Json::Bool(true));
    match &consent.late {
        _ if says(&consent.allows.value) => Entry::Open,
        Some(late) if says(&late.value) => Entry::Late,
        _ => Entry::Closed,
    }
}
