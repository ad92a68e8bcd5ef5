//! What is wrong with a definition: for registry staff.

/// One fault: code, place, message, help.
pub mod diagnostic;
/// Full-width signs and what is meant by them.
pub mod full_width;
/// A fault as text with a caret, JSON or CI annotations.
pub mod render;
/// Findings as SARIF.
pub mod sarif;
/// The closest word to a mistyped one.
pub mod suggest;
/// Every code with its explanation.
pub mod table;
