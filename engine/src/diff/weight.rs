//! What a change means for the answers that are there already, and so which number of the version it raises: one row for every property that
//! counts for a form's meaning. A property without a row weighs most, so that nothing new passes unseen.

use std::cmp::Ordering;

use serde_json::Value;

use crate::diff::change::{Change, How, Part};
use crate::value::decimal::Decimal;

/// How much a change weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Only what people read: the last number.
    Wording,
    /// Something is asked, checked or calculated otherwise; old answers still fit: the middle number.
    Asks,
    /// Old answers may no longer fit: the first number.
    Answers,
}

impl Weight {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Weight::Wording => "wording",
            Weight::Asks => "asks",
            Weight::Answers => "answers",
        }
    }

    /// (Japanese, English).
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Weight::Wording => ("文言", "wording"),
            Weight::Asks => ("質問・判定", "asked otherwise"),
            Weight::Answers => ("既存の回答に影響", "old answers may not fit"),
        }
    }

    /// Which number of the version is raised: (Japanese, English).
    pub fn number(self) -> (&'static str, &'static str) {
        match self {
            Weight::Wording => ("版の最後の番号を上げます。", "raise the last number of the version"),
            Weight::Asks => ("版の真ん中の番号を上げます。", "raise the middle number of the version"),
            Weight::Answers => ("版の最初の番号を上げます。", "raise the first number of the version"),
        }
    }
}

/// How a property weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighs {
    /// Always the same.
    Always(Weight),
    /// More is allowed when a member joins: what leaves may stand in old answers.
    Allows,
    /// Less is allowed when it is there or a member joins.
    Forbids,
    /// A lower end: raising it leaves old answers outside.
    Lower,
    /// An upper end: lowering it leaves old answers outside.
    Upper,
}

use Weighs::{Allows, Always, Forbids, Lower, Upper};
use Weight::{Answers, Asks, Wording};

/// Every property of the meaning that is compared.
pub const PROPERTIES: &[(Part, &str, Weighs)] = &[
    (Part::Form, "form", Always(Answers)),
    (Part::Form, "language", Always(Answers)),
    (Part::Form, "title", Always(Wording)),
    (Part::Form, "help", Always(Wording)),
    (Part::Form, "level", Always(Answers)),
    (Part::Form, "effective", Always(Wording)),
    (Part::Form, "several", Allows),
    (Part::Form, "uses", Always(Asks)),
    (Part::Form, "references", Always(Asks)),
    (Part::Form, "overlay", Always(Asks)),
    (Part::Form, "order", Always(Wording)),
    (Part::Form, "order of checks", Always(Wording)),
    (Part::Form, "order of tables", Always(Wording)),
    (Part::Section, "title", Always(Wording)),
    (Part::Section, "help", Always(Wording)),
    (Part::Section, "show_if", Always(Asks)),
    (Part::Section, "order", Always(Wording)),
    (Part::Item, "kind", Always(Answers)),
    (Part::Item, "label", Always(Wording)),
    (Part::Item, "help", Always(Wording)),
    (Part::Item, "list", Always(Answers)),
    (Part::Item, "exclusive", Forbids),
    (Part::Item, "required", Always(Asks)),
    (Part::Item, "show_if", Always(Asks)),
    (Part::Item, "value", Always(Asks)),
    (Part::Item, "missing", Allows),
    (Part::Item, "units", Allows),
    (Part::Item, "conversions", Always(Answers)),
    (Part::Item, "decimals", Upper),
    (Part::Item, "rounding", Always(Asks)),
    (Part::Item, "min", Lower),
    (Part::Item, "max", Upper),
    (Part::Item, "soft_min", Always(Asks)),
    (Part::Item, "soft_max", Always(Asks)),
    (Part::Item, "max_length", Upper),
    (Part::Item, "accept", Allows),
    (Part::Item, "max_size", Upper),
    (Part::Item, "characters", Forbids),
    (Part::Item, "pattern", Forbids),
    (Part::Item, "pattern_message", Always(Wording)),
    (Part::Item, "censored", Allows),
    (Part::Item, "min_rows", Lower),
    (Part::Item, "max_rows", Upper),
    (Part::Item, "unique", Forbids),
    (Part::Item, "row_count", Forbids),
    (Part::Item, "choices_if", Forbids),
    (Part::Item, "derived", Always(Asks)),
    (Part::Item, "difference_reason", Always(Asks)),
    (Part::Item, "order", Always(Wording)),
    (Part::Item, "pii", Always(Asks)),
    (Part::Item, "retired", Always(Asks)),
    (Part::Item, "replaces", Always(Asks)),
    (Part::Check, "violated_if", Always(Asks)),
    (Part::Check, "severity", Always(Asks)),
    (Part::Check, "on", Always(Wording)),
    (Part::Check, "message", Always(Wording)),
    (Part::Check, "source", Always(Wording)),
    (Part::Table, "title", Always(Wording)),
    (Part::Table, "columns", Always(Asks)),
    (Part::Table, "gives", Always(Asks)),
    (Part::Table, "rows", Always(Asks)),
    (Part::Table, "otherwise", Always(Asks)),
    (Part::List, "id", Always(Wording)),
    (Part::List, "title", Always(Wording)),
    (Part::List, "open", Always(Asks)),
    (Part::List, "order", Always(Wording)),
    (Part::Code, "text", Always(Wording)),
    (Part::Code, "retired", Always(Asks)),
    (Part::Read, "kind", Always(Asks)),
    (Part::Read, "list", Always(Asks)),
    (Part::Read, "unit", Always(Asks)),
];

