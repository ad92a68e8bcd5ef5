//! The engine means: it turns versioned YAML definitions into forms, and answers into findings.
//!
//! Pure: text and values in, text and values out. Read it from top to bottom; each floor uses only those above it.

/// Answers: JSON to slots, and back to canonical bytes.
pub mod answers;
/// Forms from parts: shared items, blocks and overlays.
pub mod compose;
/// What is wrong with a definition, where, and what to do.
pub mod diagnostic;
/// What changed between two forms.
pub mod diff;
/// The tree as typed documents: forms, lists, products, the registry.
pub mod document;
/// JSON Schemas of the definition files, for editors.
pub mod editor;
/// Judging answers: what is shown, calculated, wrong, doubtful or undecided.
pub mod evaluate;
/// The rule language: text to typed tree.
pub mod expr;
/// A linked form: what is asked, what it means, its digest.
pub mod form;
/// Kinds of items and the few shapes they map onto.
pub mod kind;
/// Japanese and English, and texts in both.
pub mod lang;
/// All definitions together.
pub mod library;
/// Documents to forms.
pub mod link;
/// What is sound and still better written otherwise.
pub mod lint;
/// What runs: rules as trees over slots.
pub mod program;
/// What a rule can and cannot become, for every answer at once.
pub mod reason;
/// The calendar of a patient: visits, what is due, what has ended.
pub mod schedule;
/// A form as JSON Schema, and the judge of machine submissions.
pub mod schema;
/// Source files, byte spans, lines and columns.
pub mod source;
/// YAML text to a tree in which every node knows its place.
pub mod syntax;
/// What an answer can be: decimals, dates that may be partial, units, reasons for a missing value.
pub mod value;
/// Every text that people read, with a name that stays and its place in the file.
pub mod wording;
/// Rules in plain words, from the same trees that run.
pub mod words;
