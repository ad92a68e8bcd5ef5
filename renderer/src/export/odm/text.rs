//! Texts in both languages, and aliases.

use engine::lang::{Lang, Text};

use super::edition::Edition;
use crate::export::xml::Element;

/// An element with a text in both languages.
pub fn both(name: &'static str, text: &Text, edition: Edition) -> Element {
    Element::new(name).holding_all(Lang::ALL.map(|lang| {
        let translated = Element::new("TranslatedText").with("xml:lang", lang.tag());
        let translated = if edition.is_second() { translated.with("Type", "text/plain") } else { translated };
        translated.saying(text.get(lang))
    }))
}

/// What the standard has no place for.
pub fn alias(context: &str, name: impl Into<String>) -> Element {
    Element::new("Alias").with("Context", format!("ctr:{context}")).with("Name", name)
}

/// Aliases for those that say something.
pub fn aliases(pairs: impl IntoIterator<Item = (&'static str, String)>) -> Vec<Element> {
    pairs.into_iter().filter(|(_, name)| !name.is_empty()).map(|(context, name)| alias(context, name)).collect()
}
