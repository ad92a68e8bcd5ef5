//! Stored answers for reading: one revision in full, or what changed between two.

/// The differences of two revisions as lines of label, before and after.
pub mod history;
/// Answers item by item, of one revision or of two beside each other.
pub mod pairs;
/// A revision as lines of label and value.
pub mod record;
