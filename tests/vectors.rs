//! The test vectors of the item catalogue (`vectors/catalogue.csv`, as they came) hold through the compiled definitions, in the engine
//! and in the browser's interpreter. `vectors/vectors.csv` says each with the items of our forms; where what is expected is written
//! otherwise than in the catalogue, its last column says why.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::value::date::Date;
use engine::value::decimal::Decimal;
use serde_json::{Map, Value, json};
use tests::definitions::definitions;
use tests::delimited::{Row, table};
use tests::peer::{Peer, peers};
use tests::root::path;

use crate::node;

const TODAY: &str = "2026-11-01";

#[test]
fn the_engine_agrees_with_every_vector() {
    let (library, vectors) = (library(), table(&path("tests/vectors/vectors.csv")));
    let judge = |vector: &Row| {
        let validator = Validator::new(form(&library, vector));
        let (context, answers) = (object(vector, "context"), Value::Object(object(vector, "answers")));
        let read = validator.read_value(&answers).expect("an object");
        validator.judge(read, &validator.read_context(&context), Date::parse(TODAY).expect("a date")).to_json(&validator.form)
    };
    compare(&vectors, &vectors.iter().map(judge).collect::<Vec<_>>());
}

#[test]
fn the_browser_agrees_with_every_vector() {
    if !peers("vectors::the_browser_agrees_with_every_vector", &[Peer::Node]) {
        return;
    }
    let (library, vectors) = (library(), table(&path("tests/vectors/vectors.csv")));
    let mut lines = Vec::new();
    for vector in &vectors {
        lines.push(json!({ "program": program_to_json(&form(&library, vector)) }));
        lines.push(json!({ "today": TODAY, "context": object(vector, "context"), "answers": object(vector, "answers") }));
    }
    compare(&vectors, &node::run("outcomes.mjs", &lines));
}

/// None of the catalogue is forgotten, none is said twice, and what we expect is what it expects unless a reason says otherwise.
#[test]
fn every_vector_of_the_catalogue_is_replayed() {
    let catalogue = table(&path("tests/vectors/catalogue.csv"));
    let vectors = table(&path("tests/vectors/vectors.csv"));
    let mut ours: BTreeMap<&str, &Row> = BTreeMap::new();
    for vector in &vectors {
        assert!(ours.insert(&vector["id"], vector).is_none(), "{} stands twice", vector["id"]);
    }
    let mut wrong = Vec::new();
    for original in &catalogue {
        let id = original["id"].as_str();
        match ours.remove(id) {
            None => wrong.push(format!("{id} is neither replayed nor reasoned")),
            Some(vector) if vector["reason"].is_empty() && !is_same(&vector["expected"], &original["expected"]) => {
                let (ours, theirs) = (&vector["expected"], &original["expected"]);
                wrong.push(format!("{id} expects {ours}, the catalogue {theirs}, and no reason is given"));
            }
            Some(vector) => wrong.extend(lost_numbers(original, vector)),
        }
    }
    wrong.extend(ours.keys().map(|id| format!("{id} is not in the catalogue")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(catalogue.len() >= 100, "{} vectors", catalogue.len());
}

/// A vector that says `plt=7.5` has 7.5 among its answers. Where an input is no answer of a form (a total, a ratio, an age), it is made
/// of several, and these names are known.
fn lost_numbers(original: &Row, vector: &Row) -> Vec<String> {
    const MADE_OF_SEVERAL: [&str; 11] =
        ["age", "ice", "ipi", "iss", "mipi", "ratio", "ldh_ratio", "hctci_total", "major_organ", "del17p", "gain1q"];
    const POINTS: [&str; 2] = ["ldh_high", "t414"];
    let text = format!("{} {}", vector["context"], vector["answers"]);
    let numbers: Vec<Decimal> =
        text.split(|letter: char| !letter.is_ascii_digit() && letter != '.').filter_map(Decimal::parse).collect();
    let pairs = original["input"].split(';').filter_map(|pair| pair.split_once('='));
    let lost = pairs
        .filter(|(name, _)| !MADE_OF_SEVERAL.contains(name) && !POINTS.contains(name))
        .filter(|(_, value)| Decimal::parse(value).is_some_and(|value| !numbers.contains(&value)));
    lost.map(|(name, value)| format!("{}: {name}={value} is not among its answers", vector["id"])).collect()
}

fn library() -> Library {
    let (library, faults) = Library::read(&definitions(&path("form-definitions")));
    assert!(faults.is_empty(), "{faults:?}");
    library
}

fn form(library: &Library, vector: &Row) -> Arc<Form> {
    library.form(&vector["form"]).unwrap_or_else(|| panic!("{} names the form {}", vector["id"], vector["form"])).clone()
}

fn object(vector: &Row, column: &str) -> Map<String, Value> {
    serde_json::from_str(&vector[column]).unwrap_or_else(|cause| panic!("{}, {column}: {cause}", vector["id"]))
}

fn compare(vectors: &[Row], outcomes: &[Value]) {
    assert_eq!(vectors.len(), outcomes.len(), "an outcome for each vector");
    let differs = |(vector, outcome): (&Row, &Value)| {
        let found = found(outcome, &vector["outcome"]);
        let (id, asked, expected) = (&vector["id"], &vector["outcome"], &vector["expected"]);
        (!is_same(&found, expected)).then(|| format!("{id}: {asked} is {found}, expected {expected}"))
    };
    let wrong: Vec<String> = vectors.iter().zip(outcomes).filter_map(differs).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A calculated value (`blank` when there is none), or which of the named findings speak (`none`).
fn found(outcome: &Value, asked: &str) -> String {
    let Some(codes) = asked.strip_prefix("findings ") else {
        return match &outcome["calculated"][asked] {
            Value::Null => "blank".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
    };
    let said = outcome["findings"].as_array().expect("a list of findings");
    let spoke = |code: &&str| said.iter().any(|finding| finding["code"] == **code);
    let spoken: Vec<&str> = codes.split(' ').filter(spoke).collect();
    if spoken.is_empty() { "none".to_owned() } else { spoken.join(" ") }
}

fn is_same(found: &str, expected: &str) -> bool {
    let numbers = Decimal::parse(found).zip(Decimal::parse(expected));
    found == expected || numbers.is_some_and(|(found, expected)| found == expected)
}
