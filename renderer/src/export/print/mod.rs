//! A blank form for paper: A4, boxes to tick, digits to fill, rows for groups; annotated with ids, codes and rules, or plain for entry.

/// What stands where an answer is written.
pub mod field;
/// Sections, items and rows as the template sees them.
pub mod form;
/// The page with its style.
pub mod page;
