//! The functions of plain values: unknown in, unknown out.

use crate::evaluate::val::{Val, number};
use crate::program::node::Function;
use crate::value::censor::Censor;
use crate::value::date::{Date, DateRange};
use crate::value::datetime;
use crate::value::decimal::Decimal;
use crate::value::power;

/// A function's value from its arguments; `None` when it is unknown.
pub fn call<'a>(function: Function, first: Val<'a>, second: Option<Val<'a>>, third: Option<Val<'a>>) -> Option<Val<'a>> {
    let count = |count: i64| Decimal::from_integer(count).map(Val::Number);
    let date = |range: DateRange| Some(Val::Date(range));
    match (function, first, second) {
        (Function::DaysBetween, Val::Date(from), Some(Val::Date(to))) => count(from.count_until(to, Date::days_until)?),
        (Function::MonthsBetween, Val::Date(from), Some(Val::Date(to))) => count(from.count_until(to, Date::months_until)?),
        (Function::YearsBetween | Function::Age, Val::Date(from), Some(Val::Date(to))) => {
            count(from.count_until(to, Date::years_until)?)
        }
        (Function::HoursBetween, Val::DateTime(from), Some(Val::DateTime(to))) => {
            Decimal::from_integer(to - from)?.div(Decimal::from_integer(3600)?).map(Val::Number)
        }
        (Function::DateOf, Val::DateTime(seconds), _) => date(DateRange::day(datetime::date(seconds)?)),
        (Function::AddDays, Val::Date(from), Some(steps)) => date(moved(from, steps, Date::add_days)?),
        (Function::AddMonths, Val::Date(from), Some(steps)) => date(moved(from, steps, Date::add_months)?),
        (Function::AddYears, Val::Date(from), Some(steps)) => date(moved(from, steps, Date::add_years)?),
        (Function::Earliest, Val::Date(range), _) => date(DateRange::day(range.lo)),
        (Function::Latest, Val::Date(range), _) => date(DateRange::day(range.hi)),
        (Function::Abs, Val::Number(found), _) => Some(Val::Number(found.abs())),
        (Function::Round, Val::Number(found), places) => Some(Val::Number(found.round(places_of(places)?))),
        (Function::RoundBy(rounding), Val::Number(found), places) => {
            Some(Val::Number(found.round_by(places_of(places)?, rounding)))
        }
        (Function::Sqrt, Val::Number(x), places) => power::sqrt(x, few_places(places)?).map(Val::Number),
        (Function::Ln, Val::Number(x), places) => power::ln(x, few_places(places)?).map(Val::Number),
        (Function::Log10, Val::Number(x), places) => power::log10(x, few_places(places)?).map(Val::Number),
        (Function::Log2, Val::Number(x), places) => power::log2(x, few_places(places)?).map(Val::Number),
        (Function::Exp, Val::Number(x), places) => power::exp(x, few_places(places)?).map(Val::Number),
        (Function::Pow, Val::Number(x), Some(Val::Number(y))) => power::pow(x, y, few_places(third)?).map(Val::Number),
        (Function::Floor, Val::Number(found), _) => Some(Val::Number(found.floor())),
        (Function::Ceil, Val::Number(found), _) => Some(Val::Number(found.ceil())),
        (Function::Limit, Val::Number(found), _) => Some(Val::Number(found)),
        (Function::Limit, Val::Censored(censor, limit), _) => (censor != Censor::NotDetected).then_some(Val::Number(limit)),
        (Function::Censored, Val::Number(_), _) | (Function::NotDetected, Val::Number(_), _) => Some(Val::Bool(false)),
        (Function::Censored, Val::Censored(..), _) => Some(Val::Bool(true)),
        (Function::NotDetected, Val::Censored(censor, _), _) => Some(Val::Bool(censor == Censor::NotDetected)),
        (Function::CountCodes, Val::Codes(codes), _) => count(i64::try_from(codes.len()).ok()?),
        (Function::Length, Val::Text(text), _) => count(i64::try_from(text.chars().count()).ok()?),
        _ => None,
    }
}

fn moved(from: DateRange, steps: Val<'_>, step: impl Fn(Date, i64) -> Option<Date>) -> Option<DateRange> {
    let steps = number(steps)?.to_integer()?;
    from.try_map(|day| step(day, steps))
}

/// Whole places from 0 to 18; none given means none wanted.
fn places_of(places: Option<Val<'_>>) -> Option<u8> {
    let Some(places) = places else { return Some(0) };
    u8::try_from(number(places)?.to_integer()?).ok().filter(|places| *places <= 18)
}

/// Whole places that a root, a logarithm or a power can be asked for.
fn few_places(places: Option<Val<'_>>) -> Option<u8> {
    places_of(Some(places?)).filter(|places| *places <= power::MOST_PLACES)
}