/// How much a change weighs.
pub fn of(change: &Change) -> Weight {
    weigh(change.part, &change.how)
}

/// How much a change of a part weighs.
pub fn weigh(part: Part, how: &How) -> Weight {
    match how {
        _ if part == Part::Entry => Asks,
        How::Changed(name, before, after) => {
            let row = PROPERTIES.iter().find(|(of, known, _)| *of == part && known == name);
            row.map_or(Answers, |(_, _, weighs)| changed(*weighs, before, after))
        }
        How::Added => Asks,
        How::Removed if matches!(part, Part::Item | Part::List | Part::Code | Part::Form) => Answers,
        How::Removed | How::Moved(..) => Asks,
    }
}

fn changed(weighs: Weighs, before: &Value, after: &Value) -> Weight {
    let narrower = match weighs {
        Always(weight) => return weight,
        Allows => lost(before, after),
        Forbids => !after.is_null() && (!before.is_array() || !after.is_array() || lost(after, before)),
        Lower => !after.is_null() && (before.is_null() || order(before, after) != Some(Ordering::Greater)),
        Upper => !after.is_null() && (before.is_null() || order(before, after) != Some(Ordering::Less)),
    };
    if narrower { Answers } else { Asks }
}

/// Whether something that was there is gone. Of units, the first is the one that ranges and rules use.
fn lost(before: &Value, after: &Value) -> bool {
    let members = |value: &Value| match value {
        Value::Array(members) => members.clone(),
        Value::Null | Value::Bool(false) => Vec::new(),
        one => vec![one.clone()],
    };
    let (before, after) = (members(before), members(after));
    before.iter().any(|member| !after.contains(member)) || before.first().is_some_and(|first| after.first() != Some(first))
}

/// The order of two ends; unknown of what cannot be compared, such as a date and `today`.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    let number = |value: &Value| match value {
        Value::Number(number) => Decimal::parse(&number.to_string()),
        Value::String(text) => Decimal::parse(text),
        _ => None,
    };
    match (number(a), number(b), a, b) {
        (Some(a), Some(b), ..) => Some(a.cmp(&b)),
        (_, _, Value::String(a), Value::String(b)) if a != "today" && b != "today" => Some(a.cmp(b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Weight, weigh};
    use crate::diff::change::{How, Part};
    use serde_json::{Value, json};

    fn item(name: &str, before: Value, after: Value) -> Weight {
        weigh(Part::Item, &How::Changed(name.to_owned(), before, after))
    }

    #[test]
    fn what_narrows_weighs_most() {
        for (name, before, after) in [
            ("min", Value::Null, json!("34")),
            ("min", json!("34"), json!("35")),
            ("max", json!("44"), json!("43.5")),
            ("max", json!("2024-01-01"), json!("today")),
            ("missing", json!(["UNK", "ND"]), json!(["ND"])),
            ("units", json!(["mg/dL", "mg/L"]), json!(["mg/L", "mg/dL"])),
            ("exclusive", Value::Null, json!(["none"])),
            ("pattern", json!("[0-9]+"), json!("[0-9]{6}")),
            ("decimals", Value::Null, json!(1)),
            ("accept", json!(["pdf", "png"]), json!(["pdf"])),
            ("max_size", json!(5_000_000), json!(1_000_000)),
            ("kind", json!("text"), json!("integer")),
            ("a_property_of_tomorrow", Value::Null, json!(1)),
        ] {
            assert_eq!(item(name, before, after), Weight::Answers, "{name}");
        }
        for (name, before, after) in [
            ("min", json!("34"), Value::Null),
            ("min", json!("34"), json!("33")),
            ("max", json!("9"), json!("10")),
            ("missing", json!(["UNK"]), json!(["UNK", "ND"])),
            ("exclusive", json!(["none", "other"]), json!(["none"])),
            ("choices_if", json!([{ "codes": ["a"] }]), Value::Null),
            ("max_length", json!(10), json!(20)),
            ("accept", json!(["pdf"]), json!(["pdf", "png"])),
            ("max_size", json!(1_000_000), json!(5_000_000)),
        ] {
            assert_eq!(item(name, before, after), Weight::Asks, "{name}");
        }
        assert_eq!(item("label", json!("a"), json!("b")), Weight::Wording);
    }
}
