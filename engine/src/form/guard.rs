//! Findings that stand at an item because of what the definition says about it and others: row counts, unique rows, agreement with a
//! calculated value, choices that depend on other answers.

use crate::lang::Text;
use crate::program::program::RuleId;

/// What is guarded, in the order of the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GuardKind {
    /// A chosen code is not offered under the other answers.
    ChoiceNotAllowed,
    /// What was entered differs from what follows from other answers.
    DerivedDiffers,
    /// Two rows say the same.
    Unique,
    /// There are as many rows as another answer says.
    RowCount,
}

impl GuardKind {
    /// The key in definitions.
    pub fn key(self) -> &'static str {
        match self {
            GuardKind::ChoiceNotAllowed => "choices_if",
            GuardKind::DerivedDiffers => "derived",
            GuardKind::Unique => "unique",
            GuardKind::RowCount => "row_count",
        }
    }
}

/// One guard of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// What is guarded.
    pub kind: GuardKind,
    /// The finding stands when it is definitely true; rows that say the same are found by comparing them, without a rule.
    pub rule: Option<RuleId>,
    /// What people read.
    pub message: Text,
}

/// Codes that can be chosen only under other answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Their places in the list.
    pub codes: Vec<u16>,
    /// They cannot be chosen when it is definitely false.
    pub allowed_if: RuleId,
}
