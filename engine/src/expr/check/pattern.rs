//! Patterns that mean the same in Rust and in the browser.

use regex::Regex;

/// Patterns must mean the same in Rust and in the browser: look-around, back references and inline flags are refused.
pub fn check_pattern(pattern: &str) -> Result<(), (String, String)> {
    let shared = |ja: &str, en: &str| Err((ja.to_owned(), en.to_owned()));
    if pattern.len() > 500 {
        return shared("パターンは500文字までです。", "a pattern holds at most 500 characters");
    }
    if pattern.replace("(?:", "").contains("(?") {
        return shared(
            "`(?` で始まる特別な書き方は使えません(`(?:` は使えます)。",
            "special forms that start with `(?` cannot be used, except `(?:`",
        );
    }
    for refused in [r"\A", r"\z", r"\Z", r"\x{", r"\b", r"\B", "&&", "~~", "[[:"] {
        if pattern.contains(refused) {
            return Err((format!("`{refused}` は使えません。"), format!("`{refused}` cannot be used")));
        }
    }
    if nests_classes(pattern) {
        return shared(
            "`[ ]` の中に `[` や `--` は書けません(文字として使うときは `\\[` `\\-`)。",
            "`[` and `--` cannot stand inside `[ ]`; write `\\[` and `\\-` when the characters are meant",
        );
    }
    match Regex::new(&format!("^(?:{pattern})$")) {
        Ok(_) => Ok(()),
        Err(_) => shared(
            "正規表現として正しくありません。括弧の数を確かめてください。",
            "it is not a valid regular expression; check the brackets",
        ),
    }
}

/// Sets inside sets are taken as such by one side and as plain characters by the other.
fn nests_classes(pattern: &str) -> bool {
    let mut inside = false;
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '[' if inside => return true,
            '-' if inside && characters.peek() == Some(&'-') => return true,
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::check_pattern;

    #[test]
    fn what_the_two_sides_read_differently_is_refused() {
        for good in ["[0-9]{12}", "[ァ-ヴー・]+", r"\d+", "(?:a|b)", r"[\[\-]", "^A[^a-z]*$"] {
            assert!(check_pattern(good).is_ok(), "{good}");
        }
        for bad in [r"\bword", r"\B", "[a[b]]", "[a--b]", "[a~~b]", "(?i)a", "(?=a)", r"\Aa", "(", "[a"] {
            assert!(check_pattern(bad).is_err(), "{bad}");
        }
    }
}
