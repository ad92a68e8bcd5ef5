//! The public conformance cases of CEL, whose syntax our rules have: each holds, or stands in `cel/deviations.md` under the reason why
//! it does not. A case that is listed and holds fails too, so that the list stays true.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use engine::evaluate::validator::Validator;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::value::date::Date;
use serde_json::{Map, Value, json};
use tests::peer::{Peer, peers};
use tests::root::text;

use crate::node;

const REGISTRY: &str =
    "registry: cel\ntitle: { ja: 規格, en: Conformance }\nlevels:\n  - id: patient\n    title: { ja: 患者, en: Patient }\n";
const LABEL: &str = "{ ja: 値, en: Value }";

/// What became of a case.
enum Fate {
    /// The same result. An error of CEL is the unknown of our rules, or a fault found before anything runs.
    Holds,
    /// `ctr check` refuses the rule, with this code.
    Refused(&'static str),
    /// Another result.
    Differs(String),
}

#[test]
fn public_cases_hold_or_are_listed() {
    if !peers("cel::public_cases_hold_or_are_listed", &[Peer::Node, Peer::NodePackages]) {
        return;
    }
    let cases = node::run("cel.mjs", &[]);
    assert!(cases.len() > 1600, "only {} cases were found", cases.len());
    let listed = listed();
    let (mut held, mut wrong, mut seen) = (0, String::new(), BTreeSet::new());
    for case in &cases {
        let name = name(case);
        assert!(seen.insert(name.clone()), "two cases are called {name}");
        let rule = &case["rule"];
        match (fate(case), listed.get(&name)) {
            (Fate::Holds, None) => held += 1,
            (Fate::Holds, Some(reason)) => _ = writeln!(wrong, "- {name}: {rule} holds, but is listed under \"{reason}\""),
            (Fate::Refused(code), None) => _ = writeln!(wrong, "- {name}: {rule} is refused ({code}) and not listed"),
            (Fate::Differs(found), None) => {
                _ = writeln!(wrong, "- {name}: {rule} gives {found}, not {}, and is not listed", case["result"]);
            }
            (Fate::Refused(_), Some(reason)) if reason.starts_with("Another result") => {
                _ = writeln!(wrong, "- {name}: {rule} is refused, but is listed under \"{reason}\"");
            }
            (Fate::Differs(found), Some(reason)) if !reason.starts_with("Another result") => {
                _ = writeln!(wrong, "- {name}: {rule} gives {found}, not {}, but is listed under \"{reason}\"", case["result"]);
            }
            _ => {}
        }
    }
    for name in listed.keys().filter(|name| !seen.contains(*name)) {
        let _ = writeln!(wrong, "- {name} is listed and not among the cases");
    }
    println!("{} public cases of CEL: {held} hold, {} are deliberate deviations", cases.len(), listed.len());
    assert!(wrong.is_empty(), "tests/cel/deviations.md is not true:\n{wrong}");
}

/// Cases of `deviations.md`, each with its heading.
fn listed() -> BTreeMap<String, String> {
    let (mut found, mut heading) = (BTreeMap::new(), String::new());
    for line in text("tests/cel/deviations.md").lines() {
        if let Some(reason) = line.strip_prefix("## ") {
            heading = reason.to_owned();
        } else if let Some(name) = line.strip_prefix("- `").and_then(|rest| rest.strip_suffix('`')) {
            assert!(found.insert(name.to_owned(), heading.clone()).is_none(), "{name} is listed twice");
        }
    }
    found
}

fn name(case: &Value) -> String {
    case["name"].as_str().expect("a name").replace('`', "'")
}

fn fate(case: &Value) -> Fate {
    let rule = case["rule"].as_str().expect("a rule");
    let (mut items, mut answers) = (String::new(), Map::new());
    for binding in case["bindings"].as_array().expect("bindings") {
        let (name, bound) = (binding[0].as_str().expect("a name"), &binding[1]);
        let Some(kind) = kind(bound["type"].as_str()) else { return Fate::Refused("no-such-value") };
        let _ = writeln!(items, "      - {{ id: \"{name}\", kind: {kind}, label: {LABEL} }}");
        answers.insert(name.to_owned(), answer(kind, &bound["value"]));
    }
    let wanted = &case["result"];
    let truth = judge(&items, &answers, rule, true);
    if wanted["error"] == true {
        let value = judge(&items, &answers, rule, false);
        return match (truth, value) {
            (Ok(found), _) | (_, Ok(found)) if found != Value::Null => Fate::Differs(found.to_string()),
            _ => Fate::Holds,
        };
    }
    let found = if wanted["type"] == "bool" { truth } else { judge(&items, &answers, rule, false) };
    match found {
        Err(code) => Fate::Refused(code),
        Ok(found) if same(&found, &wanted["value"]) => Fate::Holds,
        Ok(found) => Fate::Differs(found.to_string()),
    }
}

fn kind(bound: Option<&str>) -> Option<&'static str> {
    Some(match bound? {
        "int" | "uint" => "integer",
        "double" => "decimal",
        "bool" => "boolean",
        _ => "text",
    })
}

