//! Texts of definitions on their way to reviewers and back.

/// Putting reviewed texts into files.
pub mod apply;
/// The spreadsheet.
pub mod sheet;
