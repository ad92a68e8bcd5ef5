//! One questionnaire being read: what is gathered, its named rules and its texts.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::convert::choices::Choices;
use crate::convert::draft::{Draft, Form, Raw, Section};
use crate::convert::fhir::element::{extensions, list, nested, text_of};
use crate::convert::report::{Fate, Report};
use crate::convert::words::{Tongue, Words};

/// Items that are read, and where they go.
pub struct Reader<'r, 'j> {
    /// What is gathered.
    pub draft: &'r mut Draft,
    /// Code lists gathered so far.
    pub choices: &'r mut Choices,
    /// What becomes of everything.
    pub report: &'r mut Report,
    /// The language of texts without a tag.
    pub tongue: Tongue,
    /// Value sets in the file, by id.
    pub sets: BTreeMap<String, &'j Json>,
    /// Whether the next item opens a section.
    pub is_fresh: bool,
    /// Sections of the form that is read.
    pub sections: Vec<Section>,
    /// What stands at the form because no item can keep it.
    pub comments: Vec<String>,
}

/// The groups around an item.
#[derive(Clone, Default)]
pub struct Around {
    /// The heading of the nearest.
    pub title: Words,
    /// Conditions of all.
    pub rules: Vec<Raw>,
    /// The name of the nearest.
    pub id: String,
    /// How many.
    pub depth: usize,
}

impl Reader<'_, '_> {
    /// A questionnaire as a form.
    pub fn form(&mut self, json: &Json) -> Form {
        self.variables(json);
        let title = self.words(json, "title").or(self.words(json, "name"));
        let id = [text_of(json, "name"), text_of(json, "id"), text_of(json, "title")].into_iter().find(|id| !id.is_empty());
        for (position, item) in list(json, "item").iter().enumerate() {
            self.item(item, &format!("item[{position}]"), &Around::default());
        }
        let mut form = Form { id: id.unwrap_or("form").to_string(), title, ..Form::default() };
        for extension in
            list(json, "extension").iter().filter(|extension| text_of(extension, "url").to_lowercase().ends_with("constraint"))
        {
            let said = nested(extension, "human");
            form.comments.push(format!("constraint: {} {said}", nested(extension, "expression")));
            self.report.add(Fate::Person, "extension", "rule-as-comment", said);
        }
        form.comments.append(&mut self.comments);
        form.sections = std::mem::take(&mut self.sections);
        form
    }

    /// Named rules of the questionnaire or of an item; all live in one room, as names are rarely used twice.
    pub fn variables(&mut self, json: &Json) {
        for extension in extensions(json, "/variable") {
            let Some(value) = extension.get("valueExpression") else { continue };
            let (name, text) = (text_of(value, "name"), text_of(value, "expression"));
            if !name.is_empty() && text_of(value, "language") == "text/fhirpath" {
                self.draft.variables.insert(name.to_string(), text.to_string());
            }
        }
    }

    /// The words under a key, with their translations.
    pub fn words(&self, json: &Json, key: &str) -> Words {
        let mut words = Words::untagged(text_of(json, key), self.tongue);
        if let Some(beside) = json.get(format!("_{key}")) {
            for translation in extensions(beside, "/translation") {
                let (lang, content) = (nested(translation, "lang"), nested(translation, "content"));
                if lang.starts_with("ja") || lang.starts_with("en") {
                    words.add(&lang, &content);
                }
            }
        }
        words
    }
}
