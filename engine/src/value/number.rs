//! A JSON number as a whole number: `3`, `3.0` and `3e0` are the same number to every JSON reader, so they are the same answer.

use crate::value::decimal::Decimal;

/// The greatest whole number that is an answer, 10^15 - 1: every JSON reader holds it exactly.
pub const LARGEST: i64 = 999_999_999_999_999;
const MOST_DIGITS: usize = 15;

/// The whole number that the text of a JSON number says, if it is one.
pub fn whole(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let value = match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true if digits.len() <= MOST_DIGITS => plain(digits.bytes())?,
        true => return None,
        false => with_point_or_power(digits)?,
    };
    Decimal::from_integer(if negative { -value } else { value })
}

fn plain(digits: impl Iterator<Item = u8>) -> Option<i64> {
    digits.into_iter().try_fold(0_i64, |value, digit| value.checked_mul(10)?.checked_add(i64::from(digit.wrapping_sub(b'0'))))
}

fn with_point_or_power(text: &str) -> Option<i64> {
    let (number, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let digits = [whole, places].concat();
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let dropped = digits.len() - digits.trim_end_matches('0').len();
    let power = power.strip_prefix('+').unwrap_or(power).parse::<i64>().ok()?;
    let zeros = power.checked_add(i64::try_from(dropped).ok()?)?.checked_sub(i64::try_from(places.len()).ok()?)?;
    let zeros = usize::try_from(zeros).ok().filter(|zeros| significant.len() + zeros <= MOST_DIGITS)?;
    plain(significant.bytes().chain(std::iter::repeat_n(b'0', zeros)))
}

/// Appends a number as digits.
#[inline]
pub fn push_digits(out: &mut String, number: u32) {
    match u8::try_from(number) {
        Ok(digit) if digit < 10 => out.push(char::from(b'0' + digit)),
        _ => push_several(out, number),
    }
}

fn push_several(out: &mut String, number: u32) {
    if number >= 10 {
        push_several(out, number / 10);
    }
    out.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or_default()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_spelling_of_a_whole_number() {
        for (text, value) in [
            ("3", 3),
            ("-3", -3),
            ("0", 0),
            ("-0", 0),
            ("3.0", 3),
            ("3e2", 300),
            ("30e-1", 3),
            ("0.3E+1", 3),
            ("0.000", 0),
            ("999999999999999", LARGEST),
        ] {
            assert_eq!(whole(text).and_then(Decimal::to_integer), Some(value), "{text}");
        }
        for text in ["3.5", "1e15", "1e99999999999999999999", "1000000000000000", "5e-1", "12345678901234567890"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
