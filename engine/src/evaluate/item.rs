//! Built-in findings of one item that is shown.

use crate::evaluate::builtin::{Builtin, Found};
use crate::evaluate::limits::Limits;
use crate::evaluate::record::Mark;
use crate::value::date::Date;
use crate::value::value::Slot;

/// Judges a slot under its mark.
#[inline]
pub fn judge(limits: Option<&Limits>, slot: &Slot, mark: Mark, today: Date) -> Found {
    match slot {
        _ if !mark.is_shown() => Found::NONE,
        Slot::Blank => Found::NONE.with(Builtin::Required, mark.required),
        Slot::Missing(_) => Found::NONE,
        Slot::Unreadable(fault) => Found::one(Builtin::from(*fault)),
        Slot::Value(value) => limits.map_or(Found::NONE, |limits| limits.judge(value, today)),
    }
}

/// Judges the number of a group's rows.
pub fn judge_rows(slot: &Slot, mark: Mark, rows: usize, least: u16, most: u16) -> Found {
    match slot {
        _ if !mark.is_shown() => Found::NONE,
        Slot::Unreadable(fault) => Found::one(Builtin::from(*fault)),
        _ => {
            Found::NONE.with(Builtin::TooFewRows, rows < usize::from(least)).with(Builtin::TooManyRows, rows > usize::from(most))
        }
    }
}
