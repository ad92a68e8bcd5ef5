//! The states of a record, in the words staff know.

use std::fmt;

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordState {
    /// Due: opened, nothing saved.
    Due,
    /// A draft is saved, nothing submitted.
    Saved,
    /// Submitted with errors.
    Error,
    /// A query is open.
    Query,
    /// Submitted without errors.
    Complete,
    /// Locked by the registry.
    Locked,
    /// Signed.
    Signed,
}

impl RecordState {
    /// Every state, in the order of a record's life.
    pub const ALL: [RecordState; 7] = [
        RecordState::Due,
        RecordState::Saved,
        RecordState::Error,
        RecordState::Query,
        RecordState::Complete,
        RecordState::Locked,
        RecordState::Signed,
    ];

    /// The three letters staff know: DUE SVD ERR QRY CMP LCK SGN.
    pub fn word(self) -> &'static str {
        match self {
            RecordState::Due => "DUE",
            RecordState::Saved => "SVD",
            RecordState::Error => "ERR",
            RecordState::Query => "QRY",
            RecordState::Complete => "CMP",
            RecordState::Locked => "LCK",
            RecordState::Signed => "SGN",
        }
    }

    /// The state of a stored word.
    pub fn from_word(word: &str) -> Option<RecordState> {
        RecordState::ALL.into_iter().find(|state| state.word() == word)
    }

    /// True when the record takes no change.
    pub fn is_closed(self) -> bool {
        matches!(self, RecordState::Locked | RecordState::Signed)
    }
}

impl fmt::Display for RecordState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
