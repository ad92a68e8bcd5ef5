//! Many values into one: sums, extremes, first and last. One unknown value makes the whole unknown.

use crate::evaluate::val::Val;
use crate::program::node::Fold;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;

/// Takes one more value into a fold.
pub fn join<'a>(how: Fold, so_far: Option<Val<'a>>, value: Val<'a>) -> Val<'a> {
    let Some(before) = so_far else { return value };
    match (how, before, value) {
        (_, Val::Unknown, _) | (_, _, Val::Unknown) => Val::Unknown,
        (Fold::Sum, Val::Number(a), Val::Number(b)) => a.add(b).map_or(Val::Unknown, Val::Number),
        (Fold::Min, a, b) => extreme([a, b].into_iter(), false),
        (Fold::Max, a, b) => extreme([a, b].into_iter(), true),
        (Fold::First, first, _) => first,
        (Fold::Last, _, last) => last,
        (Fold::Sum | Fold::SumAnswered, ..) => Val::Unknown,
    }
}

/// The sum of the numbers that are known.
#[derive(Clone, Copy)]
pub enum KnownSum {
    /// None was known yet.
    None,
    /// Those so far.
    Sum(Decimal),
    /// One is no exact number, or there are too many digits.
    Lost,
}

impl KnownSum {
    /// With one more value; an unknown one adds nothing.
    #[must_use]
    pub fn with(self, value: Val<'_>) -> KnownSum {
        match (self, value) {
            (_, Val::Unknown) => self,
            (KnownSum::None, Val::Number(number)) => KnownSum::Sum(number),
            (KnownSum::Sum(before), Val::Number(number)) => before.add(number).map_or(KnownSum::Lost, KnownSum::Sum),
            _ => KnownSum::Lost,
        }
    }

    /// The sum; unknown when nothing was known.
    pub fn sum<'a>(self) -> Val<'a> {
        match self {
            KnownSum::Sum(number) => Val::Number(number),
            KnownSum::None | KnownSum::Lost => Val::Unknown,
        }
    }
}

/// The least or greatest; unknown when there is none or one of them is unknown.
pub fn extreme<'a>(values: impl Iterator<Item = Val<'a>>, greatest: bool) -> Val<'a> {
    let mut best: Option<Val<'a>> = None;
    for value in values {
        let chosen = match (best, value) {
            (_, Val::Unknown) => return Val::Unknown,
            (None, value) => value,
            (Some(best), value) => pick(best, value, greatest),
        };
        best = Some(chosen);
    }
    best.unwrap_or(Val::Unknown)
}

fn pick<'a>(best: Val<'a>, value: Val<'a>, greatest: bool) -> Val<'a> {
    match (best, value) {
        (Val::Number(a), Val::Number(b)) => Val::Number(if (b > a) == greatest { b } else { a }),
        (Val::DateTime(a), Val::DateTime(b)) => Val::DateTime(if greatest { a.max(b) } else { a.min(b) }),
        (Val::Date(a), Val::Date(b)) if greatest => Val::Date(DateRange { lo: a.lo.max(b.lo), hi: a.hi.max(b.hi) }),
        (Val::Date(a), Val::Date(b)) => Val::Date(DateRange { lo: a.lo.min(b.lo), hi: a.hi.min(b.hi) }),
        _ => Val::Unknown,
    }
}
