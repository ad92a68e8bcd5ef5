//! Extensions: those of FHIR, those of Structured Data Capture (SDC), and our own for what neither knows.

use engine::form::digest::digest_of_text;
use serde_json::{Value, json};

const CORE: &str = "http://hl7.org/fhir/StructureDefinition/";
const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
const OWN: &str = "urn:ctr:fhir:";

/// One of FHIR's own, with a value such as `("valueInteger", 3)`.
pub fn core(name: &str, value: (&str, Value)) -> Value {
    valued(format!("{CORE}{name}"), value)
}

/// One of SDC.
pub fn sdc(name: &str, value: (&str, Value)) -> Value {
    valued(format!("{SDC}{name}"), value)
}

/// One of ours.
pub fn own(name: &str, value: (&str, Value)) -> Value {
    valued(format!("{OWN}{name}"), value)
}

/// One of FHIR's own with parts.
pub fn core_parts(name: &str, parts: Vec<Value>) -> Value {
    json!({ "url": format!("{CORE}{name}"), "extension": parts })
}

/// One of SDC with parts.
pub fn sdc_parts(name: &str, parts: Vec<Value>) -> Value {
    json!({ "url": format!("{SDC}{name}"), "extension": parts })
}

/// One of ours with parts.
pub fn own_parts(name: &str, parts: Vec<Value>) -> Value {
    json!({ "url": format!("{OWN}{name}"), "extension": parts })
}

/// A part of an extension.
pub fn part(name: &str, value: (&str, Value)) -> Value {
    valued(name.to_owned(), value)
}

fn valued(url: String, (kind, value): (&str, Value)) -> Value {
    let mut extension = json!({ "url": url });
    if let Some(extension) = extension.as_object_mut() {
        extension.insert(kind.to_owned(), value);
    }
    extension
}

/// FHIR's ids have no underscore and at most 64 signs.
pub fn fhir_id(text: &str) -> String {
    let id: String = text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    if id.len() <= 64 {
        return id;
    }
    let digest = digest_of_text(text.as_bytes());
    format!("{}-{}", id.get(..55).unwrap_or(&id), digest.get(..8).unwrap_or(&digest))
}

#[cfg(test)]
mod tests {
    use super::fhir_id;

    #[test]
    fn ids_are_short_and_plain() {
        assert_eq!(fhir_id("crs_onset.1"), "crs-onset.1");
        assert_eq!(fhir_id(&"a".repeat(80)).len(), 64);
    }
}
