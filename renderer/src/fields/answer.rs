//! One item's fields into its answer. What cannot be read stays as typed, so that nothing is lost and the engine can say so.
//! The same in `assets/fields.js`; shared cases stand in `tests/fields/cases.txt`.

use engine::kind::kind::Kind;
use engine::value::censor::Censor;
use serde_json::{Number, Value, json};

use super::censored;
use super::fold::{fold, fold_date, is_blank};
use super::written_date::{read_date, read_datetime};

/// The texts of an item's fields.
#[derive(Clone, Debug, Default)]
pub struct Texts<'a> {
    /// Of the fields `a.<path>`.
    pub values: Vec<&'a str>,
    /// Of the field `u.<path>`.
    pub unit: &'a str,
    /// Of the field `m.<path>`.
    pub missing: &'a str,
}

/// The answer, `None` when nothing is there. A value wins over a reason for its absence.
pub fn read(kind: Kind, texts: &Texts<'_>) -> Option<Value> {
    let filled: Vec<&str> = texts.values.iter().copied().filter(|text| !is_blank(text)).collect();
    match filled.first() {
        Some(_) if kind == Kind::Choices => Some(json!(filled)),
        Some(first) => Some(value(kind, first, texts.unit)),
        None if texts.missing.is_empty() => None,
        None => Some(json!({ "missing": texts.missing })),
    }
}

fn value(kind: Kind, text: &str, unit: &str) -> Value {
    let as_typed = || Value::from(text);
    match kind {
        Kind::Text | Kind::LongText => Value::from(text.replace("\r\n", "\n").replace('\r', "\n")),
        Kind::Integer | Kind::Decimal | Kind::Quantity if censored::read(&fold(text)).is_some() => {
            censored_value(kind, &fold(text), unit).unwrap_or_else(|| plain(kind, text, unit))
        }
        Kind::Integer | Kind::Decimal | Kind::Quantity => plain(kind, text, unit),
        Kind::Boolean => match fold(text).as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => as_typed(),
        },
        Kind::Date => read_date(&fold_date(text), false).map_or_else(as_typed, Value::from),
        Kind::PartialDate => read_date(&fold_date(text), true).map_or_else(as_typed, Value::from),
        Kind::Datetime => read_datetime(&fold_date(text)).map_or_else(as_typed, Value::from),
        Kind::Attachment => serde_json::from_str(text).ok().filter(Value::is_object).unwrap_or_else(as_typed),
        Kind::Choice | Kind::Choices | Kind::Calculated | Kind::Group => as_typed(),
    }
}

/// A number without a comparator; what is none stays as typed.
fn plain(kind: Kind, text: &str, unit: &str) -> Value {
    match kind {
        Kind::Integer => integer(&fold(text)).map_or_else(|| Value::from(text), Value::Number),
        Kind::Quantity => json!({ "value": decimal(&fold(text)).unwrap_or_else(|| text.to_owned()), "unit": unit }),
        _ => decimal(&fold(text)).map_or_else(|| Value::from(text), Value::from),
    }
}

/// `{"comparator": "<", "value": "0.02"}`, with the unit for a quantity; `None` when what stands beside the comparator is no number.
fn censored_value(kind: Kind, text: &str, unit: &str) -> Option<Value> {
    let (censor, number) = censored::read(text)?;
    let sign = censor.sign();
    Some(match kind {
        _ if censor == Censor::NotDetected => json!({ "comparator": sign }),
        Kind::Integer => json!({ "comparator": sign, "value": integer(number)? }),
        Kind::Quantity => json!({ "comparator": sign, "value": decimal(number)?, "unit": unit }),
        _ => json!({ "comparator": sign, "value": decimal(number)? }),
    })
}

/// At most 15 digits, so that every reader of JSON holds the number exactly.
fn integer(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let shaped = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    shaped.then(|| text.parse::<i64>().ok()).flatten().map(Number::from)
}

/// At most 18 digits before and after the point; a plus sign and leading zeros are dropped, trailing zeros are kept.
fn decimal(text: &str) -> Option<String> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let shaped = |digits: &str| (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !shaped(whole) || !fraction.is_none_or(shaped) {
        return None;
    }
    let trimmed = whole.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    Some(match fraction {
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Texts, read};
    use engine::kind::kind::Kind;
    use serde_json::{Value, json};

    fn one(kind: Kind, text: &str) -> Option<Value> {
        read(kind, &Texts { values: vec![text], unit: "mg/L", missing: "" })
    }

    #[test]
    fn reads_each_kind_and_keeps_what_it_cannot_read() {
        for (kind, text, answer) in [
            (Kind::Text, " 山田\r\n", json!(" 山田\n")),
            (Kind::Integer, "１２", json!(12)),
            (Kind::Integer, "+007", json!(7)),
            (Kind::Integer, "-0", json!(0)),
            (Kind::Integer, "1.5", json!("1.5")),
            (Kind::Integer, "1234567890123456", json!("1234567890123456")),
            (Kind::Decimal, "０．１０", json!("0.10")),
            (Kind::Decimal, "-00.5", json!("-0.5")),
            (Kind::Decimal, ".5", json!(".5")),
            (Kind::Decimal, "1,000", json!("1,000")),
            (Kind::Quantity, "12.5", json!({ "value": "12.5", "unit": "mg/L" })),
            (Kind::Quantity, "abc ", json!({ "value": "abc ", "unit": "mg/L" })),
            (Kind::Boolean, "false", json!(false)),
            (Kind::Date, "R8.4.1", json!("2026-04-01")),
            (Kind::Date, "2026", json!("2026")),
            (Kind::PartialDate, "2026/4", json!("2026-04")),
            (Kind::Datetime, "2026-04-01 9:30", json!("2026-04-01T09:30")),
            (Kind::Choice, "yes", json!("yes")),
            (Kind::Choices, "a", json!(["a"])),
        ] {
            assert_eq!(one(kind, text), Some(answer), "{text}");
        }
    }

    #[test]
    fn a_value_wins_over_its_absence() {
        let texts = |value| Texts { values: vec![value], unit: "", missing: "UNK" };
        assert_eq!(read(Kind::Date, &texts("\u{3000}")), Some(json!({ "missing": "UNK" })));
        assert_eq!(read(Kind::Text, &texts("x")), Some(json!("x")));
        assert_eq!(read(Kind::Choices, &Texts::default()), None);
    }
}
