//! The engine and the browser's interpreter on the same random rules and answers: every outcome must be the same.
//!
//! `CTR_DIFFERENTIAL_CASES` raises the number of cases (100,000 in `make test`), `CTR_DIFFERENTIAL_SEED` repeats a run that failed.

pub mod answer;
mod definition;
pub mod random;
mod rule;

use std::fmt::Write;
use std::sync::Arc;

use engine::answers::place::Place;
use engine::evaluate::Finding;
use engine::evaluate::outcome::Outcome;
use engine::evaluate::ratchet::{ACCEPTED, Accepted, hold_over};
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::form::moment::Moment;
use engine::kind::kind::Kind;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::value::date::Date;
use engine::value::value::Slot;
use serde_json::{Map, Value, json};
use tests::definitions::definitions;
use tests::peer::{Peer, peers};
use tests::root::path;

use self::random::Random;
use crate::node;

const CASES_PER_FORM: usize = 400;
const FORMS_PER_RUN: usize = 50;
/// After a whole record, so many times one answer changes.
const CHANGES: usize = 7;

#[test]
fn random_rules_and_answers_give_the_same_outcome() {
    if !peers("differential::random_rules_and_answers_give_the_same_outcome", &[Peer::Node]) {
        return;
    }
    let (seed, wanted) = (seed(), number("CTR_DIFFERENTIAL_CASES").unwrap_or(100_000));
    let mut random = Random::new(seed);
    let mut seen = 0;
    while seen < wanted {
        let mut lines = String::new();
        for _ in 0..FORMS_PER_RUN.min((wanted - seen).div_ceil(CASES_PER_FORM)) {
            write_cases(&drawn(&mut random), &mut random.fork(), CASES_PER_FORM, false, &mut lines);
        }
        seen += compare(&lines, seed);
    }
    println!("{seen} random cases, seed {seed}: 0 differ");
}

#[test]
fn random_answers_to_the_real_forms_give_the_same_outcome() {
    if !peers("differential::random_answers_to_the_real_forms_give_the_same_outcome", &[Peer::Node]) {
        return;
    }
    let (seed, wanted) = (seed(), number("CTR_DIFFERENTIAL_CASES").unwrap_or(100_000) / 50);
    let mut random = Random::new(seed);
    let (library, _) = Library::read(&definitions(&path("form-definitions")));
    let mut seen = 0;
    for form in library.forms.values().flatten() {
        let mut lines = String::new();
        write_cases(form, &mut random.fork(), wanted, true, &mut lines);
        let cases = compare(&lines, seed);
        println!("{}: {cases} random cases, seed {seed}: 0 differ", form.reference());
        seen += cases;
    }
    assert!(seen >= wanted, "the library has no forms");
}

fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not `{text}`")))
}

fn seed() -> u64 {
    number("CTR_DIFFERENTIAL_SEED").map_or(20_260_401, |seed| seed as u64)
}

/// A form with random rules.
pub fn random_form(seed: u64) -> Arc<Form> {
    drawn(&mut Random::new(seed))
}

/// A form with random rules. One in thousands asks for more steps than the engine allows a rule, and is drawn again.
fn drawn(random: &mut Random) -> Arc<Form> {
    for _ in 0..5 {
        let files = definition::library(random.fork());
        let (library, diagnostics) = Library::read(&files);
        match diagnostics.iter().find(|fault| fault.code != "rule-too-costly") {
            None if diagnostics.is_empty() => return library.forms["random"][0].clone(),
            None => {}
            Some(first) => {
                let file = files.iter().find(|file| file.path == first.file).expect("the file of the diagnostic");
                panic!("the generator wrote a form that does not compile: {first:#?}\n{}", String::from_utf8_lossy(&file.bytes));
            }
        }
    }
    panic!("the generator writes nothing but forms whose rules need too many steps");
}

