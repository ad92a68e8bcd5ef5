//! One item's answer as a schema: its value in the one documented shape, or a missing reason that the item allows.

use crate::form::item::{Bound, Item};
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::lang::Text;
use crate::schema::pattern;
use crate::value::censor::Censor;
use crate::value::decimal::{Decimal, MOST_PLACES};
use crate::value::file::NOT_IN_NAMES;
use crate::value::missing::Missing;
use crate::value::number::LARGEST;
use serde_json::{Map, Value, json};

/// A schema under construction.
pub type Schema = Map<String, Value>;

/// The schema of an item's answer; `None` for calculated items, which nobody types. `rows` is the schema of a group's row.
pub fn item_to_schema(item: &Item, rows: Option<Value>) -> Option<Value> {
    let mut schema = answer(item, rows)?;
    schema.extend(described(item).into_iter().map(|(key, text)| (key.to_owned(), Value::String(text))));
    Some(Value::Object(schema))
}

/// What an answer may be. It follows from the item's kind, list and details alone, and from `rows`.
pub fn answer(item: &Item, rows: Option<Value>) -> Option<Schema> {
    let value = value(item, rows)?;
    Some(if item.missing.is_empty() { value } else { or_missing(value, &item.missing) })
}

/// Both languages in the standard's own words, so that every reader shows them.
pub fn both(text: &Text) -> String {
    format!("{} / {}", text.ja, text.en)
}

/// What people read about an item, by keyword.
pub fn described(item: &Item) -> Vec<(&'static str, String)> {
    let mut members = vec![("title", both(&item.label))];
    members.extend(item.help.as_ref().map(|help| ("description", both(help))));
    let unit = item.units.first().filter(|_| item.kind != Kind::Quantity).map(|unit| format!("unit {}", unit.text()));
    let notes = [unit, item.pii.then(|| "identifies a person".to_owned()), item.retired.then(|| "retired".to_owned())];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    members.extend((!notes.is_empty()).then(|| ("$comment", notes.join("; "))));
    members
}

fn value(item: &Item, rows: Option<Value>) -> Option<Schema> {
    let schema = match item.kind {
        Kind::Calculated => return None,
        Kind::Text | Kind::LongText => text(item),
        Kind::Integer => or_censored(integer(item), item),
        Kind::Decimal => or_censored(decimal(item), item),
        Kind::Quantity => or_censored(quantity(item), item),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "pattern": pattern::date() }),
        Kind::PartialDate => json!({ "type": "string", "pattern": pattern::partial_date() }),
        Kind::Datetime => json!({ "type": "string", "pattern": pattern::datetime() }),
        Kind::Choice => json!({ "type": "string", "oneOf": item.list.as_deref().map(codes) }),
        Kind::Choices => choices(item),
        Kind::Attachment => file(item),
        Kind::Group => group(item, rows?),
    };
    match schema {
        Value::Object(schema) => Some(schema),
        _ => None,
    }
}

fn text(item: &Item) -> Value {
    let mut schema = json!({ "type": "string", "minLength": 1 });
    if let Some(object) = schema.as_object_mut() {
        object.extend(item.max_length.map(|most| ("maxLength".into(), json!(most))));
        object.extend(
            item.characters
                .map(|characters| ("allOf".into(), json!([{ "pattern": pattern::whole_text(&characters.pattern()) }]))),
        );
        object.extend(item.pattern.as_ref().map(|pattern| ("pattern".into(), json!(pattern::whole_text(pattern)))));
    }
    schema
}

fn integer(item: &Item) -> Value {
    let end = |bound: Option<Bound>| match bound {
        Some(Bound::Number(number)) => Some(number),
        _ => None,
    };
    let least = end(item.range.min).map_or(-LARGEST, |min| whole(min.ceil()));
    let greatest = end(item.range.max).map_or(LARGEST, |max| whole(max.floor()));
    json!({ "type": "integer", "minimum": least.max(-LARGEST), "maximum": greatest.min(LARGEST) })
}

fn decimal(item: &Item) -> Value {
    json!({ "type": "string", "pattern": pattern::decimal(item.decimals.unwrap_or(MOST_PLACES)) })
}

