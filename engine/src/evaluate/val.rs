//! Values while a rule runs, and what operators do with them.

use crate::program::node::{Arithmetic, Compare};
use crate::value::censor::{Censor, NumberRange};
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::truth::Truth;
use crate::value::value::Value;
use std::cmp::Ordering;

/// A value while a rule runs; `Unknown` for whatever is blank, missing, hidden or not decided.
#[derive(Clone, Copy, PartialEq)]
pub enum Val<'a> {
    /// Not known.
    Unknown,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A censored number with its limit.
    Censored(Censor, Decimal),
    /// A text.
    Text(&'a str),
    /// A date, perhaps partial.
    Date(DateRange),
    /// A date and time.
    DateTime(i64),
    /// A code: its index in its list.
    Code(u16),
    /// Selected codes.
    Codes(&'a [u16]),
}

/// A slot's value as rules see it.
#[inline]
pub fn value_of(value: &Value) -> Val<'_> {
    match value {
        Value::Bool(value) => Val::Bool(*value),
        Value::Number(number) => Val::Number(*number),
        Value::Quantity { coefficient, scale, .. } => Decimal::new(*coefficient, *scale).map_or(Val::Unknown, Val::Number),
        Value::Censored { censor, coefficient, scale, .. } => {
            Decimal::new(*coefficient, *scale).map_or(Val::Unknown, |limit| Val::Censored(*censor, limit))
        }
        Value::ShortText(text) => Val::Text(text.text()),
        Value::Text(text) => Val::Text(text),
        Value::Date(days) => Val::Date(*days),
        Value::DateTime(seconds) => Val::DateTime(*seconds),
        Value::Code(code) => Val::Code(*code),
        // A rule asks only whether a file is there.
        Value::File { .. } => Val::Unknown,
        Value::FewCodes(codes) => Val::Codes(codes.codes()),
        Value::Codes(codes) => Val::Codes(codes),
    }
}

/// The number it is, if it is one.
#[inline]
pub fn number(value: Val<'_>) -> Option<Decimal> {
    match value {
        Val::Number(number) => Some(number),
        _ => None,
    }
}

/// A comparison; partial dates and censored numbers may leave it open.
#[inline]
pub fn compare(how: Compare, a: Val<'_>, b: Val<'_>) -> Truth {
    match (a, b) {
        (Val::Number(a), Val::Number(b)) => Truth::from(ordered(how, a.cmp(&b))),
        (Val::Code(a), Val::Code(b)) => Truth::from(ordered(how, a.cmp(&b))),
        (Val::Date(a), Val::Date(b)) => Truth::from(compare_dates(how, a, b)),
        (Val::Text(a), Val::Text(b)) => Truth::from(ordered(how, a.cmp(b))),
        (Val::Bool(a), Val::Bool(b)) => Truth::from(ordered(how, a.cmp(&b))),
        (Val::DateTime(a), Val::DateTime(b)) => Truth::from(ordered(how, a.cmp(&b))),
        _ => match (numbers(a), numbers(b)) {
            (Some(a), Some(b)) => Truth::from(compare_ranges(how, a, b)),
            _ => Truth::Unknown,
        },
    }
}

/// The numbers that a value could be.
fn numbers(value: Val<'_>) -> Option<NumberRange> {
    match value {
        Val::Number(number) => Some(NumberRange::exact(number)),
        Val::Censored(censor, limit) => Some(NumberRange::censored(censor, limit)),
        _ => None,
    }
}

fn compare_ranges(how: Compare, a: NumberRange, b: NumberRange) -> Option<bool> {
    match how {
        Compare::Eq => a.is_same(b),
        Compare::Ne => a.is_same(b).map(|same| !same),
        Compare::Lt => a.is_below(b),
        Compare::Ge => a.is_below(b).map(|below| !below),
        Compare::Gt => b.is_below(a),
        Compare::Le => b.is_below(a).map(|below| !below),
    }
}

fn ordered(how: Compare, order: Ordering) -> bool {
    match how {
        Compare::Eq => order.is_eq(),
        Compare::Ne => order.is_ne(),
        Compare::Lt => order.is_lt(),
        Compare::Le => order.is_le(),
        Compare::Gt => order.is_gt(),
        Compare::Ge => order.is_ge(),
    }
}

fn compare_dates(how: Compare, a: DateRange, b: DateRange) -> Option<bool> {
    match how {
        Compare::Eq => a.is_same(b),
        Compare::Ne => a.is_same(b).map(|same| !same),
        Compare::Lt => a.is_before(b),
        Compare::Ge => a.is_before(b).map(|before| !before),
        Compare::Gt => b.is_before(a),
        Compare::Le => b.is_before(a).map(|before| !before),
    }
}

/// Whether a code is among selected codes.
pub fn contains(code: Val<'_>, codes: Val<'_>) -> Truth {
    match (code, codes) {
        (Val::Code(code), Val::Codes(codes)) => Truth::from(codes.contains(&code)),
        _ => Truth::Unknown,
    }
}

/// Arithmetic on numbers, exact or unknown.
pub fn arithmetic<'a>(how: Arithmetic, a: Val<'a>, b: Val<'a>) -> Val<'a> {
    let (Val::Number(a), Val::Number(b)) = (a, b) else { return Val::Unknown };
    let result = match how {
        Arithmetic::Add => a.add(b),
        Arithmetic::Sub => a.sub(b),
        Arithmetic::Mul => a.mul(b),
        Arithmetic::Div => a.div(b),
    };
    result.map_or(Val::Unknown, Val::Number)
}
