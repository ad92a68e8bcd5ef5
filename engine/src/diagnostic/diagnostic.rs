//! One fault of a definition, and the sink that collects all faults of a file.

use std::sync::Arc;

use crate::lang::Text;
use crate::source::Span;

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The definition cannot be used.
    Error,
    /// It can, but an author should look.
    Warning,
}

impl Level {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

/// A fault: stable code, place, message and what to do, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code in kebab case; `table` explains it.
    pub code: &'static str,
    /// Weight.
    pub level: Level,
    /// File inside the library.
    pub file: Arc<str>,
    /// Where in the file.
    pub span: Span,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Option<Text>,
}

/// A second place that belongs to no fault of its own is told in the help text by line.
#[derive(Debug)]
pub struct Sink {
    /// File inside the library that is being read.
    pub file: Arc<str>,
    /// What was found, up to [`MOST`].
    pub found: Vec<Diagnostic>,
    /// How many more there were.
    pub left_out: usize,
}

/// Most faults of one file that are told in one run; a file with more is not mended by reading on.
pub const MOST: usize = 200;

impl Sink {
    /// An empty sink for one file.
    pub fn new(file: Arc<str>) -> Sink {
        Sink { file, found: Vec::new(), left_out: 0 }
    }

    /// Reports an error: message and help each as (Japanese, English).
    pub fn error(&mut self, code: &'static str, span: Span, message: (String, String), help: (String, String)) {
        self.push(code, Level::Error, span, message, help);
    }

    /// Reports a warning.
    pub fn warning(&mut self, code: &'static str, span: Span, message: (String, String), help: (String, String)) {
        self.push(code, Level::Warning, span, message, help);
    }

    fn push(&mut self, code: &'static str, level: Level, span: Span, message: (String, String), help: (String, String)) {
        if self.found.len() == MOST {
            self.left_out += 1;
            return;
        }
        let help = (!help.0.is_empty()).then(|| Text::new(help.0, help.1));
        self.found.push(Diagnostic {
            code,
            level,
            file: self.file.clone(),
            span,
            message: Text::new(message.0, message.1),
            help,
        });
    }

    /// What was found, with a last line that counts what was left out.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.left_out > 0 {
            let (count, last) = (self.left_out, self.found.last().map_or(Span::default(), |last| last.span));
            self.found.push(Diagnostic {
                code: "too-many-faults",
                level: Level::Error,
                file: self.file,
                span: last,
                message: Text::new(
                    format!("ほかに{count}件の指摘があります。"),
                    format!("there are {count} more faults in this file"),
                ),
                help: Some(Text::new("上の指摘を直してから、もう一度確かめてください。", "mend those above and check again")),
            });
        }
        self.found
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }
}
