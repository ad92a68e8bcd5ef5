//! Calendar dates (proleptic Gregorian, years 1000 to 9999) and the interval of days that a partial date could be.
//! Completed years and months count the same day of the month as reached: someone born on 29 February completes a year on 1 March
//! of a common year (domain test vector V034). `add_years` clamps to the end of the month, so the day of majority of
//! that person is 28 February (Civil Code reckoning, calculations.csv `majority_date`): the two rules are separate on purpose.

use std::fmt;

/// The years a date can have.
pub const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The day of that year, month and day of the month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let known = YEARS.contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= month_length(year, month);
        known.then(|| Date(days_from_civil(year, month, day)))
    }

    /// The day with that count from 1970-01-01, if its year has four digits.
    pub fn from_days(days: i32) -> Option<Date> {
        let first = days_from_civil(*YEARS.start(), 1, 1);
        let last = days_from_civil(*YEARS.end(), 12, 31);
        (first..=last).contains(&days).then_some(Date(days))
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0
    }

    /// Year, month 1 to 12, day 1 to 31.
    pub fn civil(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        DateRange::parse(text).filter(|_| text.len() == 10).and_then(DateRange::single)
    }

    /// That many days later (or earlier).
    pub fn add_days(self, days: i64) -> Option<Date> {
        Date::from_days(i32::try_from(i64::from(self.0).checked_add(days)?).ok()?)
    }

    /// That many months later; a day that the month lacks becomes its last day.
    pub fn add_months(self, months: i64) -> Option<Date> {
        let (year, month, day) = self.civil();
        let count = i64::from(year).checked_mul(12)?.checked_add(i64::from(month) - 1)?.checked_add(months)?;
        let year = i32::try_from(count.div_euclid(12)).ok()?;
        let month = u32::try_from(count.rem_euclid(12)).ok()? + 1;
        Date::new(year, month, day.min(month_length(year, month)))
    }

    /// That many years later; 29 February becomes 28 February in a common year.
    pub fn add_years(self, years: i64) -> Option<Date> {
        self.add_months(years.checked_mul(12)?)
    }

    /// Days from `self` to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        i64::from(other.0) - i64::from(self.0)
    }

    /// Completed months from `self` to `other`; the negative of the way back when `other` is earlier.
    pub fn months_until(self, other: Date) -> i64 {
        if other < self {
            return -other.months_until(self);
        }
        let ((y1, m1, d1), (y2, m2, d2)) = (self.civil(), other.civil());
        let months = i64::from(y2 - y1) * 12 + i64::from(m2) - i64::from(m1);
        months - i64::from(d2 < d1)
    }

    /// Completed years from `self` to `other`; the negative of the way back when `other` is earlier.
    pub fn years_until(self, other: Date) -> i64 {
        self.months_until(other) / 12
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// The days a date could be, both ends included; a full date has one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The earliest day.
    pub lo: Date,
    /// The latest day.
    pub hi: Date,
}

impl DateRange {
    /// One day.
    pub fn day(date: Date) -> DateRange {
        DateRange { lo: date, hi: date }
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<DateRange> {
        let bytes = text.as_bytes();
        let year = digits(bytes.get(0..4)?)?;
        let year_number = i32::try_from(year).ok()?;
        if bytes.len() == 4 {
            return Some(DateRange { lo: Date::new(year_number, 1, 1)?, hi: Date::new(year_number, 12, 31)? });
        }
        let month = digits(bytes.get(5..7)?)?;
        if bytes.get(4) != Some(&b'-') {
            return None;
        }
        if bytes.len() == 7 {
            let lo = Date::new(year_number, month, 1)?;
            return Some(DateRange { lo, hi: Date::new(year_number, month, month_length(year_number, month))? });
        }
        let day = digits(bytes.get(8..10)?)?;
        if bytes.len() != 10 || bytes.get(7) != Some(&b'-') {
            return None;
        }
        Date::new(year_number, month, day).map(DateRange::day)
    }

    /// The one day it is, if it is one.
    pub fn single(self) -> Option<Date> {
        (self.lo == self.hi).then_some(self.lo)
    }

    /// Whether every day of `self` is before every day of `other`; `None` when it depends on the days.
    pub fn is_before(self, other: DateRange) -> Option<bool> {
        if self.hi < other.lo {
            Some(true)
        } else if self.lo >= other.hi {
            Some(false)
        } else {
            None
        }
    }

    /// Whether they are the same day; `None` when it depends on the days (2024-03 against 2024-03).
    pub fn is_same(self, other: DateRange) -> Option<bool> {
        if self.hi < other.lo || other.hi < self.lo {
            return Some(false);
        }
        self.single().zip(other.single()).map(|(a, b)| a == b)
    }

    /// Moves both ends.
    pub fn try_map(self, step: impl Fn(Date) -> Option<Date>) -> Option<DateRange> {
        Some(DateRange { lo: step(self.lo)?, hi: step(self.hi)? })
    }

    /// A count from `self` to `other` that grows with `other` and falls with `self`: decided when its extremes agree.
    pub fn count_until(self, other: DateRange, count: impl Fn(Date, Date) -> i64) -> Option<i64> {
        let (least, most) = (count(self.hi, other.lo), count(self.lo, other.hi));
        (least == most).then_some(least)
    }
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
    /// Two days between which it lies.
    Interval,
}

impl DateRange {
    /// How much is known.
    pub fn precision(self) -> Precision {
        if self.lo == self.hi {
            return Precision::Day;
        }
        let ((year, month, day), (last_year, last_month, last_day)) = (self.lo.civil(), self.hi.civil());
        if year == last_year && (month, day, last_month, last_day) == (1, 1, 12, 31) {
            Precision::Year
        } else if (year, month) == (last_year, last_month) && day == 1 && last_day == month_length(year, month) {
            Precision::Month
        } else {
            Precision::Interval
        }
    }
}

impl fmt::Display for DateRange {
    /// As it is written in answers: `2024`, `2024-03`, `2024-03-05`; any other interval as `lo..hi`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.lo.civil();
        match self.precision() {
            Precision::Day => write!(out, "{}", self.lo),
            Precision::Month => write!(out, "{year:04}-{month:02}"),
            Precision::Year => write!(out, "{year:04}"),
            Precision::Interval => write!(out, "{}..{}", self.lo, self.hi),
        }
    }
}

