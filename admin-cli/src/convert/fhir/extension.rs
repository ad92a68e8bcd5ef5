//! Extensions that nothing else reads are told, each once.

use serde_json::Value as Json;

use crate::convert::draft::Item;
use crate::convert::fhir::element::{nested, text_of};
use crate::convert::fhir::own::OWN;
use crate::convert::fhir::reader::Reader;
use crate::convert::report::Fate;

impl Reader<'_, '_> {
    /// Extensions that are not read elsewhere are told, each once.
    pub fn extension(&mut self, extension: &Json, item: &mut Item) {
        const READ: [&str; 19] = [
            "calculatedExpression",
            "enableWhenExpression",
            "initialExpression",
            "variable",
            "minValue",
            "maxValue",
            "minQuantity",
            "maxQuantity",
            "questionnaire-unit",
            "questionnaire-unitOption",
            "maxDecimalPlaces",
            "regex",
            "questionnaire-maxOccurs",
            "questionnaire-minOccurs",
            "translation",
            "questionnaire-optionExclusive",
            "rendering-markdown",
            "mimeType",
            "maxSize",
        ];
        let url = text_of(extension, "url");
        if url.starts_with(OWN) {
            return;
        }
        let name = url.rsplit('/').next().unwrap_or(url);
        if READ.iter().any(|read| name.ends_with(read)) {
            return;
        }
        if name.to_lowercase().ends_with("constraint") {
            let said = format!("{} {}", nested(extension, "expression"), nested(extension, "human"));
            item.comments.push(format!("constraint: {said}"));
            self.report.add(Fate::Person, &item.place, "rule-as-comment", said);
            return;
        }
        self.report.add(Fate::Dropped, &item.place, "extension", format!("`{}` {name}", item.source));
    }
}
