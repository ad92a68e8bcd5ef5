//! What a question may be answered with: its type, units, limits and formats.

use engine::form::item::{Bound, Item};
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::value::decimal::Decimal;
use engine::value::unit_name;
use serde_json::{Value, json};

use engine::lang::Lang;

use super::extension::{core, own, sdc};
use super::release::Release;
use crate::export::fhirpath::place::is_quantity;

/// The system of units.
const UCUM: &str = "http://unitsofmeasure.org";

/// The type of a question.
pub fn type_of(item: &Item, release: Release) -> &'static str {
    match item.shape {
        _ if is_quantity(item) => "quantity",
        Shape::Text if item.kind == Kind::LongText => "text",
        Shape::Text => "string",
        Shape::Integer => "integer",
        Shape::Decimal | Shape::Quantity => "decimal",
        Shape::Boolean => "boolean",
        Shape::Date => "date",
        Shape::Datetime => "dateTime",
        Shape::Coded | Shape::ManyCoded => release.coded(),
        Shape::File => "attachment",
        Shape::Repeat => "group",
    }
}

/// A decimal as a JSON number.
pub fn decimal(text: &str) -> Option<Value> {
    serde_json::from_str::<Value>(text).ok().filter(Value::is_number)
}

/// Units, limits and formats as extensions.
pub fn limits(item: &Item, lang: Lang) -> Vec<Value> {
    let mut found = units(item, lang);
    found.extend(end(item, item.range.min, ("minValue", "minQuantity"), lang));
    found.extend(end(item, item.range.max, ("maxValue", "maxQuantity"), lang));
    found.extend(
        item.decimals.filter(|_| item.value.is_none()).map(|places| core("maxDecimalPlaces", ("valueInteger", json!(places)))),
    );
    found.extend(files(item));
    let pattern = item.pattern.as_deref().map(str::to_owned).or_else(|| item.characters.map(|characters| characters.pattern()));
    let full_day = (item.kind == Kind::Date).then(|| "[0-9]{4}-[0-9]{2}-[0-9]{2}".to_owned());
    found.extend(pattern.or(full_day).map(|pattern| core("regex", ("valueString", json!(pattern)))));
    found.extend(format(item, lang).map(|format| core("entryFormat", ("valueString", json!(format)))));
    found
}

/// The kinds of files that may be attached, and the greatest size, which FHIR counts in millions of bytes.
fn files(item: &Item) -> Vec<Value> {
    let Some(files) = &item.files else { return Vec::new() };
    let kinds = files.accept.iter().map(|media| core("mimeType", ("valueCode", json!(media.row().media_type))));
    let most = Decimal::new(i64::from(files.max_size), 6).and_then(|most| decimal(&most.normalized().to_string()));
    kinds.chain(most.map(|most| core("maxSize", ("valueDecimal", most)))).collect()
}

fn units(item: &Item, lang: Lang) -> Vec<Value> {
    let name = if is_quantity(item) { "questionnaire-unitOption" } else { "questionnaire-unit" };
    item.units.iter().map(|unit| core(name, ("valueCoding", coding(unit.text(), lang)))).collect()
}

fn coding(ucum: &str, lang: Lang) -> Value {
    let print = Some(unit_name::print(ucum, lang)).filter(|print| !print.is_empty()).unwrap_or_else(|| ucum.to_owned());
    json!({ "system": UCUM, "code": ucum, "display": print })
}

fn end(item: &Item, bound: Option<Bound>, (plain, quantity): (&str, &str), lang: Lang) -> Option<Value> {
    match bound? {
        Bound::Number(number) if is_quantity(item) => {
            let mut value = json!({ "value": decimal(&number.to_string())? });
            if let (Some(unit), Some(value)) = (item.units.first(), value.as_object_mut()) {
                let Value::Object(coding) = coding(unit.text(), lang) else { return None };
                value.insert("system".to_owned(), json!(UCUM));
                value.insert("code".to_owned(), json!(unit.text()));
                value.extend(
                    coding.into_iter().filter(|(key, _)| key == "display").map(|(_, display)| ("unit".to_owned(), display)),
                );
            }
            Some(sdc(quantity, ("valueQuantity", value)))
        }
        Bound::Number(number) if item.shape == Shape::Integer => Some(core(plain, ("valueInteger", json!(number.to_integer()?)))),
        Bound::Number(number) => Some(core(plain, ("valueDecimal", decimal(&number.to_string())?))),
        Bound::Date(date) if item.shape == Shape::Date => Some(core(plain, ("valueDate", json!(date.to_string())))),
        // Ends of times of day and of today stand as constraints.
        Bound::Date(_) | Bound::Today => None,
    }
}

fn format(item: &Item, lang: Lang) -> Option<String> {
    if let Some(message) = &item.pattern_message {
        return Some(message.get(lang).to_owned());
    }
    if let Some(characters) = item.characters {
        let (ja, en) = characters.words();
        return Some(if lang == Lang::Ja { ja } else { en }.to_owned());
    }
    let known = match item.kind {
        Kind::Date => "YYYY-MM-DD",
        Kind::PartialDate => "YYYY / YYYY-MM / YYYY-MM-DD",
        Kind::Datetime => "YYYY-MM-DD hh:mm",
        _ => return None,
    };
    Some(known.to_owned())
}

/// Factors that the substance gives, unit by unit: `umol/L 11312 1000000`.
pub fn conversions(item: &Item) -> Option<String> {
    let one = |(at, ratio): &(u8, engine::value::unit::Ratio)| {
        Some(format!("{} {} {}", item.units.get(usize::from(*at))?.text(), ratio.numerator, ratio.denominator))
    };
    let all: Vec<String> = item.conversions.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// What neither FHIR nor SDC has a place for.
pub fn marks(item: &Item) -> Vec<Value> {
    let words = |words: Vec<&str>| (!words.is_empty()).then(|| words.join(" "));
    let flag = |holds: bool| holds.then(|| "yes".to_owned());
    let pairs = [
        ("kind", Some(item.kind.name().to_owned())),
        ("missing", words(item.missing.iter().map(|reason| reason.code()).collect())),
        ("censored", words(item.censored.words().collect())),
        ("conversions", conversions(item)),
        ("characters", item.characters.map(|characters| characters.name().to_owned())),
        ("list", item.list.as_ref().map(|list| list.id.to_string())),
        ("pii", flag(item.pii)),
        ("retired", flag(item.retired)),
        ("replaces", item.replaces.as_deref().map(str::to_owned)),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some(own(name, ("valueString", json!(value?))))).collect()
}
