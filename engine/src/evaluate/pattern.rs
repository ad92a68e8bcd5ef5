//! A pattern that a whole text must match. It is compiled when the first text is held against it: a compiled pattern is a hundred times as
//! large as it is written, and most forms that are loaded are only looked at.

use std::sync::{Arc, OnceLock};

use regex::Regex;

/// A pattern as the author wrote it, and compiled once it was asked for.
pub struct Pattern {
    written: Arc<str>,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern that is not compiled yet.
    pub fn new(written: impl Into<Arc<str>>) -> Pattern {
        Pattern { written: written.into(), compiled: OnceLock::new() }
    }

    /// Whether the whole text matches. Definitions are checked before; a pattern that does not compile never matches.
    pub fn is_match(&self, text: &str) -> bool {
        let compile = || {
            #[expect(clippy::expect_used, reason = "the fallback is a constant: the empty class matches nothing")]
            Regex::new(&format!("^(?:{})$", self.written)).unwrap_or_else(|_| Regex::new(r"[^\s\S]").expect("a constant pattern"))
        };
        self.compiled.get_or_init(compile).is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn the_whole_text_must_match_and_what_does_not_compile_never_does() {
        let pattern = Pattern::new("[A-Z]{2}|[0-9]+");
        assert!(pattern.is_match("AB") && pattern.is_match("123"));
        assert!(!pattern.is_match("ABC") && !pattern.is_match("A1"));
        assert!(!Pattern::new("[").is_match("["));
    }
}
