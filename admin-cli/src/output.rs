//! What a command hands back, how it is printed, and the only place that knows exit codes: 0 clean, 1 something was found, 2 could not.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use crate::error::Error;

/// A finished command: what to print, and whether it found anything.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    text: String,
    found: bool,
}

impl Output {
    /// Nothing is wrong; `text` is the answer.
    pub fn clean(text: impl Into<String>) -> Self {
        Self { text: text.into(), found: false }
    }

    /// Something was found that the caller should see: faults, findings or differences.
    pub fn found(text: impl Into<String>) -> Self {
        Self { text: text.into(), found: true }
    }

    /// The same with more below it.
    #[must_use]
    pub fn and(self, more: &str) -> Self {
        Self { text: self.text + more, ..self }
    }
}

/// Prints a command's outcome and gives its exit code.
pub fn finish(outcome: Result<Output, Error>) -> ExitCode {
    match outcome {
        Ok(output) => {
            print(&output.text);
            ExitCode::from(u8::from(output.found))
        }
        Err(error) => {
            print(error.answer());
            let _ = std::io::stderr().write_all(explain(&error).as_bytes());
            ExitCode::from(2)
        }
    }
}

/// Prints a usage message: help and version are answers, everything else could not be done.
pub fn usage(message: &clap::Error) -> ExitCode {
    let _ = message.print();
    ExitCode::from(if message.use_stderr() { 2 } else { 0 })
}

/// A reader that closed the pipe early (`ctr check | head`) is no failure.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if !text.is_empty() && !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// The error, then each cause below it on a line of its own.
fn explain(error: &Error) -> String {
    let mut text = format!("error: {error}\n");
    let mut cause = error.source();
    while let Some(below) = cause {
        let _ = writeln!(text, "  because: {below}");
        cause = below.source();
    }
    if let Some(help) = error.help() {
        let _ = writeln!(text, "  help: {help}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_and_help_stand_below_the_error() {
        let cause = std::io::Error::other("disk is gone");
        let error = Error::Unreadable { path: "a.yaml".into(), cause };
        assert_eq!(
            explain(&error),
            "error: `a.yaml` cannot be read\n  because: disk is gone\n  help: check the path, and that you may read it\n"
        );
    }
}
