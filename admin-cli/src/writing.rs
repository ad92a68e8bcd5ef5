//! How commands write what they found: the same `--lang` and `--format` everywhere, each command with the formats that it knows.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use engine::lang::Lang;

/// The language of what is written.
#[derive(Debug, Clone, Copy, Args)]
pub struct Language {
    /// Language of what is written: ja or en
    #[arg(long, value_parser = lang, default_value = "en", env = "CTR_LANG", hide_env_values = true)]
    pub lang: Lang,
}

/// A way of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// For programs.
    Json,
    /// For code hosts and editors.
    Sarif,
    /// Annotations of a code host's checks.
    Github,
    /// A page for people.
    Html,
    /// For spreadsheets.
    Csv,
    /// For calendars of people.
    Ics,
}

const NAMES: [(Format, &str, &str); 7] = [
    (Format::Text, "text", "For people at a terminal"),
    (Format::Json, "json", "For programs; both languages"),
    (Format::Sarif, "sarif", "SARIF 2.1.0, for code hosts and editors"),
    (Format::Github, "github", "Annotations of a code host's checks"),
    (Format::Html, "html", "A page that any browser opens"),
    (Format::Csv, "csv", "For spreadsheets (RFC 4180)"),
    (Format::Ics, "ics", "For calendars of people (RFC 5545)"),
];

/// Reads one of some formats.
pub fn among(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let known = NAMES.iter().filter(|(format, ..)| formats.contains(format));
    let values = known.map(|(_, name, help)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(values)
        .map(|word| NAMES.iter().find(|(_, name, _)| *name == word).map_or(Format::Text, |(format, ..)| *format))
}

/// Reads `ja` or `en`.
pub fn lang(tag: &str) -> Result<Lang, String> {
    Lang::from_tag(tag).ok_or_else(|| "it is ja or en".to_string())
}
