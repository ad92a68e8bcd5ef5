//! Truth tables of the rule language: every line of `expr/*.md`, in the engine and in the browser's interpreter.

mod sample;
mod table;

use std::process::Command;
use std::sync::Arc;

use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::value::date::Date;
use serde_json::{Value, json};
use tests::peer::{Peer, peers};
use tests::root::path;

use self::table::{Block, Line, Table, tables};
use crate::node;

const TODAY: &str = "2026-04-01";

#[test]
fn engine_agrees_with_every_line() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for table in tables() {
        let validator = Validator::new(form(&table));
        for (at, block, line) in lines(&table) {
            let (answers, context) = sample::answers(&table, block, line);
            let answers = validator.read_value(&answers).expect("an object");
            let outcome = validator.judge(answers, &validator.read_context(&context), Date::parse(TODAY).expect("a date"));
            compare(&table, at, block, line, &outcome.to_json(&validator.form), &mut wrong);
            seen += 1;
        }
    }
    report(seen, &wrong);
}

#[test]
fn browser_agrees_with_every_line() {
    if !peers("expr::browser_agrees_with_every_line", &[Peer::Node]) {
        return;
    }
    let (mut input, mut expected) = (Vec::new(), Vec::new());
    let tables = tables();
    for table in &tables {
        input.push(json!({ "program": program_to_json(&form(table)) }));
        for (at, block, line) in lines(table) {
            let (answers, context) = sample::answers(table, block, line);
            input.push(json!({ "today": TODAY, "context": context, "answers": answers }));
            expected.push((table, at, block, line));
        }
    }
    let outcomes = node::run("outcomes.mjs", &input);
    assert_eq!(outcomes.len(), expected.len(), "one outcome per line");
    let mut wrong = Vec::new();
    for ((table, at, block, line), outcome) in expected.into_iter().zip(&outcomes) {
        compare(table, at, block, line, outcome, &mut wrong);
    }
    report(outcomes.len(), &wrong);
}

/// The table of random powers is what Python's exact decimals say, so that it is no echo of the engine.
#[test]
fn an_independent_program_gives_the_table_of_powers() {
    if !peers("expr::an_independent_program_gives_the_table_of_powers", &[Peer::Python]) {
        return;
    }
    let printed = Command::new("python3").arg(path("tests/expr/powers.py")).output().expect("python3 starts").stdout;
    let kept = std::fs::read(path("tests/expr/powers.md")).expect("the table");
    assert!(printed == kept, "tests/expr/powers.md is not what tests/expr/powers.py prints");
}

fn lines(table: &Table) -> impl Iterator<Item = (usize, &Block, &Line)> {
    table.blocks.iter().enumerate().flat_map(|(at, block)| block.lines.iter().map(move |line| (at, block, line)))
}

fn form(table: &Table) -> Arc<Form> {
    let (library, diagnostics) = Library::read(&sample::library(table));
    assert!(diagnostics.is_empty(), "{}.md makes no form: {diagnostics:#?}", table.name);
    library.forms.get("table").and_then(|versions| versions.first()).expect("the form of the table").clone()
}

fn compare(table: &Table, at: usize, block: &Block, line: &Line, outcome: &Value, wrong: &mut Vec<String>) {
    let found = if block.is_truth() { truth(at, outcome) } else { value(at, outcome) };
    if found != line.result {
        wrong.push(format!(
            "tests/expr/{}.md:{}: `{}` with {:?} gives {found}, not {}",
            table.name, line.number, block.rule, line.cells, line.result
        ));
    }
}

/// What two opposite checks say about a rule: `true_<n>` fires when it is true, `false_<n>` when its opposite is.
fn truth(at: usize, outcome: &Value) -> String {
    let fires = |word: &str| {
        let code = format!("{word}_{at}");
        outcome["findings"].as_array().expect("findings").iter().any(|finding| finding["code"] == code.as_str())
    };
    match (fires("true"), fires("false")) {
        (true, false) => "true",
        (false, true) => "false",
        (false, false) => "unknown",
        (true, true) => "both true and false",
    }
    .to_owned()
}

fn value(at: usize, outcome: &Value) -> String {
    match &outcome["calculated"][format!("value_{at}")] {
        Value::Null => "unknown".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn report(seen: usize, wrong: &[String]) {
    println!("{seen} lines of truth tables");
    assert!(wrong.is_empty(), "{} of {seen} lines differ:\n{}", wrong.len(), wrong.join("\n"));
}
