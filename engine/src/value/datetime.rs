//! A local date and time of day, counted in seconds from 1970-01-01T00:00; no zone, because a registry's times are the site's own.

use crate::value::date::Date;

const SECONDS_OF_A_DAY: i64 = 86_400;

/// Reads `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
pub fn parse(text: &str) -> Option<i64> {
    let (date, time) = (text.get(0..10)?, text.get(10..)?);
    let bytes = time.as_bytes();
    let shaped = matches!(bytes.len(), 6 | 9) && bytes.first() == Some(&b'T') && bytes.get(3) == Some(&b':');
    if !shaped || (bytes.len() == 9 && bytes.get(6) != Some(&b':')) {
        return None;
    }
    let hour = two_digits(bytes, 1, 23)?;
    let minute = two_digits(bytes, 4, 59)?;
    let second = if bytes.len() == 9 { two_digits(bytes, 7, 59)? } else { 0 };
    Some(i64::from(Date::parse(date)?.days()) * SECONDS_OF_A_DAY + hour * 3600 + minute * 60 + second)
}

/// The day it falls on.
pub fn date(seconds: i64) -> Option<Date> {
    Date::from_days(i32::try_from(seconds.div_euclid(SECONDS_OF_A_DAY)).ok()?)
}

/// As it is written in answers; the seconds only when there are some.
pub fn display(seconds: i64) -> String {
    let of_day = seconds.rem_euclid(SECONDS_OF_A_DAY);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let day = date(seconds).map(|day| day.to_string()).unwrap_or_default();
    if second == 0 { format!("{day}T{hour:02}:{minute:02}") } else { format!("{day}T{hour:02}:{minute:02}:{second:02}") }
}

fn two_digits(bytes: &[u8], at: usize, most: i64) -> Option<i64> {
    let (tens, ones) = (bytes.get(at)?, bytes.get(at + 1)?);
    let number = i64::from(tens.wrapping_sub(b'0')) * 10 + i64::from(ones.wrapping_sub(b'0'));
    (tens.is_ascii_digit() && ones.is_ascii_digit() && number <= most).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows() {
        for text in ["2026-04-01T09:30", "1969-12-31T23:59:59", "2026-04-01T00:00"] {
            assert_eq!(parse(text).map(display).as_deref(), Some(text));
        }
        for text in [
            "2026-04-01",
            "2026-04-01T24:00",
            "2026-04-01 09:30",
            "2026-04-01T9:30",
            "2026-04-01T09:30Z",
            "2026-02-30T09:30",
            "あ",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
