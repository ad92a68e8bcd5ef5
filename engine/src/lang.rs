//! The two languages of the registry, and texts that exist in both.

use std::sync::Arc;

/// A language of screens, messages and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Lang {
    /// The two languages, Japanese first.
    pub const ALL: [Lang; 2] = [Lang::Ja, Lang::En];

    /// The BCP 47 tag: `ja` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }

    /// Reads a tag; `None` for a language the registry does not speak.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }
}

/// A text in Japanese and English.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    /// Japanese.
    pub ja: Arc<str>,
    /// English.
    pub en: Arc<str>,
}

impl Text {
    /// A text from its two halves.
    pub fn new(ja: impl Into<Arc<str>>, en: impl Into<Arc<str>>) -> Text {
        Text { ja: ja.into(), en: en.into() }
    }

    /// The half in the given language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}
