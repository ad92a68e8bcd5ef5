//! Dates, times and decimals as regular expressions that say exactly what the engine reads, so that a schema needs no `format`.
//! Only what every engine of regular expressions shares; linear to match.

use crate::value::decimal::MOST_PLACES;

const LEAP_YEAR: &str = "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)";
const MONTH_AND_DAY: &str =
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))";
const YEAR: &str = "[1-9][0-9]{3}";
const TIME: &str = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?";

/// A real day of the years 1000 to 9999.
pub fn date() -> String {
    format!("^{}$", day())
}

/// A year, a month or a day.
pub fn partial_date() -> String {
    format!("^(?:{YEAR}|{YEAR}-(?:0[1-9]|1[0-2])|{})$", day())
}

/// A day with a time.
pub fn datetime() -> String {
    format!("^{}T{TIME}$", day())
}

fn day() -> String {
    format!("(?:{YEAR}-{MONTH_AND_DAY}|{LEAP_YEAR}-02-29)")
}

/// A decimal of at most 18 digits and at most so many places.
pub fn decimal(places: u8) -> String {
    let places = places.min(MOST_PLACES);
    if places == 0 {
        return "^-?(?:0|[1-9][0-9]{0,17})$".to_owned();
    }
    // Leading zeros are no digits of the coefficient: 0.000000000000000001 has one.
    let below_one = format!("0(?:\\.[0-9]{{1,{places}}})?");
    let others = (1..=places).map(|place| match MOST_PLACES - place {
        0 => None,
        1 => Some(format!("[1-9]\\.[0-9]{{{place}}}")),
        most => Some(format!("[1-9][0-9]{{0,{}}}\\.[0-9]{{{place}}}", most - 1)),
    });
    let others: Vec<String> = others.flatten().collect();
    format!("^-?(?:{below_one}|[1-9][0-9]{{0,17}}|{})$", others.join("|"))
}

/// An author's pattern over the whole text, in the words of ECMAScript: the engine's `\d` is any decimal digit, its `.` anything but a
/// line feed.
pub fn whole_text(pattern: &str) -> String {
    let mut out = String::from("^(?:");
    let mut characters = pattern.chars();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => escape(&mut out, characters.next(), in_class),
            '.' if !in_class => out.push_str("[^\\n]"),
            other => {
                in_class = (in_class || other == '[') && other != ']';
                out.push(other);
            }
        }
    }
    out.push_str(")$");
    out
}

fn escape(out: &mut String, character: Option<char>, in_class: bool) {
    const WORD: &str = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";
    match character {
        Some('d') => out.push_str("\\p{Nd}"),
        Some('D') => out.push_str("\\P{Nd}"),
        Some('s') => out.push_str("\\p{White_Space}"),
        Some('S') => out.push_str("\\P{White_Space}"),
        Some('w') if in_class => out.push_str(WORD),
        Some('w') => out.push_str(&format!("[{WORD}]")),
        Some('W') if !in_class => out.push_str(&format!("[^{WORD}]")),
        Some(other) => {
            out.push('\\');
            out.push(other);
        }
        None => out.push('\\'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::date::{Date, DateRange};
    use crate::value::datetime as time;
    use crate::value::decimal::Decimal;
    use proptest::prelude::*;
    use regex::Regex;

    fn like_a_date() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9]{4}-[01][0-9]-[0-3][0-9]",
            "[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?",
            "[0-9]{2}[0-9]{2}-02-29",
            "(10|11|16|19|20|21|40)00-02-2[89]",
            "[12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9](:[0-6][0-9])?",
        ]
    }

    #[test]
    fn says_decimals_of_18_digits() {
        let pattern = Regex::new(&decimal(18)).unwrap();
        for text in [
            "0",
            "-0.10",
            "999999999999999999",
            "0.999999999999999999",
            "0.0000000000000000001",
            "9.99999999999999999",
            "99.99999999999999999",
            "1.999999999999999999",
            "01",
            "1.",
            ".1",
            "",
            "1000000000000000000",
        ] {
            assert_eq!(pattern.is_match(text), Decimal::parse(text).is_some(), "{text}");
        }
        assert!(!Regex::new(&decimal(1)).unwrap().is_match("1.25"));
    }

    proptest! {
        #[test]
        fn says_exactly_the_dates_that_are_read(text in like_a_date()) {
            prop_assert_eq!(Regex::new(&date()).unwrap().is_match(&text), Date::parse(&text).is_some());
            prop_assert_eq!(Regex::new(&partial_date()).unwrap().is_match(&text), DateRange::parse(&text).is_some());
            prop_assert_eq!(Regex::new(&datetime()).unwrap().is_match(&text), time::parse(&text).is_some());
        }

        #[test]
        fn says_exactly_the_decimals_that_are_read(text in "-?[0-9]{0,20}(\\.[0-9]{0,20})?", places in 0_u8..=18) {
            let read = Decimal::parse(&text).is_some_and(|number| number.scale() <= places);
            prop_assert_eq!(Regex::new(&decimal(places)).unwrap().is_match(&text), read);
        }
    }
}
