//! Items: what is asked, how it is kept, what is checked.

use engine::form::form::Form;
use engine::form::item::{Bound, Item, Required};
use engine::kind::shape::Shape;
use engine::lang::Text;
use engine::program::program::ItemId;

use super::edition::Edition;
use super::text::{aliases, both};
use super::{data, list, oid, range};
use crate::export::fhir::answer::conversions;
use crate::export::rules::Rules;
use crate::export::xml::Element;

/// An item, and what belongs to it: the unit as an item (2.0), the comparator of a censored number.
pub fn definitions<'f>(rules: &Rules<'f>, item: &'f Item, id: ItemId, edition: Edition) -> Vec<Element> {
    let form = rules.form;
    let mut found = vec![definition(rules, item, id, edition)];
    if edition.is_second() && !item.units.is_empty() {
        let label = Text::new(format!("{}（単位）", item.label.ja), format!("{} (unit)", item.label.en));
        found.push(beside(form, item, "unit", &label, &list::units_oid(item), edition));
    }
    if item.censored.is_any() {
        let label = Text::new(format!("{}（限界値の記号）", item.label.ja), format!("{} (comparator)", item.label.en));
        found.push(beside(form, item, "comparator", &label, list::COMPARATORS, edition));
    }
    found
}

fn beside(form: &Form, item: &Item, what: &str, label: &Text, list: &str, edition: Edition) -> Element {
    Element::new("ItemDef")
        .with("OID", oid::beside(form, item, what))
        .with("Name", format!("{}.{what}", item.id))
        .with("DataType", "text")
        .holding(both("Question", label, edition))
        .holding(Element::new("CodeListRef").with("CodeListOID", list))
        .holding_all(aliases([("beside", item.id.to_string())]))
}

fn definition<'f>(rules: &Rules<'f>, item: &'f Item, id: ItemId, edition: Edition) -> Element {
    let form = rules.form;
    let element = Element::new("ItemDef")
        .with("OID", oid::item(form, item))
        .with("Name", &*item.id)
        .with("DataType", data::data_type(item, edition))
        .with_some("Length", length(item));
    let places = item.decimals.filter(|_| !edition.is_second()).map(|places| places.to_string());
    let element = element.with_some("SignificantDigits", places);
    let help = item.help.as_ref();
    let element = match edition {
        Edition::V1_3_2 => element
            .holding_all(help.map(|help| both("Description", help, edition)))
            .holding(both("Question", &item.label, edition))
            .holding_all(item.units.iter().map(|unit| list::unit_ref(unit.text()))),
        Edition::V2_0 => element
            .holding(both("Question", &item.label, edition))
            .holding_all(help.map(|help| both("CRFCompletionInstructions", help, edition))),
    };
    element
        .holding_all(range::checks(rules, item, id, edition))
        .holding_all(item.list.as_deref().map(|list| Element::new("CodeListRef").with("CodeListOID", list::oid(form, list))))
        .holding_all(aliases(told(rules, item, edition)))
}

/// Characters that a value needs at most.
fn length(item: &Item) -> Option<String> {
    let longest = |item: &Item| item.list.as_deref()?.codes.iter().map(|code| code.code.chars().count()).max();
    match item.shape {
        Shape::Text => item.max_length.map(|most| most.to_string()),
        Shape::Coded | Shape::ManyCoded => longest(item).map(|most| most.max(1).to_string()),
        Shape::Integer => {
            let digits = |bound: Option<Bound>| match bound {
                Some(Bound::Number(number)) => Some(number.to_string().len()),
                _ => None,
            };
            let known = digits(item.range.min).zip(digits(item.range.max)).map(|(least, most)| least.max(most));
            Some(known.unwrap_or(15).to_string())
        }
        Shape::Decimal | Shape::Quantity => Some("18".to_owned()),
        _ => None,
    }
}

/// What the standard has no place for.
fn told(rules: &Rules<'_>, item: &Item, edition: Edition) -> Vec<(&'static str, String)> {
    let flag = |holds: bool| if holds { "yes".to_owned() } else { String::new() };
    let required = match item.required {
        Required::If(rule) => rules.written(rule).to_owned(),
        Required::No | Required::Always => String::new(),
    };
    let codes = item.exclusive.iter().filter_map(|at| item.list.as_deref()?.get(*at)).map(|code| &*code.code);
    let words = |words: Vec<&str>| words.join(" ");
    vec![
        ("kind", item.kind.name().to_owned()),
        ("missing", words(item.missing.iter().map(|reason| reason.code()).collect())),
        ("required_if", required),
        ("censored", words(item.censored.words().collect())),
        ("units", words(item.units.iter().map(|unit| unit.text()).collect())),
        ("decimals", item.decimals.filter(|_| edition.is_second()).map_or_else(String::new, |places| places.to_string())),
        ("conversions", conversions(item).unwrap_or_default()),
        ("exclusive", words(codes.collect())),
        ("pattern", item.pattern.as_deref().unwrap_or_default().to_owned()),
        ("characters", item.characters.map_or_else(String::new, |characters| characters.name().to_owned())),
        ("accept", words(item.files.iter().flat_map(|files| &files.accept).map(|media| media.row().name).collect())),
        ("max_size", item.files.as_ref().map_or_else(String::new, |files| format!("{} KB", files.max_size / 1000))),
        ("pii", flag(item.pii)),
        ("retired", flag(item.retired)),
        ("replaces", item.replaces.as_deref().unwrap_or_default().to_owned()),
    ]
}