impl fmt::Debug for DateRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// The number of days of a month.
pub fn month_length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

// Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin on 1 March.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i32::try_from(month).unwrap_or(1) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i32::try_from(day).unwrap_or(1) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month.unsigned_abs(), day.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn range(text: &str) -> DateRange {
        DateRange::parse(text).unwrap()
    }

    #[test]
    fn counts_days_like_everybody() {
        assert_eq!(day("1970-01-01").days(), 0);
        assert_eq!(day("2000-03-01").days(), 11_017);
        assert_eq!(day("1969-12-31").days(), -1);
        assert_eq!(day("2024-02-28").add_days(2).unwrap().to_string(), "2024-03-01");
        assert!(day("9999-12-31").add_days(1).is_none());
    }

    #[test]
    fn reads_only_real_days() {
        for text in [
            "2023-02-29",
            "2024-13",
            "2024-00",
            "2024-04-31",
            "0999",
            "24",
            "2024-1-1",
            "2024-01-01 ",
            "2024/01/01",
            "２０２４",
            "2024-",
        ] {
            assert!(DateRange::parse(text).is_none(), "{text}");
        }
        assert!(Date::parse("2024-03").is_none());
    }

    #[test]
    fn months_clamp_and_complete() {
        assert_eq!(day("2024-01-31").add_months(1).unwrap(), day("2024-02-29"));
        assert_eq!(day("2024-03-31").add_months(-1).unwrap(), day("2024-02-29"));
        assert_eq!(day("2004-02-29").add_years(18).unwrap(), day("2022-02-28"));
        assert_eq!(day("2004-02-29").years_until(day("2023-02-28")), 18);
        assert_eq!(day("2004-02-29").years_until(day("2023-03-01")), 19);
        assert_eq!(day("2024-01-31").months_until(day("2024-02-29")), 0);
        assert_eq!(day("2024-03-10").months_until(day("2024-01-11")), -1);
    }

    #[test]
    fn intervals_decide_only_when_every_day_agrees() {
        assert_eq!(range("2024-02").is_before(range("2024-03-01")), Some(true));
        assert_eq!(range("2024-03").is_before(range("2024-03-01")), Some(false));
        assert_eq!(range("2024-03").is_before(range("2024-03-02")), None);
        assert_eq!(range("2024-03").is_same(range("2024-03")), None);
        assert_eq!(range("2024").is_same(range("2025-01-01")), Some(false));
        assert_eq!(range("1980").count_until(range("2024-06-01"), Date::years_until), None);
        assert_eq!(range("1980-05").count_until(range("2024-06-01"), Date::years_until), Some(44));
    }

    #[test]
    fn shows_what_was_read() {
        for text in ["2024", "2024-02", "2023-02", "2024-02-29"] {
            assert_eq!(range(text).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn civil_and_days_agree(days in -354_285_i32..=2_932_896) {
            let date = Date::from_days(days).unwrap();
            let (y, m, d) = date.civil();
            prop_assert_eq!(Date::new(y, m, d).unwrap(), date);
            prop_assert_eq!(Date::parse(&date.to_string()).unwrap(), date);
        }

        #[test]
        fn completed_months_grow_with_time(a in 0_i32..30_000, b in 0_i32..30_000) {
            let (a, b, c) = (Date::from_days(a).unwrap(), Date::from_days(b).unwrap(), Date::from_days(b + 1).unwrap());
            prop_assert!(a.months_until(b) <= a.months_until(c));
            prop_assert!(a.years_until(b) <= a.years_until(c));
        }

        #[test]
        fn any_text_is_answered(text in ".{0,12}") {
            let _ = DateRange::parse(&text);
        }
    }
}
