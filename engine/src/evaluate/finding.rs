//! A finding: answers that are wrong or doubtful, told to clinicians. It names an item, never an answer.

use crate::answers::place::Place;
use crate::form::item::Severity;
use crate::lang::Text;
use std::sync::Arc;

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// A built-in code or a check's id.
    pub code: Arc<str>,
    /// The item's path, `item` or `group[0].item`.
    pub path: String,
    /// Whether it keeps the record from being complete or asks for a reason.
    pub severity: Severity,
    /// What to do, in both languages.
    pub message: Text,
    /// The item, unless the finding belongs to none.
    pub place: Option<Place>,
    /// It stands at answers that were accepted before the rule that it breaks, and that nobody changed since.
    pub held: bool,
}

impl Finding {
    /// `code@path`, the key under which a reason is kept.
    pub fn key(&self) -> String {
        format!("{}@{}", self.code, self.path)
    }

    /// Whether it keeps the record from being complete.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error && !self.held
    }
}
