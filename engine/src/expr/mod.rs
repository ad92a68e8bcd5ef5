//! The rule language: CEL's syntax, typed, with three-valued meaning. Text to tokens to tree to typed nodes.

/// The tree of a rule as written.
pub mod ast;
/// Types of values in rules.
pub mod types;
/// Words and signs.
pub mod lexer;
/// Tokens to tree.
pub mod parser;
/// The table of functions.
pub mod function;
/// What names mean at a place of a form.
pub mod names;
/// Tree to typed nodes.
pub mod check;
