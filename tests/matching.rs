//! A name that stands for the record whose item equals an answer: the browser, which is offered all of them, follows the answer and says
//! what the engine says of the record that the server chooses.

use std::sync::Arc;

use engine::evaluate::choose::{choose, matches};
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::value::date::Date;
use serde_json::{Map, Value, json};
use tests::definitions::definitions;
use tests::peer::{Peer, peers};
use tests::root::path;

use crate::node;

const TODAY: &str = "2026-08-15";

fn infusion() -> Arc<Form> {
    let files = definitions(&path("form-definitions"));
    Library::read(&files).0.form("infusion").unwrap().clone()
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn lots() -> Vec<Value> {
    let lot = |number: u8, day: &str, result: &str| json!({ "mfg_no": number, "mfg_result": result, "source_collection_date": day, "expiry_date": "2026-12-01", "coa_car_total": "129", "bags_supplied": "1" });
    vec![
        lot(1, "2025-11-30", "conform"),
        lot(2, "2026-02-20", "oos"),
        lot(2, "2026-02-21", "oos"),
        lot(4, "2026-02-22", "conform"),
    ]
}

/// What the engine says once the server has chosen the lot.
fn judged(form: &Arc<Form>, answers: &Map<String, Value>) -> Value {
    let lots = lots();
    let reference = form.references.iter().find(|one| &*one.alias == "infused_lot").unwrap();
    let fitting: Vec<&Map<String, Value>> =
        lots.iter().filter_map(Value::as_object).filter(|lot| matches(reference, lot, answers)).collect();
    let mut context = map(json!({ "lots": lots }));
    if let Some(at) = choose(reference, None, &fitting, None).first() {
        context.insert("infused_lot".to_owned(), Value::Object(fitting[*at].clone()));
    }
    let validator = Validator::new(form.clone());
    let read = validator.read_value(&Value::Object(answers.clone())).unwrap();
    validator.judge(read, &validator.read_context(&context), Date::parse(TODAY).unwrap()).to_json(form)
}

#[test]
fn the_page_follows_the_answer_that_chooses_a_record() {
    if !peers("matching::the_page_follows_the_answer_that_chooses_a_record", &[Peer::Node]) {
        return;
    }
    let form = infusion();
    let validator = Validator::new(form.clone());
    let mut answers = map(json!({
        "infusion_no": 1, "infusion_date": "2026-04-01", "bag_count_infused": 1, "car_cells_total": "129", "oos_infused": "no",
    }));
    let mut context = validator.page_context(&map(json!({ "lots": lots() })));
    context.insert("infused_lot".to_owned(), Value::Array(lots()));
    let days = |outcome: &Value| outcome["calculated"]["vein_to_vein_days"].clone();
    let mut lines = vec![json!({ "program": program_to_json(&form) })];
    let expected = judged(&form, &answers);
    assert!(days(&expected).is_null(), "no lot is named yet");
    lines.push(json!({ "today": TODAY, "context": context, "answers": answers, "expected": expected, "messages": true }));
    let mut told = Vec::new();
    // One that fits, two that fit, none that fits, another that fits, none named.
    for number in [json!(1), json!(2), json!(3), json!(4), Value::Null] {
        match number.is_null() {
            true => drop(answers.remove("infused_mfg_no")),
            false => drop(answers.insert("infused_mfg_no".to_owned(), number.clone())),
        }
        let expected = judged(&form, &answers);
        told.push(days(&expected));
        let set = if number.is_null() { json!(["infused_mfg_no"]) } else { json!(["infused_mfg_no", number]) };
        lines.push(json!({ "set": set, "expected": expected, "messages": true }));
    }
    let known: Vec<bool> = told.iter().map(|days| !days.is_null()).collect();
    assert_eq!(known, [true, false, false, true, false], "{told:?}");
    let printed = node::run("differential.mjs", &lines);
    assert_eq!(printed, [json!({ "cases": 6, "differ": 0 })], "{printed:#?}");
}

/// A blank, a missing and an inexact value equal nothing; a text equals only what was typed the same.
#[test]
fn only_known_values_are_equal() {
    let form = infusion();
    let mut reference = form.references.iter().find(|one| &*one.alias == "infused_lot").unwrap().clone();
    let fits = |reference: &_, theirs: Value, own: Value| {
        matches(reference, &map(json!({ "mfg_no": theirs })), &map(json!({ "infused_mfg_no": own })))
    };
    assert!(fits(&reference, json!(2), json!(2)) && fits(&reference, json!(2), json!(2.0)));
    assert!(!fits(&reference, json!(2), json!(3)));
    assert!(!fits(&reference, json!({ "missing": "UNK" }), json!({ "missing": "UNK" })));
    assert!(!matches(&reference, &Map::new(), &Map::new()));
    assert!(!fits(&reference, json!("02"), json!("2")), "texts are not numbers");
    reference.matching.clear();
    assert!(fits(&reference, json!(1), json!(2)), "nothing is wanted to be equal");
}
