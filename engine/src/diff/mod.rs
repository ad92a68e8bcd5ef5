//! What changed between two forms: by identity of sections, items, checks and codes, never by line.

/// One change.
pub mod change;
/// Two forms to changes.
pub mod compare;
/// Changes as readable text and JSON.
pub mod render;
/// What a change means for answers that are there already.
pub mod weight;
/// Files of other kinds, compared as they are written.
pub mod written;
