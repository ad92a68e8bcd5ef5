//! The data dictionary: one line per item, for analysts, registry staff and auditors.

/// The columns, one row each.
pub mod column;
/// One item with what is around it.
pub mod entry;
/// As a page for reading and printing.
pub mod html;
/// As comma-separated values.
pub mod table;
