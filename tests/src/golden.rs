//! Compares what was printed with the expected file. `CTR_ACCEPT=1` (that is `make accept`) rewrites the expected file instead.

use std::fmt::Write as _;
use std::path::Path;

/// Collects differences over many cases, so that one run reports them all.
#[derive(Default)]
pub struct Goldens {
    cases: usize,
    differences: Vec<String>,
}

impl Goldens {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compares `actual` with the file at `expected`; under `CTR_ACCEPT=1` writes it.
    pub fn compare(&mut self, expected: &Path, actual: &str) {
        self.cases += 1;
        let known = std::fs::read_to_string(expected).ok();
        if known.as_deref() == Some(actual) {
            return;
        }
        if std::env::var_os("CTR_ACCEPT").is_some() {
            std::fs::write(expected, actual).unwrap_or_else(|cause| panic!("{}: {cause}", expected.display()));
            return;
        }
        self.differences.push(difference(expected, known.as_deref(), actual));
    }

    /// Notes a fault that is no difference between texts.
    pub fn fault(&mut self, text: String) {
        self.differences.push(text);
    }

    /// Panics with every difference; also when no case was seen, since a test that cannot fail is a fault.
    pub fn finish(self) {
        assert!(self.cases > 0, "no case was found");
        assert!(
            self.differences.is_empty(),
            "{} of {} cases differ; read them, then `make accept`\n{}",
            self.differences.len(),
            self.cases,
            self.differences.join("\n")
        );
    }
}

/// Compares one text with one file.
pub fn golden(expected: &Path, actual: &str) {
    let mut goldens = Goldens::new();
    goldens.compare(expected, actual);
    goldens.finish();
}

fn difference(path: &Path, expected: Option<&str>, actual: &str) -> String {
    let mut text = format!("--- {}\n", path.display());
    let Some(expected) = expected else {
        let _ = writeln!(text, "(no such file yet)\n{actual}");
        return text;
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let _ = writeln!(text, "@ line {}", same_start + 1);
    for line in &old[same_start..old.len() - same_end] {
        let _ = writeln!(text, "- {line}");
    }
    for line in &new[same_start..new.len() - same_end] {
        let _ = writeln!(text, "+ {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_only_the_changed_lines() {
        let text = difference(Path::new("report.txt"), Some("one\ntwo\nthree\n"), "one\n2\nthree\n");
        assert_eq!(text, "--- report.txt\n@ line 2\n- two\n+ 2\n");
    }

    #[test]
    #[should_panic(expected = "no case was found")]
    fn a_run_without_cases_fails() {
        Goldens::new().finish();
    }
}