/// Writes a form's program and cases with what the engine says of them. The engine's own session, which settles only what depends on a
/// changed answer, must say the same as a fresh judgement.
fn write_cases(form: &Arc<Form>, random: &mut Random, cases: usize, messages: bool, lines: &mut String) {
    let validator = Validator::new(form.clone());
    let _ = writeln!(lines, "{}", json!({ "program": program_to_json(form) }));
    let mut written = 0;
    while written < cases {
        let today = random.pick(&["2026-04-01", "2024-02-29", "2025-06-15", "2023-12-31"]);
        let date = Date::parse(today).expect("a date");
        let mut context = answer::context(form, random);
        let known = validator.read_context(&context);
        let mut answers = answer::answers(form, random);
        let accepted = random.percent(40).then(|| accepted(&validator, &context, &answers, date, random));
        if let Some(accepted) = &accepted {
            context.insert(ACCEPTED.to_owned(), accepted.to_json());
        }
        let context = context;
        let print = |mut outcome: Outcome, answers: &Value| {
            if let (Some(accepted), Some(given)) = (&accepted, answers.as_object()) {
                hold_over(form, &mut outcome, given, &context, accepted);
            }
            let mut outcome = outcome.to_json(form);
            if !messages {
                strip_messages(&mut outcome);
            }
            outcome
        };
        let read = |answers: &Value| validator.read_value(answers).expect("an object");
        let moment = *random.one(&Moment::ALL);
        let judge = |answers: &Value| print(validator.judge_at(moment, read(answers), &known, date), answers);
        let line = json!({ "today": today, "moment": moment.name(), "context": context, "answers": answers, "expected": judge(&answers), "messages": messages });
        let _ = writeln!(lines, "{line}");
        written += 1;
        let mut session = validator.session(read(&answers), &known, date);
        for _ in 0..CHANGES {
            let Some((path, new)) = answer::change(form, &mut answers, random) else { continue };
            let expected = judge(&answers);
            let place = Place::parse(form, &path).expect("a path of the form");
            if form.item(place.item).is_some_and(|item| item.kind == Kind::Group) {
                session = validator.session(read(&answers), &known, date);
            } else {
                session.set(place, new.as_ref().map_or(Slot::Blank, |new| validator.read_slot(place, new)));
                let found = print(validator.outcome_at(moment, session.record()), &answers);
                assert_eq!(
                    found, expected,
                    "the engine's session differs from a fresh judgement after {path} = {new:?} in {answers}"
                );
            }
            let set = new.map_or_else(|| json!([path]), |new| json!([path, new]));
            let _ = writeln!(lines, "{}", json!({ "set": set, "expected": expected, "messages": messages }));
            written += 1;
        }
    }
}

/// A record that was accepted before: some of the answers differ, some of the findings stood, some items are new.
fn accepted(validator: &Validator, context: &Map<String, Value>, answers: &Value, date: Date, random: &mut Random) -> Accepted {
    let form = &validator.form;
    let mut then = answers.clone();
    for _ in 0..random.below(4) {
        answer::change(form, &mut then, random);
    }
    let read = validator.read_value(&then).expect("an object");
    let outcome = validator.judge(read, &validator.read_context(context), date);
    let mut moved = context.clone();
    if random.percent(30) {
        moved = answer::context(form, random);
    }
    let findings = outcome.findings.iter().map(Finding::key).filter(|_| random.percent(50)).collect();
    let asked =
        random.percent(30).then(|| form.items.iter().filter(|_| random.percent(80)).map(|item| item.id.to_string()).collect());
    Accepted { answers: then.as_object().cloned().expect("an object"), context: moved, findings, known: asked }
}

fn strip_messages(outcome: &mut Value) {
    for finding in outcome["findings"].as_array_mut().into_iter().flatten() {
        finding.as_object_mut().expect("an object").remove("message");
    }
}

/// Runs the lines through the browser's interpreter; gives the number of cases, all of them equal.
fn compare(lines: &str, seed: u64) -> usize {
    let printed = node::run_text("differential.mjs", lines);
    let (last, differences) = printed.split_last().expect("a last line with the count");
    if !differences.is_empty() {
        let cases: Vec<&str> = lines.lines().filter(|line| !line.starts_with("{\"program\"")).collect();
        let shown = differences.iter().take(3).map(|difference| {
            let at = usize::try_from(difference["case"].as_u64().expect("a number")).expect("small");
            format!("case: {}\nbrowser: {}\nengine:  {}\n", cases[at], difference["found"], difference["expected"])
        });
        panic!(
            "{} of {} cases differ (CTR_DIFFERENTIAL_SEED={seed}):\n{}",
            last["differ"],
            last["cases"],
            shown.collect::<String>()
        );
    }
    usize::try_from(last["cases"].as_u64().expect("a number")).expect("small")
}
