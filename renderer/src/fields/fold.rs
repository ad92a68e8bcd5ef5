//! What a person typed, folded as far as its meaning allows: white space around it, and full-width digits and signs made plain.
//! The same in `assets/fields.js`; shared cases stand in `tests/fields/cases.txt`.

/// Nothing but white space (the ideographic space is white space too).
pub fn is_blank(text: &str) -> bool {
    trim(text).is_empty()
}

/// Trimmed, with `０-９ ． ， － ＋ ／ ： ＜ ＞ −` made plain.
pub fn fold(text: &str) -> String {
    trim(text).chars().map(narrow).collect()
}

/// A written date: also the letters of eras (`Ｒ６`) made plain.
pub fn fold_date(text: &str) -> String {
    let letter = |c: char| match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    fold(text).chars().map(letter).collect()
}

/// Trimmed as browsers trim: U+FEFF counts as white space, U+0085 does not.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{FEFF}')
}

fn narrow(c: char) -> char {
    match c {
        '−' => '-',
        '０'..='９' | '．' | '，' | '－' | '＋' | '／' | '：' | '＜' | '＞' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, is_blank};

    #[test]
    fn folds_numerals_and_signs_only() {
        assert_eq!(fold("\u{3000}−１２．５ "), "-12.5");
        assert_eq!(fold("２０２６／４／１　９：３０"), "2026/4/1\u{3000}9:30");
        assert_eq!(fold("ｍｇ ①"), "ｍｇ ①");
        assert!(is_blank(" \u{3000}\n") && !is_blank("0"));
    }
}
