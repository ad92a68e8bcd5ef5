//! fhirpath.js beside the engine: every rule of every form on random responses. Where the two differ for a known reason, the reason stands in
//! `tests/fhirpath/deviations.md`; any other difference fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use engine::answers::nesting::group_of_scope;
use engine::evaluate::plan::Plan;
use engine::evaluate::record::{Record, Row};
use engine::evaluate::scene::Scene;
use engine::evaluate::val::Val;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::form::list::CodeList;
use engine::program::program::{Rule, ScopeId};
use engine::value::date::Date;
use renderer::export::fhirpath::place::{row_name, section_link, within};
use renderer::export::fhirpath::translate;
use serde_json::{Value, json};
use tests::peer::{Peer, peers};
use tests::root::text;

use super::made::folders;
use super::response::{moment, response};
use crate::differential::answer;
use crate::differential::random::Random;
use crate::differential::random_form;
use crate::node;

/// Responses to each form.
const RESPONSES: usize = 20;
/// Forms with random rules.
const RANDOM_FORMS: u64 = 12;

/// A rule in the words of FHIRPath.
struct Said<'f> {
    rule: &'f Rule,
    text: String,
    list: Option<&'f CodeList>,
    is_value: bool,
}

#[test]
#[ignore = "takes minutes for the whole library: cargo test -p tests --test all -- --ignored export::agreement"]
fn fhirpath_gives_what_the_engine_gives() {
    if !peers("export::fhirpath_gives_what_the_engine_gives", &[Peer::Node, Peer::NodePackages]) {
        return;
    }
    let mut random = Random::new(20_260_401);
    let mut forms: Vec<Arc<Form>> = folders().iter().flat_map(|folder| folder.all_newest()).collect();
    forms.extend((0..RANDOM_FORMS).map(random_form));
    let (mut compared, mut known, mut unsaid) = (0, BTreeMap::<&str, usize>::new(), BTreeMap::<String, usize>::new());
    let mut wrong = Vec::new();
    for form in &forms {
        let said = said(form, &mut unsaid);
        if said.is_empty() {
            continue;
        }
        let (lines, expected) = cases(form, &said, &mut random);
        let given = node::run_text("fhirpath.mjs", &lines);
        assert_eq!(given.len(), expected.len());
        for (given, expected) in given.iter().zip(&expected) {
            for (given, (at, expected, place)) in given.as_array().expect("a list").iter().zip(expected) {
                compared += 1;
                if same(given, expected) {
                    continue;
                }
                match deviation(&said[*at], given, expected) {
                    Some(reason) => *known.entry(reason).or_default() += 1,
                    None => wrong.push(format!(
                        "{} {place}: {}\n  engine {expected}, fhirpath {given}\n  {}",
                        form.id, said[*at].rule.text, said[*at].text
                    )),
                }
            }
        }
    }
    let listed = text("tests/fhirpath/deviations.md");
    for reason in known.keys() {
        assert!(listed.contains(&format!("`{reason}`")), "{reason} has no row in tests/fhirpath/deviations.md");
    }
    println!(
        "{compared} values compared, {} differ for a listed reason {known:?}; not said: {unsaid:?}",
        known.values().sum::<usize>()
    );
    assert!(
        wrong.is_empty(),
        "{} of {compared} differ\n{}",
        wrong.len(),
        wrong.iter().take(12).cloned().collect::<Vec<_>>().join("\n")
    );
    assert!(compared > 10_000, "only {compared} values were compared");
}

fn said<'f>(form: &'f Form, unsaid: &mut BTreeMap<String, usize>) -> Vec<Said<'f>> {
    let values: BTreeMap<u32, &engine::form::item::Item> =
        form.items.iter().filter_map(|item| Some((item.value?.0, item))).collect();
    let mut found = Vec::new();
    for (rule, id) in form.program.rules.iter().zip(0u32..) {
        let item = values.get(&id);
        let text = if item.is_some() { translate::value(form, rule) } else { translate::condition(form, rule) };
        match text {
            Ok(text) => {
                found.push(Said { rule, text, list: item.and_then(|item| item.list.as_deref()), is_value: item.is_some() })
            }
            Err(why) => *unsaid.entry(format!("{why:?}")).or_default() += 1,
        }
    }
    found
}

type Expected = (usize, Value, String);

