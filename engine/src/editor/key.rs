//! One key of a definition file: what it holds and what it means, in both languages, as an editor shows it.

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// An id: small letters, digits and `_`.
    Id,
    /// A code: letters, digits, `_`, `-`, `.`, `+`.
    Code,
    /// A plain text.
    Text,
    /// A text in both languages.
    Both,
    /// A rule.
    Rule,
    /// A rule, or `true` or `false`.
    Required,
    /// `true` or `false`.
    Truth,
    /// A whole number of at most so much.
    Count(u32),
    /// Three numbers with points.
    Version,
    /// A full date.
    Day,
    /// An end of a range: a number, a date or `today`.
    End,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `error` or `warning`, or one of them for each moment.
    Weight,
    /// The name of a kind of item.
    Kind,
    /// Reasons for a missing value.
    Reasons,
    /// A list of ids.
    Ids,
    /// A list of ids or of maps.
    IdsOrMaps(&'static str),
    /// A list of texts.
    Texts,
    /// One map.
    Map(&'static str),
    /// A list of maps.
    Maps(&'static str),
    /// A list of maps, each of one of several kinds; the first is the usual one.
    AnyOfMaps(&'static [&'static str]),
    /// Answers by item; anything that JSON can say.
    Answers,
    /// Anything.
    Any,
}

/// A key of a map.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The word.
    pub name: &'static str,
    /// Whether it must stand there.
    pub wanted: bool,
    /// What it holds.
    pub holds: Holds,
    /// What it means, in Japanese.
    pub ja: &'static str,
    /// What it means, in English.
    pub en: &'static str,
}

/// A key that must stand there.
pub const fn want(name: &'static str, holds: Holds, ja: &'static str, en: &'static str) -> Key {
    Key { name, wanted: true, holds, ja, en }
}

/// A key that may stand there.
pub const fn may(name: &'static str, holds: Holds, ja: &'static str, en: &'static str) -> Key {
    Key { name, wanted: false, holds, ja, en }
}
