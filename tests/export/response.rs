//! A judged record as the QuestionnaireResponse that a form filler would have: what is asked and answered, and what other forms say.

use std::collections::BTreeSet;

use engine::answers::nesting::group_of_scope;
use engine::evaluate::record::{Record, Row};
use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::value::censor::Censor;
use engine::value::datetime;
use engine::value::decimal::Decimal;
use engine::value::value::{Slot, Value as Answer};
use renderer::export::fhir::value_set::system_of;
use renderer::export::fhirpath::place::{
    COMPARATOR_SYSTEM, MISSING_SYSTEM, context_link, is_quantity, missing_link, section_link,
};
use serde_json::{Value, json};

/// The response of a record.
pub fn response(form: &Form, record: &Record, answers: &Value) -> Value {
    let mut items: Vec<Value> = form
        .sections
        .iter()
        .map(|section| {
            let inside: Vec<&Item> = section.items.iter().filter_map(|id| form.item(*id)).collect();
            json!({ "linkId": section_link(&section.id), "item": entries(form, record, &inside, None, answers) })
        })
        .collect();
    let own = form.scopes[0].slots.len();
    // Rules may read one form in several places: its group still stands once.
    let names: BTreeSet<&str> = form.imports.iter().map(|import| &*import.form).collect();
    for name in names {
        let mut inside = Vec::new();
        for (import, slot) in form.imports.iter().zip(own..).filter(|(import, _)| &*import.form == name) {
            let link = format!("{name}.{}", import.item.id);
            push(&mut inside, &import.item, &link, record.slots.get(slot), &Value::Null);
        }
        items.push(json!({ "linkId": context_link(name), "item": inside }));
    }
    json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": format!("urn:ctr:form:{}", form.id), "item": items })
}

fn entries(form: &Form, record: &Record, items: &[&Item], row: Row, answers: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for item in items {
        let typed = &answers[&*item.id];
        if item.kind != Kind::Group {
            push(&mut found, item, &item.id, record.read(row, item.slot), typed);
            continue;
        }
        let scope = item.rows.expect("a group has rows");
        let group = group_of_scope(scope.0).expect("a group");
        if !record.is_group_shown(group, row) {
            continue;
        }
        let rows = record.rows_in(group, row);
        let start = rows.start;
        for at in rows {
            let inside: Vec<&Item> = form.items.iter().filter(|inner| inner.scope == scope).collect();
            let entries = entries(form, record, &inside, Some((group, at)), &typed[usize::from(at - start)]);
            let mut entry = json!({ "linkId": &*item.id });
            if !entries.is_empty() {
                entry["item"] = json!(entries);
            }
            found.push(entry);
        }
    }
    found
}

fn push(into: &mut Vec<Value>, item: &Item, link: &str, slot: Option<&Slot>, typed: &Value) {
    let reason = |system: &str, code: &str| json!({ "linkId": missing_link(link), "answer": [{ "valueCoding": { "system": system, "code": code } }] });
    match slot {
        Some(Slot::Missing(missing)) => into.push(reason(MISSING_SYSTEM, missing.code())),
        Some(Slot::Value(Answer::Censored { censor: Censor::NotDetected, .. })) => {
            into.push(reason(COMPARATOR_SYSTEM, Censor::NotDetected.sign()));
        }
        Some(Slot::Value(value)) => {
            let answers = answer(item, value, typed);
            if !answers.is_empty() {
                into.push(json!({ "linkId": link, "answer": answers }));
            }
        }
        _ => {}
    }
}

fn answer(item: &Item, value: &Answer, typed: &Value) -> Vec<Value> {
    let number = |text: String| serde_json::from_str::<Value>(&text).expect("a decimal is a JSON number");
    let coding = |at: u16| {
        let list = item.list.as_deref().expect("a coded item has a list");
        json!({ "valueCoding": { "system": system_of(&list.id), "code": &*list.get(at).expect("a code of the list").code } })
    };
    // A quantity goes out as it was typed, so that the unit has to be converted.
    let quantity = |canonical: Decimal| {
        let typed_number = typed["value"].as_str().filter(|_| typed["unit"].is_string());
        let unit = typed["unit"].as_str().or_else(|| item.units.first().map(|unit| unit.text())).unwrap_or("1");
        let mut quantity =
            json!({ "value": number(typed_number.map_or_else(|| canonical.to_string(), str::to_owned)), "code": unit });
        if let Answer::Censored { censor, .. } = value {
            quantity["comparator"] = json!(censor.sign());
        }
        json!({ "valueQuantity": quantity })
    };
    match value {
        Answer::Bool(value) => vec![json!({ "valueBoolean": value })],
        Answer::Number(found) if is_quantity(item) => vec![quantity(*found)],
        Answer::Number(found) if item.shape == Shape::Integer => vec![json!({ "valueInteger": found.to_integer() })],
        Answer::Number(found) => vec![json!({ "valueDecimal": number(found.to_string()) })],
        Answer::Quantity { coefficient, scale, .. } | Answer::Censored { coefficient, scale, .. } => {
            vec![quantity(Decimal::new(*coefficient, *scale).expect("a number that was read"))]
        }
        Answer::ShortText(text) => vec![json!({ "valueString": text.text() })],
        Answer::Text(text) => vec![json!({ "valueString": &**text })],
        // An interval that is no year, month or day has no place in FHIR.
        Answer::Date(days) => {
            let written = days.to_string();
            if written.contains('.') { Vec::new() } else { vec![json!({ "valueDate": written })] }
        }
        Answer::DateTime(seconds) => vec![json!({ "valueDateTime": moment(*seconds) })],
        Answer::Code(at) => vec![coding(*at)],
        Answer::File { .. } => {
            let attachment = json!({ "contentType": typed["type"], "size": typed["size"], "title": typed["name"] });
            vec![json!({ "valueAttachment": attachment })]
        }
        Answer::FewCodes(codes) => codes.codes().iter().map(|at| coding(*at)).collect(),
        Answer::Codes(codes) => codes.iter().map(|at| coding(*at)).collect(),
    }
}

/// With seconds and Japan's offset, as FHIR wants it.
pub fn moment(seconds: i64) -> String {
    let written = datetime::display(seconds);
    if written.len() == 16 { format!("{written}:00+09:00") } else { format!("{written}+09:00") }
}
