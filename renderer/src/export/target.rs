//! What a target is: a name, what it is for, and how it is made of forms.

use std::sync::Arc;

use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;

use crate::error::Error;

/// One format in which forms leave the house.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The word on the command line.
    pub name: &'static str,
    /// The ending of its files.
    pub ending: &'static str,
    /// What it is and for whom, in Japanese.
    pub ja: &'static str,
    /// What it is and for whom, in English.
    pub en: &'static str,
    /// Who reads it in the tests: somebody else's program.
    pub reader: &'static str,
    /// Makes it.
    pub make: fn(&Subject<'_>) -> Result<String, Error>,
}

/// What is exported, and how.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The library that the forms are of.
    pub library: &'a Library,
    /// The forms, in the order in which they appear.
    pub forms: &'a [Arc<Form>],
    /// The language that stands first where only one can.
    pub lang: Lang,
    /// The moment of making: `2026-04-01T09:00:00+09:00`.
    pub made: &'a str,
    /// For spreadsheets: begins with a byte order mark, and no cell can be taken for a formula.
    pub spreadsheet: bool,
    /// Paper forms with ids, codes and rules beside the fields.
    pub annotated: bool,
}
