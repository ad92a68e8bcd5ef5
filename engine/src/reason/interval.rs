//! Numbers between two ends, each end perhaps open, perhaps absent. Days count as numbers.

use crate::program::node::Compare;
use crate::value::decimal::Decimal;

/// One end: the number, and whether it itself is left out.
pub type End = Option<(Decimal, bool)>;

/// A range of numbers; no end is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

impl Interval {
    /// Every number.
    pub const ALL: Interval = Interval { low: None, high: None };

    /// One number.
    pub fn just(number: Decimal) -> Interval {
        Interval { low: Some((number, false)), high: Some((number, false)) }
    }

    /// From one number to another, both included.
    pub fn between(low: Option<Decimal>, high: Option<Decimal>) -> Interval {
        Interval { low: low.map(|end| (end, false)), high: high.map(|end| (end, false)) }
    }

    /// Whether it holds no number.
    pub fn is_empty(self) -> bool {
        match (self.low, self.high) {
            (Some((low, open)), Some((high, other_open))) => low > high || (low == high && (open || other_open)),
            _ => false,
        }
    }

    /// The one number it holds.
    pub fn single(self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some((low, false)), Some((high, false))) if low == high => Some(low),
            _ => None,
        }
    }

    /// What both hold.
    pub fn and(self, other: Interval) -> Interval {
        Interval { low: tighter(self.low, other.low, true), high: tighter(self.high, other.high, false) }
    }

    /// The smallest range that holds both.
    pub fn or(self, other: Interval) -> Interval {
        let looser = |a: End, b: End, low: bool| match (a, b) {
            (Some(_), Some(_)) => {
                if tighter(a, b, low) == a {
                    b
                } else {
                    a
                }
            }
            _ => None,
        };
        Interval { low: looser(self.low, other.low, true), high: looser(self.high, other.high, false) }
    }

    /// The numbers that compare so with some number of `other`.
    pub fn that(how: Compare, other: Interval) -> Interval {
        match how {
            Compare::Eq => other,
            Compare::Ne => Interval::ALL,
            Compare::Lt => Interval { low: None, high: other.high.map(|(end, _)| (end, true)) },
            Compare::Le => Interval { low: None, high: other.high },
            Compare::Gt => Interval { low: other.low.map(|(end, _)| (end, true)), high: None },
            Compare::Ge => Interval { low: other.low, high: None },
        }
    }

    /// Whether some number of `self` compares so with some number of `other`.
    pub fn can(self, how: Compare, other: Interval) -> bool {
        match how {
            Compare::Ne => self.single().is_none() || self.single() != other.single(),
            _ => !self.and(Interval::that(how, other)).is_empty() && !self.is_empty() && !other.is_empty(),
        }
    }

    /// For whole numbers: open ends become the next whole number.
    pub fn whole(self) -> Interval {
        let one = Decimal::from_count(1);
        let low = self.low.map(|(end, open)| {
            let up = end.ceil();
            (if open && up == end { up.add(one).unwrap_or(up) } else { up }, false)
        });
        let high = self.high.map(|(end, open)| {
            let down = end.floor();
            (if open && down == end { down.sub(one).unwrap_or(down) } else { down }, false)
        });
        Interval { low, high }
    }

    /// Sums of a number of each.
    pub fn plus(self, other: Interval) -> Interval {
        Interval { low: sum(self.low, other.low), high: sum(self.high, other.high) }
    }

    /// The numbers with the sign changed.
    pub fn negated(self) -> Interval {
        let flip = |end: End| end.map(|(number, open)| (number.neg(), open));
        Interval { low: flip(self.high), high: flip(self.low) }
    }
}

fn sum(a: End, b: End) -> End {
    let ((a, open), (b, other_open)) = (a?, b?);
    Some((a.add(b)?, open || other_open))
}

fn tighter(a: End, b: End, low: bool) -> End {
    match (a, b) {
        (Some((x, open)), Some((y, other_open))) if x == y => Some((x, open || other_open)),
        (Some((x, _)), Some((y, _))) => {
            if (x > y) == low {
                a
            } else {
                b
            }
        }
        (Some(_), None) => a,
        (None, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Interval;
    use crate::program::node::Compare;
    use crate::value::decimal::Decimal;

    fn between(low: i64, high: i64) -> Interval {
        Interval::between(Decimal::from_integer(low), Decimal::from_integer(high))
    }

    #[test]
    fn what_is_possible_between_two_ranges() {
        assert!(!between(1, 10).can(Compare::Gt, between(10, 12)));
        assert!(between(1, 10).can(Compare::Ge, between(10, 12)));
        assert!(!between(5, 5).can(Compare::Ne, between(5, 5)));
        assert!(between(5, 5).can(Compare::Ne, between(5, 6)));
        assert!(between(1, 3).and(between(4, 9)).is_empty());
        assert_eq!(between(1, 3).or(between(7, 9)), between(1, 9));
        assert!(between(1, 3).and(Interval::that(Compare::Gt, between(2, 2))).whole().single().is_some());
        assert_eq!(between(1, 3).plus(between(10, 10).negated()), between(-9, -7));
        assert_eq!(Interval::ALL.or(between(1, 2)), Interval::ALL);
    }
}
