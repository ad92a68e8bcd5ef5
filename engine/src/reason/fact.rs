//! What may be known of one answer: whether it has a value, and which.

use std::collections::BTreeSet;

use crate::form::item::{Bound, Item};
use crate::kind::shape::Shape;
use crate::reason::interval::Interval;
use crate::value::decimal::Decimal;

/// What is still possible for one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// It may have a value.
    pub present: bool,
    /// It may be without one.
    pub absent: bool,
    /// It may be missing with a reason.
    pub missing: bool,
    /// The codes it may be, for one of a list.
    pub codes: Option<BTreeSet<u16>>,
    /// Codes that are among those chosen, and codes that are not, for several of a list.
    pub chosen: [BTreeSet<u16>; 2],
    /// The numbers or days it may be.
    pub range: Interval,
    /// Only whole numbers.
    pub whole: bool,
    /// The truth values it may be: false, true.
    pub truth: [bool; 2],
}

impl Fact {
    /// What an item's definition alone says.
    pub fn of(item: &Item) -> Fact {
        let codes = item.list.as_ref().filter(|_| item.shape == Shape::Coded);
        Fact {
            present: true,
            absent: true,
            missing: !item.missing.is_empty(),
            codes: codes.map(|list| (0u16..).take(list.codes.len()).collect()),
            chosen: [BTreeSet::new(), BTreeSet::new()],
            range: range(item),
            whole: item.shape == Shape::Integer || item.shape == Shape::Date,
            truth: [true, true],
        }
    }

    /// Whether nothing is left that it could be.
    pub fn is_impossible(&self) -> bool {
        let no_value =
            self.codes.as_ref().is_some_and(BTreeSet::is_empty) || self.range.is_empty() || self.truth == [false, false];
        let [chosen, left_out] = &self.chosen;
        (no_value || !chosen.is_disjoint(left_out) || !self.present) && !self.absent
    }

    /// What may be of either.
    pub fn or(&self, other: &Fact) -> Fact {
        let both = |a: &BTreeSet<u16>, b: &BTreeSet<u16>| a.intersection(b).copied().collect();
        let [chosen, left_out] = &self.chosen;
        let [other_chosen, other_left_out] = &other.chosen;
        Fact {
            present: self.present || other.present,
            absent: self.absent || other.absent,
            missing: self.missing || other.missing,
            codes: self.codes.as_ref().zip(other.codes.as_ref()).map(|(a, b)| a.union(b).copied().collect()),
            chosen: [both(chosen, other_chosen), both(left_out, other_left_out)],
            range: self.range.or(other.range),
            whole: self.whole,
            truth: [self.truth[0] || other.truth[0], self.truth[1] || other.truth[1]],
        }
    }
}

fn range(item: &Item) -> Interval {
    let numeric = matches!(item.shape, Shape::Integer | Shape::Decimal | Shape::Quantity | Shape::Date);
    if !numeric || item.value.is_some() {
        return Interval::ALL;
    }
    Interval::between(item.range.min.and_then(|end| number(end, false)), item.range.max.and_then(|end| number(end, true)))
}

/// A bound as a number; of a partial date the day that leaves most.
fn number(bound: Bound, last: bool) -> Option<Decimal> {
    match bound {
        Bound::Number(number) => Some(number),
        Bound::Date(days) => Decimal::from_integer(i64::from(if last { days.hi } else { days.lo }.days())),
        Bound::Today => None,
    }
}
