//! One form as a questionnaire, several as a bundle of them.

use serde_json::{Value, json};

use super::questionnaire::questionnaire;
use super::release::Release;
use crate::error::Error;
use crate::export::target::Subject;

/// FHIR R4B.
pub fn make_r4b(subject: &Subject<'_>) -> Result<String, Error> {
    Ok(format!("{:#}\n", made(subject, Release::R4b)))
}

/// FHIR R5.
pub fn make_r5(subject: &Subject<'_>) -> Result<String, Error> {
    Ok(format!("{:#}\n", made(subject, Release::R5)))
}

fn made(subject: &Subject<'_>, release: Release) -> Value {
    let mut all: Vec<Value> = subject.forms.iter().map(|form| questionnaire(subject, form, release)).collect();
    match all.pop() {
        Some(only) if all.is_empty() => only,
        last => {
            let entries = all.into_iter().chain(last).map(|resource| {
                let id = resource["id"].as_str().unwrap_or_default();
                json!({ "fullUrl": format!("urn:ctr:questionnaire:{id}"), "resource": resource })
            });
            json!({
                "resourceType": "Bundle",
                "type": "collection",
                "timestamp": subject.made,
                "entry": entries.collect::<Vec<_>>(),
            })
        }
    }
}
