//! Tree to typed nodes. One checker; each file teaches it one part of the language.

/// Functions.
pub mod call;
/// The way in, and expressions as a whole.
pub mod check;
/// The checker itself: faults, fitting types and units.
pub mod checker;
/// Lookup tables.
pub mod lookup;
/// Operators.
pub mod operator;
/// Patterns that mean the same in Rust and in the browser.
pub mod pattern;
/// Several records of another form.
pub mod records;
/// Rows of groups.
pub mod rows;
/// Numbers, texts, codes, names and fields.
pub mod word;
