//! One lint, and where it puts what it finds.

use crate::diagnostic::diagnostic::{Diagnostic, Level};
use crate::diagnostic::table::Row;
use crate::lang::Text;
use crate::lint::subject::{Place, Subject};

/// A lint: its explanation and its search.
#[derive(Clone, Copy)]
pub struct Lint {
    /// Code and explanation.
    pub row: Row,
    /// Looks at a library without faults.
    pub run: fn(&Subject<'_>, &mut Found),
}

/// What one lint finds.
pub struct Found {
    code: &'static str,
    /// In the order of finding.
    pub diagnostics: Vec<Diagnostic>,
}

impl Found {
    /// Nothing yet.
    pub fn new(code: &'static str) -> Found {
        Found { code, diagnostics: Vec::new() }
    }

    /// Reports at a place: message and help each as (Japanese, English). Without a place nothing can be shown, and nothing is reported.
    pub fn report(&mut self, place: Option<Place>, message: (String, String), help: (String, String)) {
        let Some(place) = place else { return };
        self.diagnostics.push(Diagnostic {
            code: self.code,
            level: Level::Warning,
            file: place.file,
            span: place.span,
            message: Text::new(message.0, message.1),
            help: Some(Text::new(help.0, help.1)),
            notes: Vec::new(),
        });
    }
}
