//! Values as people read them, in both languages.

/// Answers, dates with their era, codes with their labels, reasons for a missing value.
pub mod display;
/// Units of measure as they are printed.
pub mod unit;
