//! What our own questionnaires say beyond FHIR, so that they come back as they went.

use engine::kind::kind::Kind;
use serde_json::Value as Json;

use crate::convert::conversion::conversions_of;
use crate::convert::draft::{Item, Value};
use crate::convert::fhir::element::{flag, is_help, list, scalar, text_of, typed};
use crate::convert::fhir::reader::Reader;

/// What our own questionnaires say beyond FHIR.
pub const OWN: &str = "urn:ctr:fhir:";

/// What they say under this name.
pub fn own(json: &Json, name: &str) -> Option<String> {
    let mut all = list(json, "extension").iter();
    let found = all.find(|extension| text_of(extension, "url").strip_prefix(OWN) == Some(name))?;
    typed(found, "value").map(|(_, value)| scalar(value))
}

/// An item with reasons for a missing value is required when the question for the reason is.
pub fn required_with_reasons(json: &Json, item: Option<&mut Item>) {
    if let Some(item) = item.filter(|item| flag(json, "required") && own(json, "missing-of").as_deref() == Some(&*item.source)) {
        item.set("required", Value::Plain("true".to_string()), "required");
    }
}

impl Reader<'_, '_> {
    /// What our own questionnaires say beside FHIR's words.
    pub fn own_marks(&self, json: &Json, item: &mut Item) {
        if let Some(help) = list(json, "item").iter().find(|child| is_help(child)) {
            item.help = Some(self.words(help, "text"));
        }
        if own(json, "kind").as_deref() == Some("partial_date") {
            item.kind = Kind::PartialDate;
        }
        if let Some(missing) = own(json, "missing") {
            item.set("missing", Value::Texts(missing.split(' ').map(str::to_owned).collect()), "missing");
        }
        if let Some(conversions) = own(json, "conversions").filter(|_| item.kind == Kind::Quantity) {
            item.set("conversions", Value::Plain(conversions_of(&conversions)), "conversions");
        }
        if own(json, "pii").is_some() {
            item.set("pii", Value::Plain("true".to_string()), "pii");
        }
    }
}
