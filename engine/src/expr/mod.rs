//! The rule language: CEL's syntax, typed, with three-valued meaning. Text to tokens to tree to typed nodes.

/// The tree of a rule as written.
pub mod ast;
/// Tree to typed nodes.
pub mod check;
/// The table of functions.
pub mod function;
/// Words and signs of other languages, and ours for them.
pub mod habit;
/// Words and signs.
pub mod lexer;
/// What names mean at a place of a form.
pub mod names;
/// Tokens to tree.
pub mod parser;
/// Types of values in rules.
pub mod types;
