//! Time between dates. FHIRPath has no such function that every engine knows, so days are counted by arithmetic on the written date: the
//! day number of the Astronomical Almanac, without its constant, which the difference does not need.

use super::shape::when;

const YEAR: &str = "substring(0, 4).toInteger()";
const MONTH: &str = "substring(5, 2).toInteger()";
const DAY: &str = "substring(8, 2).toInteger()";

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Days.
    Days,
    /// Completed months.
    Months,
    /// Completed years.
    Years,
}

/// From one date to another; of partial dates only when every choice of days gives the same.
pub fn between(count: Count, from: &str, to: &str, may_be_partial: bool) -> String {
    if !may_be_partial {
        return counted(count, from, to);
    }
    let (low, high) =
        (|date: &str| format!("({date}).select(lowBoundary())"), |date: &str| format!("({date}).select(highBoundary())"));
    let least = counted(count, &high(from), &low(to));
    let most = counted(count, &low(from), &high(to));
    when(&format!("{least} = {most}"), &least)
}

fn counted(count: Count, from: &str, to: &str) -> String {
    match count {
        Count::Days => format!("({} - {})", day_number(to), day_number(from)),
        Count::Months => either_way(from, to, ""),
        Count::Years => either_way(from, to, " div 12"),
    }
}

/// Forward, or the negative of the way back.
fn either_way(from: &str, to: &str, whole: &str) -> String {
    let forward = |from: &str, to: &str| {
        let months = |date: &str| format!("({date}).toString().select({YEAR} * 12 + {MONTH})");
        let day = |date: &str| format!("({date}).toString().select({DAY})");
        format!("(({} - {} - iif({} < {}, 1, 0)){whole})", months(to), months(from), day(to), day(from))
    };
    format!("iif({from} <= {to}, {}, iif({to} < {from}, 0 - {}))", forward(from, to), forward(to, from))
}

fn day_number(date: &str) -> String {
    format!(
        "({date}).toString().select(367 * {YEAR} - 7 * ({YEAR} + ({MONTH} + 9) div 12) div 4 \
         - 3 * (({YEAR} - (14 - {MONTH}) div 12) div 100 + 1) div 4 + 275 * {MONTH} div 9 + {DAY})"
    )
}

/// Hours from one date and time to another, both written with seconds and in one time zone.
pub fn hours(from: &str, to: &str) -> String {
    let seconds = |date: &str| {
        format!(
            "({date}).toString().select(substring(11, 2).toInteger() * 3600 + substring(14, 2).toInteger() * 60 + substring(17, 2).toInteger())"
        )
    };
    format!("({} * 24 + ({} - {}) / 3600)", counted(Count::Days, from, to), seconds(to), seconds(from))
}
