//! Censored laboratory values: `<0.02`, `>=2000`, not detected. The comparator is part of the value, and a value stands for every number
//! it could be, as a partial date stands for every day. `renderer/assets/censor.js` follows the same rules.

use crate::value::decimal::Decimal;

/// What is known of a value that could not be measured exactly. The signs are those of FHIR's `Quantity.comparator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Censor {
    /// `<`: below the limit.
    Below,
    /// `<=`: at the limit or below.
    AtMost,
    /// `>=`: at the limit or above.
    AtLeast,
    /// `>`: above the limit.
    Above,
    /// Not detected: below a limit that the report does not name. It has no limit.
    NotDetected,
}

impl Censor {
    /// Every one.
    pub const ALL: [Censor; 5] = [Censor::Below, Censor::AtMost, Censor::AtLeast, Censor::Above, Censor::NotDetected];

    /// The comparator in answers.
    pub fn sign(self) -> &'static str {
        match self {
            Censor::Below => "<",
            Censor::AtMost => "<=",
            Censor::AtLeast => ">=",
            Censor::Above => ">",
            Censor::NotDetected => "not_detected",
        }
    }

    /// The comparator of a sign.
    pub fn from_sign(sign: &str) -> Option<Censor> {
        Censor::ALL.into_iter().find(|censor| censor.sign() == sign)
    }
}

/// Which censored values an item takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Censoring {
    /// `<` and `<=`.
    pub below: bool,
    /// `>` and `>=`.
    pub above: bool,
    /// Not detected.
    pub not_detected: bool,
}

impl Censoring {
    /// The words of definitions, in the order in which they are written.
    pub const WORDS: [&'static str; 3] = ["below", "above", "not_detected"];

    /// Allows what a word says; `None` for a word that says nothing.
    #[must_use]
    pub fn with(self, word: &str) -> Option<Censoring> {
        match word {
            "below" => Some(Censoring { below: true, ..self }),
            "above" => Some(Censoring { above: true, ..self }),
            "not_detected" => Some(Censoring { not_detected: true, ..self }),
            _ => None,
        }
    }

    /// The words that hold.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let holds = [self.below, self.above, self.not_detected];
        Censoring::WORDS.into_iter().zip(holds).filter(|(_, holds)| *holds).map(|(word, _)| word)
    }

    /// Whether it allows a comparator.
    pub fn allows(self, censor: Censor) -> bool {
        match censor {
            Censor::Below | Censor::AtMost => self.below,
            Censor::Above | Censor::AtLeast => self.above,
            Censor::NotDetected => self.not_detected,
        }
    }

    /// Whether it allows any.
    pub fn is_any(self) -> bool {
        self.below || self.above || self.not_detected
    }
}

/// One end of the numbers that a value could be: the number, and whether it belongs to them.
type End = Option<(Decimal, bool)>;

/// The numbers that a value could be; an end that is absent is open.
#[derive(Clone, Copy, Debug)]
pub struct NumberRange {
    least: End,
    greatest: End,
}

impl NumberRange {
    /// One number.
    pub fn exact(number: Decimal) -> NumberRange {
        NumberRange { least: Some((number, true)), greatest: Some((number, true)) }
    }

    /// What a comparator leaves open.
    pub fn censored(censor: Censor, limit: Decimal) -> NumberRange {
        let (least, greatest) = match censor {
            Censor::Below => (None, Some((limit, false))),
            Censor::AtMost => (None, Some((limit, true))),
            Censor::AtLeast => (Some((limit, true)), None),
            Censor::Above => (Some((limit, false)), None),
            Censor::NotDetected => (None, None),
        };
        NumberRange { least, greatest }
    }

    /// Whether every number of `self` is below every number of `other`; `None` when it depends on the numbers.
    pub fn is_below(self, other: NumberRange) -> Option<bool> {
        if let (Some((high, high_in)), Some((low, low_in))) = (self.greatest, other.least)
            && (high < low || (high == low && !(high_in && low_in)))
        {
            return Some(true);
        }
        let (low, high) = (self.least?.0, other.greatest?.0);
        (low >= high).then_some(false)
    }

    /// Whether they are the same number; `None` when it depends on the numbers.
    pub fn is_same(self, other: NumberRange) -> Option<bool> {
        if self.is_below(other) == Some(true) || other.is_below(self) == Some(true) {
            return Some(false);
        }
        self.single().zip(other.single()).map(|(a, b)| a == b)
    }

    fn single(self) -> Option<Decimal> {
        let ((low, true), (high, true)) = (self.least?, self.greatest?) else { return None };
        (low == high).then_some(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(censor: usize, limit: i64) -> NumberRange {
        let limit = Decimal::from_integer(limit).unwrap();
        Censor::ALL.get(censor).map_or(NumberRange::exact(limit), |censor| NumberRange::censored(*censor, limit))
    }

    /// Quarters from -6 to 6 of a range; fine enough, and far enough beyond limits from -2 to 2 to stand for all numbers.
    fn numbers(range: NumberRange) -> Vec<Decimal> {
        let quarters = (-24..=24).map(|quarter| Decimal::new(quarter * 25, 2).unwrap());
        let from = |number: &Decimal| range.least.is_none_or(|(end, closed)| *number > end || (closed && *number == end));
        let to = |number: &Decimal| range.greatest.is_none_or(|(end, closed)| *number < end || (closed && *number == end));
        quarters.filter(|number| from(number) && to(number)).collect()
    }

    fn agreed(a: &[Decimal], b: &[Decimal], holds: impl Fn(Decimal, Decimal) -> bool) -> Option<bool> {
        let mut verdicts = a.iter().flat_map(|a| b.iter().map(|b| holds(*a, *b)));
        let first = verdicts.next()?;
        verdicts.all(|verdict| verdict == first).then_some(first)
    }

    proptest! {
        #[test]
        fn decides_when_all_numbers_agree(a in 0_usize..6, b in 0_usize..6, x in -2_i64..=2, y in -2_i64..=2) {
            let (left, right) = (range(a, x), range(b, y));
            let (these, those) = (numbers(left), numbers(right));
            prop_assert_eq!(left.is_below(right), agreed(&these, &those, |a, b| a < b));
            prop_assert_eq!(left.is_same(right), agreed(&these, &those, |a, b| a == b));
        }
    }

    #[test]
    fn signs_are_found_again() {
        for censor in Censor::ALL {
            assert_eq!(Censor::from_sign(censor.sign()), Some(censor));
        }
        assert_eq!(Censor::from_sign("~"), None);
    }
}
