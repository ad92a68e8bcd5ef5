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
    for refused in [r"\A", r"\z", r"\Z", r"\x{", r"\b{", "&&", "[[:"] {
        if pattern.contains(refused) {
            return Err((format!("`{refused}` は使えません。"), format!("`{refused}` cannot be used")));
        }
    }
    match Regex::new(&format!("^(?:{pattern})$")) {
        Ok(_) => Ok(()),
        Err(_) => shared(
            "正規表現として正しくありません。括弧の数を確かめてください。",
            "it is not a valid regular expression; check the brackets",
        ),
    }
}
