//! Dates in Japanese eras, as clinicians read and type them beside ISO dates: 令和8年4月1日, Reiwa 8.

use crate::value::date::{Date, DateRange, Precision};
use crate::value::number::push_digits;

/// An era and its first day.
pub struct Era {
    /// The name in Japanese.
    pub ja: &'static str,
    /// The name in English.
    pub en: &'static str,
    first: (i32, u32, u32),
}

/// From Meiji on, latest first. Meiji is shown from 1873, when Japan took the Gregorian calendar that our dates follow.
pub const ERAS: [Era; 5] = [
    Era { ja: "令和", en: "Reiwa", first: (2019, 5, 1) },
    Era { ja: "平成", en: "Heisei", first: (1989, 1, 8) },
    Era { ja: "昭和", en: "Showa", first: (1926, 12, 25) },
    Era { ja: "大正", en: "Taisho", first: (1912, 7, 30) },
    Era { ja: "明治", en: "Meiji", first: (1868, 10, 23) },
];

const GREGORIAN_SINCE: (i32, u32, u32) = (1873, 1, 1);

/// The era of a day and the year within it, from 1873 on.
pub fn era_of(date: Date) -> Option<(&'static Era, i32)> {
    let civil = date.civil();
    let era = ERAS.iter().find(|era| civil >= era.first).filter(|_| civil >= GREGORIAN_SINCE)?;
    Some((era, civil.0 - era.first.0 + 1))
}

/// The date in Japanese with its era, as precise as it is: 令和6年, 令和6年3月, 令和6年3月5日; 平成31年/令和元年 across a change.
pub fn display_ja(range: DateRange) -> Option<String> {
    let mut shown = String::with_capacity(24);
    let (first, last) = (era_of(range.lo)?, era_of(range.hi)?);
    push_year_ja(&mut shown, first);
    if (first.0.ja, first.1) != (last.0.ja, last.1) {
        shown.push('/');
        push_year_ja(&mut shown, last);
    }
    let ((_, month, day), precision) = (range.lo.civil(), range.precision());
    if precision != Precision::Year {
        push_digits(&mut shown, month);
        shown.push('月');
    }
    if !matches!(precision, Precision::Year | Precision::Month) {
        push_digits(&mut shown, day);
        shown.push('日');
    }
    Some(shown)
}

/// The year in English with its era: `Reiwa 8`, `Heisei 31/Reiwa 1`.
pub fn display_en(range: DateRange) -> Option<String> {
    let ((first, first_year), (last, last_year)) = (era_of(range.lo)?, era_of(range.hi)?);
    let start = format!("{} {first_year}", first.en);
    Some(if first.en == last.en { start } else { format!("{start}/{} {last_year}", last.en) })
}

fn push_year_ja(out: &mut String, (era, year): (&Era, i32)) {
    out.push_str(era.ja);
    match u32::try_from(year) {
        Ok(1) | Err(_) => out.push('元'),
        Ok(year) => push_digits(out, year),
    }
    out.push('年');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ja(text: &str) -> Option<String> {
        display_ja(DateRange::parse(text)?)
    }

    #[test]
    fn names_the_era() {
        assert_eq!(ja("2026-04-01").as_deref(), Some("令和8年4月1日"));
        assert_eq!(ja("2019-05-01").as_deref(), Some("令和元年5月1日"));
        assert_eq!(ja("2019-04").as_deref(), Some("平成31年4月"));
        assert_eq!(ja("2019").as_deref(), Some("平成31年/令和元年"));
        assert_eq!(ja("1989-01-07").as_deref(), Some("昭和64年1月7日"));
        assert_eq!(ja("1900").as_deref(), Some("明治33年"));
        assert_eq!(ja("1850"), None);
        assert_eq!(DateRange::parse("2019").and_then(display_en).as_deref(), Some("Heisei 31/Reiwa 1"));
    }
}
