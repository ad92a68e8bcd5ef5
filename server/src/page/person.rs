//! A patient's heading on any page: registry number, name, kana, birth date, hospital number.

use serde_json::{Value, json};
use storage::Identity;

/// The values that templates show of a patient; parts that the role may not read, or that are not given yet, are empty.
pub fn values(patient: &str, identity: Option<&Identity>) -> Value {
    let part = |pick: fn(&Identity) -> &Option<String>| identity.and_then(|i| pick(i).clone()).unwrap_or_default();
    json!({
        "href": format!("/patients/{patient}"),
        "number": patient,
        "name": joined(&part(|i| &i.family_name), &part(|i| &i.given_name)),
        "kana": joined(&part(|i| &i.family_kana), &part(|i| &i.given_kana)),
        "birth_date": part(|i| &i.birth_date),
        "mrn": part(|i| &i.mrn),
    })
}

fn joined(family: &str, given: &str) -> String {
    format!("{family} {given}").trim().to_owned()
}
