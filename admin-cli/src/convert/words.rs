//! What people read, as far as the source says it: one language, both, or none. What is missing is marked, so that a person sees it.

/// Stands before a text that has to be translated into Japanese.
pub const MARK_JA: &str = "【要翻訳】";
/// Stands before a text that has to be translated into English.
pub const MARK_EN: &str = "[to translate] ";

/// The longest text that is carried; more is no label.
const LONGEST: usize = 4_000;

/// A text in the languages that the source has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Japanese.
    pub ja: Option<String>,
    /// English.
    pub en: Option<String>,
}

/// Which language a text without a tag is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// Each text tells by its letters.
    #[default]
    Guess,
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Words {
    /// A text without a language tag.
    pub fn untagged(text: &str, tongue: Tongue) -> Words {
        let text = plain(text);
        if text.is_empty() {
            return Words::default();
        }
        let is_ja = match tongue {
            Tongue::Ja => true,
            Tongue::En => false,
            Tongue::Guess => text.chars().any(is_japanese),
        };
        if is_ja { Words { ja: Some(text), en: None } } else { Words { ja: None, en: Some(text) } }
    }

    /// A text of our own in both languages.
    pub fn both(ja: &str, en: &str) -> Words {
        Words { ja: Some(ja.to_string()), en: Some(en.to_string()) }
    }

    /// Adds a text with its language tag; other languages are taken when nothing else is there.
    pub fn add(&mut self, tag: &str, text: &str) {
        let text = plain(text);
        if text.is_empty() {
            return;
        }
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("ja") || tag == "jp" {
            self.ja = Some(text);
        } else if tag.starts_with("en") || self.en.is_none() {
            self.en = Some(text);
        }
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.ja.is_none() && self.en.is_none()
    }

    /// These words, or others where there are none.
    pub fn or(self, other: Words) -> Words {
        if self.is_empty() { other } else { self }
    }

    /// Any of the two, for headings of the report.
    pub fn any(&self) -> &str {
        self.en.as_deref().or(self.ja.as_deref()).unwrap_or("")
    }

    /// Both texts as they are written, the missing one marked.
    pub fn written(&self, instead: &str) -> (String, String) {
        match (&self.ja, &self.en) {
            (Some(ja), Some(en)) => (ja.clone(), en.clone()),
            (Some(ja), None) => (ja.clone(), format!("{MARK_EN}{ja}")),
            (None, Some(en)) => (format!("{MARK_JA}{en}"), en.clone()),
            (None, None) => (format!("{MARK_JA}{instead}"), format!("{MARK_EN}{instead}")),
        }
    }

    /// How many of the two texts a person has to write.
    pub fn missing(&self) -> usize {
        usize::from(self.ja.is_none()) + usize::from(self.en.is_none())
    }
}

/// Kana, kanji and full-width signs.
fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9f}' | '\u{f900}'..='\u{faff}')
}

/// One line without markup or control characters.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let (sign, length) = markup(rest);
        out.push_str(sign);
        rest = rest.get(length.max(1)..).unwrap_or("");
        if out.len() > LONGEST * 2 {
            break;
        }
    }
    out.push_str(rest);
    let visible =
        |c: char| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{200b}' | '\u{2028}' | '\u{2029}');
    let spaced: String = out.chars().map(|c| if visible(c) { c } else { ' ' }).collect();
    let mut line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() > LONGEST {
        let mut end = LONGEST;
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        line.truncate(end);
        line.push('…');
    }
    line
}

/// What a tag or an entity at the start of `rest` reads as, and its length.
fn markup(rest: &str) -> (&'static str, usize) {
    const ENTITIES: [(&str, &str); 6] =
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'")];
    if let Some((entity, sign)) = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)) {
        return (sign, entity.len());
    }
    let is_tag =
        rest.strip_prefix('<').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'));
    match rest.find('>') {
        Some(end) if is_tag => (" ", end + 1),
        _ if rest.starts_with('<') => ("<", 1),
        _ => ("&", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Tongue, Words, plain};

    #[test]
    fn markup_and_control_characters_go() {
        assert_eq!(plain("<div class=\"x\"><b>Age</b>&nbsp;of\npatient</div>"), "Age of patient");
        assert_eq!(plain("a < b & c"), "a < b & c");
        assert_eq!(plain("\u{0}x\u{85}"), "x");
    }

    #[test]
    fn a_missing_language_is_marked() {
        let words = Words::untagged("生年月日", Tongue::Guess);
        assert_eq!(words.written("x"), ("生年月日".to_string(), "[to translate] 生年月日".to_string()));
        let words = Words::untagged("Age", Tongue::Guess);
        assert_eq!(words.written("x").0, "【要翻訳】Age");
    }
}
