//! From fields to answers: the server's reading and the page's own, on the same cases (`fields/cases.md`).

use std::fs;

use engine::kind::kind::Kind;
use renderer::fields::answer::{Texts, read};
use serde_json::{Value, json};
use tests::peer::{Peer, peers};
use tests::root::path;

use crate::node;

struct Case {
    number: usize,
    kind: String,
    values: Vec<String>,
    unit: String,
    missing: String,
    answer: Value,
}

#[test]
fn server_reads_every_case() {
    for case in cases() {
        let texts = Texts { values: case.values.iter().map(String::as_str).collect(), unit: &case.unit, missing: &case.missing };
        let kind = Kind::from_name(&case.kind).unwrap_or_else(|| panic!("no kind `{}`", case.kind)).kind;
        assert_eq!(read(kind, &texts).unwrap_or(Value::Null), case.answer, "tests/fields/cases.md:{}", case.number);
    }
}

#[test]
fn browser_reads_every_case() {
    if !peers("fields::browser_reads_every_case", &[Peer::Node]) {
        return;
    }
    let cases = cases();
    let lines: Vec<Value> = cases.iter().map(|case| json!([case.kind, case.values, case.unit, case.missing])).collect();
    for (case, found) in cases.iter().zip(node::run("fields.mjs", &lines)) {
        assert_eq!(found, case.answer, "tests/fields/cases.md:{}", case.number);
    }
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(path("tests/fields/cases.md")).expect("tests/fields/cases.md");
    let rows = (1..).zip(text.lines()).filter(|(_, line)| line.starts_with("| ")).skip(1);
    let cases: Vec<Case> = rows.map(|(number, line)| case(number, line)).collect();
    assert!(cases.len() > 60, "only {} cases", cases.len());
    cases
}

fn case(number: usize, line: &str) -> Case {
    let cells: Vec<&str> = line.split('|').map(|cell| cell.trim_matches(' ')).collect();
    let [_, kind, values, unit, missing, answer, _] = cells[..] else { panic!("tests/fields/cases.md:{number}: five cells") };
    let typed = |text: &str| text.replace('␣', " ").replace('⏎', "\r\n");
    Case {
        number,
        kind: kind.to_owned(),
        values: if values.is_empty() { Vec::new() } else { values.split(" + ").map(typed).collect() },
        unit: unit.to_owned(),
        missing: missing.to_owned(),
        answer: if answer == "-" { Value::Null } else { serde_json::from_str(answer).expect("JSON") },
    }
}
