//! Texts in both languages by name: for translators, for lints, for comparing versions.

/// A text with its name and places.
pub mod wording;
