//! One fault of a definition, and the sink that collects all faults of a file.

use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::lang::Text;
use crate::source::{Position, Span};

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
    /// Further places: the uses that brought in a part of a form, the nearest first.
    pub notes: Vec<Note>,
}

/// A further place of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// File inside the library.
    pub file: Arc<str>,
    /// Where in the file.
    pub span: Span,
    /// The same as line and column.
    pub at: Position,
    /// What stands there.
    pub message: Text,
}

/// Where words that were brought in from another file stand, and what brought them in.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Their file inside the library.
    pub file: Arc<str>,
    /// The uses, the nearest first.
    pub uses: Vec<Note>,
}

/// Ids that a form would have if one of its parts were there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// This one.
    Id(Arc<str>),
    /// All of a block that is not known, under a prefix.
    Block(Arc<str>, Arc<str>),
}

/// Collects the faults of one file.
#[derive(Debug)]
pub struct Sink {
    /// File inside the library that is being read.
    pub file: Arc<str>,
    /// What was found, up to `most`.
    pub found: Vec<Diagnostic>,
    /// How many more there were.
    pub left_out: usize,
    /// The parts that the file is composed from, by origin (the first has origin 1).
    pub origins: Vec<Origin>,
    /// How many faults are kept.
    pub most: usize,
    /// What was to come from parts that are not there: what names it is judged when they are.
    pub lost: Vec<Lost>,
    /// For how many unknown words a near one was looked for.
    pub looked_up: u32,
}

/// Unknown words of one file for which near ones are looked for: more are not mended one by one.
pub const MOST_LOOKED_UP: u32 = 40;

/// Most faults of one file that are told in one run; a file with more is not mended by reading on.
pub const MOST: usize = 200;

impl Sink {
    /// An empty sink for one file.
    pub fn new(file: Arc<str>) -> Sink {
        Sink { file, found: Vec::new(), left_out: 0, origins: Vec::new(), most: MOST, lost: Vec::new(), looked_up: 0 }
    }

    /// Reports an error: message and help each as (Japanese, English).
    pub fn error(&mut self, code: &'static str, span: Span, message: (String, String), help: (String, String)) {
        self.push(code, Level::Error, span, message, help);
    }

    /// Reports a warning.
    pub fn warning(&mut self, code: &'static str, span: Span, message: (String, String), help: (String, String)) {
        self.push(code, Level::Warning, span, message, help);
    }

    /// Help for an unknown word: the known one that is near, or what there is. It is looked for only for the first words of a file, since
    /// every word is compared with every known one.
    pub fn near<'k>(&mut self, word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> (String, String) {
        self.looked_up = self.looked_up.saturating_add(1);
        if self.looked_up > MOST_LOOKED_UP || self.found.len() >= self.most {
            return ("IDを確かめてください。".into(), "check the id".into());
        }
        did_you_mean(word, known)
    }

    fn push(&mut self, code: &'static str, level: Level, span: Span, message: (String, String), help: (String, String)) {
        if self.found.len() >= self.most {
            self.left_out += 1;
            return;
        }
        let help = (!help.0.is_empty()).then(|| Text::new(help.0, help.1));
        let origin = (span.origin as usize).checked_sub(1).and_then(|place| self.origins.get(place));
        self.found.push(Diagnostic {
            code,
            level,
            file: origin.map_or(&self.file, |origin| &origin.file).clone(),
            span: span.of(0),
            message: Text::new(message.0, message.1),
            help,
            notes: origin.map_or(Vec::new(), |origin| origin.uses.clone()),
        });
    }

    /// What was found, with a last line that counts what was left out.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.left_out > 0 {
            let own = self.found.iter().rev().find(|last| last.file == self.file);
            let (count, last) = (self.left_out, own.map_or(Span::default(), |last| last.span));
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
                notes: Vec::new(),
            });
        }
        self.found
    }

    /// Remembers what a part that is not there would have brought. What follows from that must not crowd out other faults.
    pub fn lose(&mut self, lost: Lost) {
        self.lost.push(lost);
        self.most = self.most.max(MOST * 10);
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }
}
