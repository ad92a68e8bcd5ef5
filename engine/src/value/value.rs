//! The slot: one answer as the compiled program sees it, typed and small.

use crate::value::censor::Censor;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::missing::Missing;
use crate::value::short::{FewCodes, ShortText};
use std::fmt;

/// A value that a rule can work with.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Yes or no; also what a rule decides.
    Bool(bool),
    /// An integer, a decimal, or a calculated number.
    Number(Decimal),
    /// A quantity: the number in the item's canonical unit, with how it was typed.
    Quantity {
        /// Digits of the number in the canonical unit.
        coefficient: i64,
        /// Places of the number in the canonical unit.
        scale: u8,
        /// Places after the point as typed.
        places: u8,
        /// The unit as typed: its index in the item's entry units.
        unit: u8,
    },
    /// A censored number: its limit in the item's canonical unit (nought when not detected), with how it was typed.
    Censored {
        /// The comparator.
        censor: Censor,
        /// Digits of the limit in the canonical unit.
        coefficient: i64,
        /// Places of the limit in the canonical unit.
        scale: u8,
        /// Places after the point as typed.
        places: u8,
        /// The unit as typed: its index in the item's entry units.
        unit: u8,
    },
    /// A short text. INVARIANT: every text that is short enough stands so ([`Value::text`]), so that equal texts are equal values.
    ShortText(ShortText),
    /// A longer text.
    Text(Box<str>),
    /// A date or partial date: the days it could be.
    Date(DateRange),
    /// A local date and time in seconds from 1970-01-01T00:00.
    DateTime(i64),
    /// One code: its index in the item's code list.
    Code(u16),
    /// An attached file.
    File {
        /// Its size in bytes.
        size: u64,
    },
    /// A few codes in the order chosen: indexes in the item's code list. INVARIANT: as for short texts ([`Value::codes`]).
    FewCodes(FewCodes),
    /// More codes.
    Codes(Box<[u16]>),
}

impl Value {
    /// A text.
    #[inline]
    pub fn text(text: &str) -> Value {
        ShortText::of(text).map_or_else(|| Value::Text(text.into()), Value::ShortText)
    }

    /// Several codes.
    #[inline]
    pub fn codes(codes: &[u16]) -> Value {
        FewCodes::of(codes).map_or_else(|| Value::Codes(codes.into()), Value::FewCodes)
    }

    /// The number it is, for integers, decimals and quantities; a censored one is none.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Quantity { coefficient, scale, .. } => Decimal::new(*coefficient, *scale),
            _ => None,
        }
    }
}

/// Why an answer that is there cannot be read as the item's kind. What was typed is kept elsewhere, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not of the item's shape.
    Unreadable,
    /// A code that the item's list does not have.
    UnknownCode,
    /// A missing reason that the item does not allow.
    MissingNotAllowed,
    /// A unit that the item does not offer.
    UnitNotAllowed,
    /// A comparator that the item does not take.
    ComparatorNotAllowed,
    /// A kind of file that the item does not take.
    FileTypeNotAllowed,
}

/// One answer.
#[derive(Clone, PartialEq, Default)]
pub enum Slot {
    /// Not answered.
    #[default]
    Blank,
    /// Missing, with the reason.
    Missing(Missing),
    /// Answered, but not readable; unknown to every rule.
    Unreadable(Fault),
    /// Answered.
    Value(Value),
}

impl Slot {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Slot::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether nothing was answered.
    pub fn is_blank(&self) -> bool {
        matches!(self, Slot::Blank)
    }

    /// Whether there is a readable value.
    pub fn is_answered(&self) -> bool {
        matches!(self, Slot::Value(_))
    }
}

/// Redacted: an answer never reaches a log through a debug print.
impl fmt::Debug for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Value::Bool(_) => "Bool(..)",
            Value::Number(_) => "Number(..)",
            Value::Quantity { .. } => "Quantity(..)",
            Value::Censored { .. } => "Censored(..)",
            Value::ShortText(_) | Value::Text(_) => "Text(..)",
            Value::Date(_) => "Date(..)",
            Value::DateTime(_) => "DateTime(..)",
            Value::Code(_) => "Code(..)",
            Value::File { .. } => "File(..)",
            Value::FewCodes(_) | Value::Codes(_) => "Codes(..)",
        })
    }
}

/// Redacted as [`Value`] is.
impl fmt::Debug for Slot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slot::Blank => out.write_str("Blank"),
            Slot::Missing(reason) => write!(out, "Missing({reason})"),
            Slot::Unreadable(fault) => write!(out, "Unreadable({fault:?})"),
            Slot::Value(value) => write!(out, "{value:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_three_words() {
        assert_eq!(size_of::<Slot>(), 24);
    }

    #[test]
    fn a_debug_print_shows_no_answer() {
        let slot = Slot::Value(Value::text("山田"));
        assert_eq!(format!("{slot:?}"), "Text(..)");
    }
}
