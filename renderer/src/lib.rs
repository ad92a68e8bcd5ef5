//! The renderer shows: forms, answers, findings and histories become HTML; posted fields become answers again.
//!
//! Pure: text and values in, text out; no clock, files, network or randomness. Read it from top to bottom.

/// What can go wrong here.
pub mod error;
/// Style sheets and scripts, under names that change with their content.
pub mod asset;
/// The screens' templates, one row each.
pub mod screen;
/// The one home of minijinja: screens and page parts to HTML.
pub mod template;

pub use error::Error;
