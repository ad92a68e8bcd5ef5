//! Code lists, units, reasons for missing values and comparators.

use std::collections::BTreeMap;

use engine::form::form::Form;
use engine::form::item::Item;
use engine::form::list::{Code, CodeList};
use engine::lang::{Lang, Text};
use engine::value::censor::Censor;
use engine::value::missing::Missing;
use engine::value::unit_name;

use super::edition::Edition;
use super::oid::unit;
use super::text::{aliases, both};
use crate::export::target::Subject;
use crate::export::xml::Element;

/// The list of comparators.
pub const COMPARATORS: &str = "CL.comparator";
/// The list of reasons for a missing value.
pub const MISSING: &str = "CL.missing";

/// A list's name.
pub fn oid(_form: &Form, list: &CodeList) -> String {
    format!("CL.list.{}", list.id)
}

/// The list of an item's units.
pub fn units_oid(item: &Item) -> String {
    format!("CL.unit.{}", item.units.iter().map(|unit| unit.text()).collect::<Vec<_>>().join("|"))
}

/// A reference to a unit.
pub fn unit_ref(ucum: &str) -> Element {
    Element::new("MeasurementUnitRef").with("MeasurementUnitOID", unit(ucum))
}

/// Every unit of some forms, each once.
pub fn units<'a>(subject: &'a Subject<'a>, edition: Edition) -> Vec<Element> {
    let mut names: Vec<&str> =
        subject.forms.iter().flat_map(|form| &form.items).flat_map(|item| &item.units).map(|unit| unit.text()).collect();
    names.sort_unstable();
    names.dedup();
    let one = |ucum: &str| {
        Element::new("MeasurementUnit").with("OID", unit(ucum)).with("Name", ucum).holding(both(
            "Symbol",
            &printed(ucum),
            edition,
        ))
    };
    names.into_iter().map(one).collect()
}

fn printed(ucum: &str) -> Text {
    let print = |lang| Some(unit_name::print(ucum, lang)).filter(|print| !print.is_empty()).unwrap_or_else(|| ucum.to_owned());
    Text::new(print(Lang::Ja), print(Lang::En))
}

/// Every code list of some forms, each once.
pub fn lists(subject: &Subject<'_>, edition: Edition) -> Vec<Element> {
    let mut found: BTreeMap<String, Element> = BTreeMap::new();
    for (form, item) in subject.forms.iter().flat_map(|form| form.items.iter().map(move |item| (form, item))) {
        if let Some(list) = item.list.as_deref() {
            found.entry(oid(form, list)).or_insert_with(|| of_codes(form, list, edition));
        }
        if edition.is_second() && !item.units.is_empty() {
            found.entry(units_oid(item)).or_insert_with(|| {
                let units = item.units.iter().map(|unit| (unit.text(), printed(unit.text())));
                of_pairs(units_oid(item), &Text::new("単位", "Units"), units, edition)
            });
        }
        if !item.missing.is_empty() {
            found.entry(MISSING.to_owned()).or_insert_with(|| {
                let reasons = Missing::ALL.into_iter().map(|reason| (reason.code(), Text::new(reason.ja(), reason.en())));
                of_pairs(MISSING.to_owned(), &Text::new("欠測理由", "Reasons for a missing value"), reasons, edition)
            });
        }
        if item.censored.is_any() {
            found.entry(COMPARATORS.to_owned()).or_insert_with(|| {
                let signs = Censor::ALL.into_iter().map(|censor| (censor.sign(), comparator(censor)));
                of_pairs(COMPARATORS.to_owned(), &Text::new("限界値の記号", "Comparators"), signs, edition)
            });
        }
    }
    found.into_values().collect()
}

fn comparator(censor: Censor) -> Text {
    match censor {
        Censor::Below => Text::new("未満", "below"),
        Censor::AtMost => Text::new("以下", "at most"),
        Censor::AtLeast => Text::new("以上", "at least"),
        Censor::Above => Text::new("超", "above"),
        Censor::NotDetected => Text::new("検出せず", "not detected"),
    }
}

fn of_codes(form: &Form, list: &CodeList, edition: Edition) -> Element {
    let head = head(oid(form, list), &list.id, &list.title, edition);
    head.holding_all((1..).zip(&list.codes).map(|(order, code): (usize, &Code)| {
        let retired = aliases([("retired", if code.retired { "yes".to_owned() } else { String::new() })]);
        member(&code.code, &code.text, order, edition).holding_all(retired)
    }))
}

fn of_pairs<'p>(oid: String, title: &Text, pairs: impl Iterator<Item = (&'p str, Text)>, edition: Edition) -> Element {
    let name = oid.clone();
    let members = (1..).zip(pairs).map(|(order, (code, text))| member(code, &text, order, edition));
    head(oid, &name, title, edition).holding_all(members)
}

fn head(oid: String, name: &str, title: &Text, edition: Edition) -> Element {
    let element = Element::new("CodeList").with("OID", oid).with("Name", name).with("DataType", "text");
    element.holding(both("Description", title, edition))
}

fn member(code: &str, text: &Text, order: usize, edition: Edition) -> Element {
    let element = Element::new("CodeListItem").with("CodedValue", code).with("OrderNumber", order.to_string());
    element.holding(both("Decode", text, edition))
}
