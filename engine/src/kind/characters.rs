//! Kinds of characters that a text may be held to: `characters: katakana`. One row each; the set is a class of regular expressions that
//! the engine, the browser and JSON Schema read alike.

/// A kind of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Characters(&'static Row);

/// One kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The word in definitions.
    pub name: &'static str,
    /// What stands between the brackets of a class.
    class: &'static str,
    /// In Japanese, as it stands in a message.
    pub ja: &'static str,
    /// In English, as it stands in a message.
    pub en: &'static str,
}

/// Every kind. Blanks are allowed where names need them; both blanks, because people type either.
pub const CHARACTERS: &[Row] = &[
    Row { name: "katakana", class: "ァ-ヺー・ヽヾ 　", ja: "全角カタカナ", en: "full-width katakana" },
    Row { name: "hiragana", class: "ぁ-ゖー・ゝゞ 　", ja: "ひらがな", en: "hiragana" },
    Row {
        name: "kana", class: "ァ-ヺぁ-ゖー・ヽヾゝゞ 　", ja: "ひらがなか全角カタカナ", en: "hiragana or full-width katakana"
    },
    Row { name: "digits", class: "0-9", ja: "半角数字", en: "the digits 0 to 9" },
    Row { name: "alphanumeric", class: "A-Za-z0-9", ja: "半角英数字", en: "the letters A to Z and the digits 0 to 9" },
    Row { name: "ascii", class: " -~", ja: "半角の英数字と記号", en: "plain Latin letters, digits and signs" },
];

impl Characters {
    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Characters> {
        CHARACTERS.iter().find(|row| row.name == name).map(Characters)
    }

    /// The word in definitions.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// As it stands in messages, in Japanese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        (self.0.ja, self.0.en)
    }

    /// A pattern that the whole text must match.
    pub fn pattern(self) -> String {
        format!("[{}]+", self.0.class)
    }
}
