//! Small rules that several changes share: ids, lengths, reasons.

use crate::error::Refusal;

/// Longest content of a draft or revision, in bytes.
pub(crate) const CONTENT_BYTES: usize = 4 * 1024 * 1024;

/// Refuses a text that is empty or longer than `most` characters.
pub(crate) fn demand_text(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Invalid { field, rule: "is not empty" });
    }
    if text.chars().count() > most {
        return Err(Refusal::Invalid { field, rule: "is shorter" });
    }
    Ok(())
}

/// Refuses a word that is not made of `a-z 0-9` and the extra characters, or whose length is outside the range.
pub(crate) fn demand_word(
    field: &'static str,
    word: &str,
    extra: &str,
    length: std::ops::RangeInclusive<usize>,
    rule: &'static str,
) -> Result<(), Refusal> {
    let fits =
        length.contains(&word.len()) && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || extra.contains(c));
    if fits { Ok(()) } else { Err(Refusal::Invalid { field, rule }) }
}

/// Refuses contents that are no JSON object or too large.
pub(crate) fn demand_content(content: &str) -> Result<(), Refusal> {
    if content.len() > CONTENT_BYTES {
        return Err(Refusal::Invalid { field: "content", rule: "is at most 4 MiB" });
    }
    let is_object = serde_json::from_str::<serde::de::IgnoredAny>(content).is_ok() && content.trim_start().starts_with('{');
    if is_object { Ok(()) } else { Err(Refusal::Invalid { field: "content", rule: "is a JSON object" }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_json_objects() {
        assert!(demand_content(r#" {"answers":{}}"#).is_ok());
        for wrong in ["", "[]", "3", "{", "{} x"] {
            assert!(demand_content(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_keep_their_alphabet() {
        let site = |word| demand_word("site", word, "-", 2..=32, "..");
        assert!(site("tokyo-2").is_ok());
        assert!(site("t").is_err() && site("Tokyo").is_err() && site("a b").is_err());
    }
}
