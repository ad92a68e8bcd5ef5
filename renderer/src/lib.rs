//! The renderer shows: forms, answers, findings and histories become HTML; posted fields become answers again.
//!
//! Pure: text and values in, text out; no clock, files, network or randomness. Read it from top to bottom.

/// Style sheets and scripts, under names that change with their content.
pub mod asset;
/// Values as people read them.
pub mod display;
/// What can go wrong here.
pub mod error;
/// Posted fields back into answers.
pub mod fields;
/// Text into HTML, safely.
pub mod html;
/// The form page, compiled once and filled for each request.
pub mod page;
/// Stored answers for reading.
pub mod record;
/// The screens' templates, one row each.
pub mod screen;
/// The one home of minijinja: screens and page parts to HTML.
pub mod template;

pub use error::Error;
