//! A form as JSON Schema 2020-12: the public contract of its answers, and the judge that holds machine submissions against it.

/// A form to a schema.
pub mod emit;
/// One item to a schema.
pub mod item;
/// Bytes against the schema, with messages that show no answer.
pub mod judge;
/// The texts of dates and decimals as regular expressions.
pub mod pattern;
/// The schema as text.
pub mod text;