/// The plain value, or a comparator with a limit of the same shape, or "not detected" alone.
fn or_censored(plain: Value, item: &Item) -> Value {
    let signs: Vec<&str> = [Censor::Below, Censor::AtMost, Censor::AtLeast, Censor::Above]
        .into_iter()
        .filter(|censor| item.censored.allows(*censor))
        .map(Censor::sign)
        .collect();
    let mut shapes = vec![plain.clone()];
    if !signs.is_empty() {
        shapes.push(with_comparator(plain, item, json!({ "type": "string", "enum": signs })));
    }
    if item.censored.not_detected {
        let comparator = json!({ "const": Censor::NotDetected.sign() });
        shapes.push(json!({ "type": "object", "properties": { "comparator": comparator }, "required": ["comparator"], "additionalProperties": false }));
    }
    match shapes.len() {
        1 => shapes.remove(0),
        _ => json!({ "anyOf": shapes }),
    }
}

fn with_comparator(plain: Value, item: &Item, comparator: Value) -> Value {
    if item.kind != Kind::Quantity {
        return json!({
            "type": "object",
            "properties": { "comparator": comparator, "value": plain },
            "required": ["comparator", "value"],
            "additionalProperties": false,
        });
    }
    let mut schema = plain;
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("comparator".into(), comparator);
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.push(json!("comparator"));
    }
    schema
}

fn whole(number: Decimal) -> i64 {
    number.to_integer().unwrap_or_default()
}

fn quantity(item: &Item) -> Value {
    let units: Vec<&str> = item.units.iter().map(|unit| unit.text()).collect();
    json!({
        "type": "object",
        "properties": {
            "value": { "type": "string", "pattern": pattern::decimal(item.decimals.unwrap_or(MOST_PLACES)) },
            "unit": { "type": "string", "enum": units },
        },
        "required": ["value", "unit"],
        "additionalProperties": false,
    })
}

fn codes(list: &CodeList) -> Vec<Value> {
    list.codes.iter().map(|code| json!({ "const": &*code.code, "title": both(&code.text) })).collect()
}

fn choices(item: &Item) -> Value {
    let alone = item.exclusive.iter().filter_map(|code| item.list.as_ref()?.get(*code));
    let alone: Vec<Value> = alone
        .map(|code| json!({ "if": { "type": "array", "contains": { "const": &*code.code } }, "then": { "type": "array", "maxItems": 1 } }))
        .collect();
    let mut schema = json!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": { "type": "string", "oneOf": item.list.as_deref().map(codes) },
    });
    if let Some(object) = schema.as_object_mut().filter(|_| !alone.is_empty()) {
        object.insert("allOf".into(), Value::Array(alone));
    }
    schema
}

/// An attached file; its content is sent beforehand, under its digest.
fn file(item: &Item) -> Value {
    let types: Vec<&str> = item.files.iter().flat_map(|files| &files.accept).map(|media| media.row().media_type).collect();
    json!({
        "type": "object",
        "properties": {
            "name": { "type": "string", "maxLength": 255, "pattern": format!("^[^{NOT_IN_NAMES}]+$") },
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "size": { "type": "integer", "minimum": 1, "maximum": item.files.as_ref().map(|files| files.max_size) },
            "type": { "type": "string", "enum": types },
        },
        "required": ["name", "sha256", "size", "type"],
        "additionalProperties": false,
    })
}

fn group(item: &Item, rows: Value) -> Value {
    json!({ "type": "array", "minItems": item.min_rows, "maxItems": item.max_rows, "items": rows })
}

fn or_missing(value: Schema, reasons: &[Missing]) -> Schema {
    let reasons: Vec<Value> = reasons
        .iter()
        .map(|reason| json!({ "const": reason.code(), "title": format!("{} / {}", reason.ja(), reason.en()) }))
        .collect();
    let missing = json!({
        "type": "object",
        "properties": { "missing": { "type": "string", "oneOf": reasons } },
        "required": ["missing"],
        "additionalProperties": false,
    });
    Schema::from_iter([("anyOf".to_owned(), json!([Value::Object(value), missing]))])
}
