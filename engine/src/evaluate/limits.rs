//! What an item's value may be beyond its kind: range, places, length, pattern, codes that stand alone. Compiled once per form.

use crate::evaluate::builtin::{Builtin, Found};
use crate::evaluate::pattern::Pattern;
use crate::form::item::{Bound, Item};
use crate::value::censor::Censor;
use crate::value::date::{Date, DateRange};
use crate::value::datetime;
use crate::value::decimal::Decimal;
use crate::value::value::Value;

/// The limits of one item; absent when nothing limits it.
pub struct Limits {
    hard: Ends,
    soft: Ends,
    decimals: Option<u8>,
    max_length: Option<usize>,
    characters: Option<Pattern>,
    pattern: Option<Pattern>,
    exclusive: Box<[u16]>,
    max_size: Option<u64>,
}

#[derive(Clone, Copy, Default)]
struct Ends {
    min: Option<Bound>,
    max: Option<Bound>,
}

impl Limits {
    /// The limits of an item, if there are any.
    pub fn new(item: &Item) -> Option<Limits> {
        let limits = Limits {
            hard: Ends { min: item.range.min, max: item.range.max },
            soft: Ends { min: item.range.soft_min, max: item.range.soft_max },
            decimals: item.decimals.filter(|_| item.value.is_none()),
            max_length: item.max_length.and_then(|most| usize::try_from(most).ok()),
            characters: item.characters.map(|characters| Pattern::new(characters.pattern())),
            pattern: item.pattern.clone().map(Pattern::new),
            exclusive: item.exclusive.clone(),
            max_size: item.files.as_ref().map(|files| u64::from(files.max_size)),
        };
        let limiting = limits.has_range()
            || limits.decimals.is_some()
            || limits.max_length.is_some()
            || limits.characters.is_some()
            || limits.pattern.is_some()
            || !limits.exclusive.is_empty()
            || limits.max_size.is_some();
        limiting.then_some(limits)
    }

    fn has_range(&self) -> bool {
        [self.hard.min, self.hard.max, self.soft.min, self.soft.max].iter().any(Option::is_some)
    }

    /// What is wrong with a value.
    #[inline]
    pub fn judge(&self, value: &Value, today: Date) -> Found {
        match value {
            Value::Number(number) => self.number(*number, number.scale()),
            Value::Quantity { coefficient, scale, places, .. } => match Decimal::new(*coefficient, *scale) {
                Some(number) => self.number(number, *places),
                None => Found::NONE,
            },
            Value::Censored { censor, coefficient, scale, places, .. } => match Decimal::new(*coefficient, *scale) {
                Some(limit) => self.censored(*censor, limit, *places),
                None => Found::NONE,
            },
            Value::ShortText(text) => self.text(text.text()),
            Value::Text(text) => self.text(text),
            Value::Date(days) => self.days(*days, today),
            Value::DateTime(seconds) => datetime::date(*seconds).map_or(Found::NONE, |day| self.days(DateRange::day(day), today)),
            Value::FewCodes(codes) => self.codes(codes.codes()),
            Value::Codes(codes) => self.codes(codes),
            Value::File { size } => Found::NONE.with(Builtin::FileTooLarge, self.max_size.is_some_and(|most| *size > most)),
            Value::Bool(_) | Value::Code(_) => Found::NONE,
        }
    }

    fn codes(&self, codes: &[u16]) -> Found {
        Found::NONE.with(Builtin::Exclusive, codes.len() > 1 && codes.iter().any(|code| self.exclusive.contains(code)))
    }

    fn number(&self, number: Decimal, places: u8) -> Found {
        let outside =
            |ends: &Ends| ends.min.is_some_and(|end| above(end, number)) || ends.max.is_some_and(|end| below(end, number));
        self.range(outside).with(Builtin::TooManyDecimals, self.decimals.is_some_and(|most| places > most))
    }

    /// Outside the possible range when the limit is, or when no number that it could be lies inside; outside the usual range only then.
    fn censored(&self, censor: Censor, limit: Decimal, places: u8) -> Found {
        if censor == Censor::NotDetected {
            return Found::NONE;
        }
        let beyond = |ends: &Ends| match censor {
            Censor::Below => ends.min.is_some_and(|end| above(end, limit) || is_at(end, limit)),
            Censor::AtMost => ends.min.is_some_and(|end| above(end, limit)),
            Censor::AtLeast => ends.max.is_some_and(|end| below(end, limit)),
            Censor::Above => ends.max.is_some_and(|end| below(end, limit) || is_at(end, limit)),
            Censor::NotDetected => false,
        };
        let limit_outside =
            self.hard.min.is_some_and(|end| above(end, limit)) || self.hard.max.is_some_and(|end| below(end, limit));
        let range = if limit_outside { Found::one(Builtin::OutOfRange) } else { self.range(beyond) };
        range.with(Builtin::TooManyDecimals, self.decimals.is_some_and(|most| places > most))
    }

    fn days(&self, days: DateRange, today: Date) -> Found {
        let end = |bound: Option<Bound>| match bound {
            Some(Bound::Date(end)) => Some(end),
            Some(Bound::Today) => Some(DateRange::day(today)),
            _ => None,
        };
        self.range(|ends| {
            end(ends.min).is_some_and(|min| days.is_before(min) == Some(true))
                || end(ends.max).is_some_and(|max| max.is_before(days) == Some(true))
        })
    }

    fn range(&self, outside: impl Fn(&Ends) -> bool) -> Found {
        if outside(&self.hard) {
            Found::one(Builtin::OutOfRange)
        } else {
            Found::NONE.with(Builtin::SoftRange, outside(&self.soft))
        }
    }

    fn text(&self, text: &str) -> Found {
        // A text has at least as many bytes as characters.
        let too_long = self.max_length.is_some_and(|most| text.len() > most && text.chars().count() > most);
        let characters = self.characters.as_ref().is_some_and(|wanted| !wanted.is_match(text));
        let pattern = self.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text));
        Found::NONE.with(Builtin::TooLong, too_long).with(Builtin::Characters, characters).with(Builtin::Pattern, pattern)
    }
}

fn above(end: Bound, number: Decimal) -> bool {
    matches!(end, Bound::Number(least) if number < least)
}

fn is_at(end: Bound, number: Decimal) -> bool {
    matches!(end, Bound::Number(at) if number == at)
}

fn below(end: Bound, number: Decimal) -> bool {
    matches!(end, Bound::Number(greatest) if number > greatest)
}
