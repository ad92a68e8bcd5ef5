//! A FHIR Questionnaire (R4, R4B, R5) with the extensions of Structured Data Capture that say rules, units and ranges. A bundle gives one
//! form for each questionnaire in it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::convert::choices::Choices;
use crate::convert::convert::Refusal;
use crate::convert::draft::Draft;
use crate::convert::encoding;
use crate::convert::fhir::element::{list, text_of};
use crate::convert::fhir::reader::Reader;
use crate::convert::report::Report;
use crate::convert::words::{Tongue, Words};

/// Whether bytes start like JSON.
pub fn is_like(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// Reads a questionnaire or a bundle of them.
pub fn read(bytes: &[u8], tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let unreadable = |reason: &str| Refusal::Unreadable { format: "FHIR Questionnaire", reason: reason.to_string() };
    let text = encoding::text(bytes, report);
    let root: Json = serde_json::from_str(&text)
        .map_err(|fault| unreadable(&format!("it is not JSON (line {}, column {})", fault.line(), fault.column())))?;
    let mut draft = Draft { title: Words::both("取り込んだレジストリ", "Imported registry"), ..Draft::default() };
    let mut choices = Choices::default();
    let questionnaires: Vec<&Json> = match text_of(&root, "resourceType") {
        "Questionnaire" => vec![&root],
        "Bundle" => list(&root, "entry")
            .iter()
            .filter_map(|entry| entry.get("resource"))
            .filter(|resource| text_of(resource, "resourceType") == "Questionnaire")
            .collect(),
        _ => return Err(unreadable("its resourceType is not Questionnaire")),
    };
    for json in questionnaires {
        let mut reader = Reader {
            draft: &mut draft,
            choices: &mut choices,
            report: &mut *report,
            tongue: tongue_of(json, tongue),
            sets: value_sets(json),
            is_fresh: true,
            sections: Vec::new(),
            comments: Vec::new(),
        };
        let form = reader.form(json);
        draft.forms.push(form);
    }
    Ok(draft)
}

/// The questionnaire says its language, which goes before guessing.
fn tongue_of(json: &Json, tongue: Tongue) -> Tongue {
    match (tongue, text_of(json, "language")) {
        (Tongue::Guess, language) if language.starts_with("ja") => Tongue::Ja,
        (Tongue::Guess, language) if language.starts_with("en") => Tongue::En,
        _ => tongue,
    }
}

fn value_sets(json: &Json) -> BTreeMap<String, &Json> {
    let sets = list(json, "contained").iter().filter(|resource| text_of(resource, "resourceType") == "ValueSet");
    sets.map(|set| (text_of(set, "id").to_string(), set)).collect()
}
