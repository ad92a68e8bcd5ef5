//! One metadata version being read: its definitions by OID, what is gathered, and its texts.

use std::collections::BTreeMap;

use crate::convert::choices::Choices;
use crate::convert::draft::{Draft, Section};
use crate::convert::report::Report;
use crate::convert::words::{Tongue, Words};
use crate::convert::xml::Element;

/// Everything of one metadata version by OID.
pub struct Study<'x> {
    /// Groups of items.
    pub groups: BTreeMap<&'x str, &'x Element>,
    /// Items.
    pub items: BTreeMap<&'x str, &'x Element>,
    /// Code lists.
    pub lists: BTreeMap<&'x str, &'x Element>,
    /// Conditions.
    pub conditions: BTreeMap<&'x str, &'x Element>,
    /// Methods.
    pub methods: BTreeMap<&'x str, &'x Element>,
    /// Units.
    pub units: BTreeMap<&'x str, &'x Element>,
    /// The language of texts without a tag.
    pub tongue: Tongue,
    /// How many items may still be read.
    pub left: usize,
    /// The groups that are being read, the outermost first.
    pub open: Vec<&'x str>,
}

/// What is gathered while one form is read.
pub struct Reading<'r> {
    /// What is gathered.
    pub draft: &'r mut Draft,
    /// Code lists gathered so far.
    pub choices: &'r mut Choices,
    /// What becomes of everything.
    pub report: &'r mut Report,
    /// Sections of the form.
    pub sections: Vec<Section>,
}

impl Study<'_> {
    /// What an element says of itself.
    pub fn described(&self, element: &Element) -> Words {
        element.first("Description").map(|description| self.translated(description)).unwrap_or_default()
    }

    /// A text with its translations.
    pub fn translated(&self, element: &Element) -> Words {
        let mut words = Words::default();
        for text in element.each("TranslatedText") {
            match text.attribute("xml:lang") {
                "" => words = words.or(Words::untagged(&text.text, self.tongue)),
                tag => words.add(tag, &text.text),
            }
        }
        // An "English" text that is Japanese by its letters stands where it belongs.
        if let (None, Some(text)) = (&words.ja, &words.en)
            && Words::untagged(text, Tongue::Guess).ja.is_some()
        {
            return Words::untagged(text, Tongue::Ja);
        }
        words.or(Words::untagged(&element.text, self.tongue))
    }
}

/// Where an element stands.
pub fn place(element: &Element) -> String {
    format!("line {}", element.line)
}

/// The name where it reads like an id, else the OID without what all OIDs share.
pub fn id_of(element: &Element) -> String {
    let name = element.attribute("Name");
    let is_short = !name.is_empty() && name.len() <= 40 && name.is_ascii();
    if is_short { name.to_string() } else { element.attribute("OID").to_string() }
}