fn cases(form: &Arc<Form>, said: &[Said<'_>], random: &mut Random) -> (String, Vec<Vec<Expected>>) {
    let validator = Validator::new(form.clone());
    let plan = Plan::new(form);
    let (mut lines, mut all) = (String::new(), Vec::new());
    for _ in 0..RESPONSES {
        let today = random.pick(&["2026-04-01", "2024-02-29", "2025-06-15"]);
        let context = validator.read_context(&answer::context(form, random));
        let answers = answer::answers(form, random);
        let read = validator.read_value(&answers).expect("an object");
        let record = validator.record(read, &context, Date::parse(today).expect("a day"));
        let (mut rules, mut expected) = (Vec::new(), Vec::new());
        for (at, one) in said.iter().enumerate() {
            for (row, places) in frames(form, &record, one.rule.scope) {
                let scene = Scene::new(form, &plan.patterns, &record, row);
                let value = match one.is_value {
                    true => told(scene.value(&one.rule.node), one.list),
                    false => scene.truth(&one.rule.node).decided().map_or(Value::Null, Value::Bool),
                };
                let place = places.values().last().cloned().unwrap_or_default();
                rules.push(json!({ "text": one.text, "rows": places }));
                expected.push((at, value, format!("{answers} {place}")));
            }
        }
        let line = json!({ "today": today, "response": response(form, &record, &answers), "rules": rules });
        let _ = writeln!(lines, "{line}");
        all.push(expected);
    }
    (lines, all)
}

/// The frames of a scope that are asked, each with the words for its row and the rows around it.
fn frames(form: &Form, record: &Record, scope: ScopeId) -> Vec<(Row, BTreeMap<String, String>)> {
    let Some(group_item) = form.scopes[usize::from(scope.0)].group.and_then(|id| form.item(id)) else {
        return vec![(None, BTreeMap::new())];
    };
    let group = group_of_scope(scope.0).expect("a group");
    let mut found = Vec::new();
    for (around, places) in frames(form, record, group_item.scope) {
        if !record.is_group_shown(group, around) {
            continue;
        }
        let base = match group_item.scope.0 {
            0 => within("%resource", &section_link(&form.sections[usize::from(group_item.section)].id)),
            _ => places[&row_name(group_item.scope)].clone(),
        };
        let rows = record.rows_in(group, around);
        for at in rows.clone() {
            let mut places = places.clone();
            places.insert(row_name(scope), format!("{}[{}]", within(&base, &group_item.id), at - rows.start));
            found.push((Some((group, at)), places));
        }
    }
    found
}

/// What the engine gives, as JSON; what is not one value is nothing.
fn told(value: Val<'_>, list: Option<&CodeList>) -> Value {
    match value {
        Val::Bool(value) => json!(value),
        Val::Number(number) => serde_json::from_str(&number.to_string()).expect("a number"),
        Val::Text(text) => json!(text),
        Val::Date(days) => json!(days.to_string()),
        Val::DateTime(seconds) => json!(moment(seconds)),
        Val::Code(at) => list.and_then(|list| list.get(at)).map_or(Value::Null, |code| json!(&*code.code)),
        Val::Unknown | Val::Censored(..) | Val::Codes(_) => Value::Null,
    }
}

fn same(given: &Value, expected: &Value) -> bool {
    if given.get("fault").is_some() || given.get("many").is_some() {
        return false;
    }
    let given = &given["value"];
    match (given.as_f64(), expected.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6_f64.max(b.abs() * 1e-9),
        _ => given == expected,
    }
}

/// Why a difference is no fault; the names stand in `tests/fhirpath/deviations.md`.
fn deviation(said: &Said<'_>, given: &Value, expected: &Value) -> Option<&'static str> {
    let fault = given["fault"].as_str().unwrap_or_default();
    let text = &said.rule.text;
    let value = &given["value"];
    if expected.as_str().is_some_and(|days| days.contains(".."))
        || expected.is_null() && value.as_str().is_some_and(|days| days.contains(".."))
    {
        return Some("interval");
    }
    if wide(expected) || wide(value) {
        return Some("wide-numbers");
    }
    let _ = (fault, text);
    None
}

/// More digits than JavaScript's numbers hold.
fn wide(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.abs() >= 1e15)
}

/// The list of deviations names each once.
#[test]
fn deviations_are_told_apart() {
    let listed = text("tests/fhirpath/deviations.md");
    let names: Vec<&str> = listed.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(!names.is_empty());
}