fn answer(kind: &str, value: &Value) -> Value {
    match (kind, value) {
        ("integer", Value::String(text)) => text.parse::<i64>().map_or(Value::Null, Value::from),
        ("decimal", Value::Number(number)) => Value::String(number.to_string()),
        _ => value.clone(),
    }
}

/// The value of a rule, or the code of the first fault that `ctr check` finds in it.
fn judge(items: &str, answers: &Map<String, Value>, rule: &str, truth: bool) -> Result<Value, &'static str> {
    let quoted = |rule: &str| json!(rule).to_string();
    let head = format!(
        "form: cel\nversion: 1.0.0\ntitle: {LABEL}\nlevel: patient\nsections:\n  - id: part\n    title: {LABEL}\n    items:\n      - {{ id: anchor_item, kind: text, label: {LABEL} }}\n{items}"
    );
    let check = |id: &str, rule: &str| {
        format!(
            "  - id: {id}\n    violated_if: {}\n    severity: error\n    on: anchor_item\n    message: {LABEL}\n",
            quoted(rule)
        )
    };
    let form = if truth {
        format!("{head}checks:\n{}{}", check("is_true", rule), check("is_false", &format!("!({rule}\n)")))
    } else {
        format!("{head}      - {{ id: anchor_value, kind: calculated, label: {LABEL}, value: {} }}\n", quoted(rule))
    };
    let files =
        [SourceFile::new("registry.yaml", REGISTRY.as_bytes()), SourceFile::new("forms/cel/1.0.0.yaml", form.into_bytes())];
    let (library, diagnostics) = Library::read(&files);
    if let Some(first) = diagnostics.first() {
        return Err(first.code);
    }
    let validator = Validator::new(library.form("cel").expect("a form without faults").clone());
    let read = validator.read_value(&Value::Object(answers.clone())).expect("an object");
    let outcome = validator.judge(read, &validator.read_context(&Map::new()), Date::parse("2026-04-01").expect("a date"));
    let outcome = outcome.to_json(&validator.form);
    if !truth {
        return Ok(outcome["calculated"]["anchor_value"].clone());
    }
    let fires = |id: &str| outcome["findings"].as_array().is_some_and(|all| all.iter().any(|finding| finding["code"] == id));
    Ok(match (fires("is_true"), fires("is_false")) {
        (true, false) => Value::Bool(true),
        (false, true) => Value::Bool(false),
        _ => Value::Null,
    })
}

/// Numbers are the same when they are the same number, however written.
fn same(found: &Value, wanted: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse::<f64>().ok(),
        _ => None,
    };
    found == wanted || (found.is_number() || wanted.is_number()) && number(found).is_some() && number(found) == number(wanted)
}
