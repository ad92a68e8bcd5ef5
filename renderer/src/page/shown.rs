//! What judging found, as the page shows it: texts in one language, values in print.

use std::borrow::Cow;

use engine::program::program::ItemId;

/// An item, or an item in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The item.
    pub item: ItemId,
    /// The row, from 0.
    pub row: Option<usize>,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// Its code or the id of the check.
    pub code: &'a str,
    /// Where it stands.
    pub path: &'a str,
    /// An error, else a warning.
    pub error: bool,
    /// What people read.
    pub text: &'a str,
}

/// Everything that judging found.
#[derive(Clone, Debug, Default)]
pub struct Shown<'a> {
    /// Errors and warnings in order.
    pub findings: Vec<Finding<'a>>,
    /// Items not shown.
    pub hidden: Vec<Place>,
    /// Items that must be answered now.
    pub required: Vec<Place>,
    /// Calculated values in print.
    pub calculated: Vec<(Place, Cow<'a, str>)>,
}

/// Findings about blanks, which wait until somebody has been at the item.
pub fn waits(code: &str) -> bool {
    matches!(code, "required" | "too_few_rows")
}
