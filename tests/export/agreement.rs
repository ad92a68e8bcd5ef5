//! fhirpath.js beside the engine: every rule of every form on random responses. Where the two differ for a known reason, the reason stands in
//! `tests/fhirpath/deviations.md`; any other difference fails.

use std::collections::{BTreeMap, BTreeSet};
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

/// Responses to each form; `CTR_FHIRPATH_RESPONSES` asks for more.
const RESPONSES: usize = 6;
/// Forms with random rules.
const RANDOM_FORMS: u64 = 12;
/// Node processes at once.
const AT_ONCE: usize = 2;

/// A rule in the words of FHIRPath.
struct Said<'f> {
    rule: &'f Rule,
    text: String,
    list: Option<&'f CodeList>,
    is_value: bool,
}

/// What a difference looks like: how often it was seen, and once in full.
#[derive(Default)]
struct Differing {
    times: usize,
    first: String,
}

#[test]
fn fhirpath_gives_what_the_engine_gives() {
    if !peers("export::fhirpath_gives_what_the_engine_gives", &[Peer::Node, Peer::NodePackages]) {
        return;
    }
    let mut random = Random::new(20_260_401);
    let mut forms: Vec<Arc<Form>> = folders().iter().flat_map(|folder| folder.all_newest()).collect();
    forms.extend((0..RANDOM_FORMS).map(random_form));
    let (mut compared, mut known, mut unsaid) = (0, BTreeMap::<&str, usize>::new(), BTreeMap::<String, usize>::new());
    let rules: Vec<Vec<Said<'_>>> = forms.iter().map(|form| said(form, &mut unsaid)).collect();
    // Each form goes to one process, since most of the time goes into reading its expressions.
    let mut hands: Vec<(Vec<String>, Vec<_>)> = (0..AT_ONCE).map(|_| Default::default()).collect();
    for (form, said) in forms.iter().zip(&rules).filter(|(_, said)| !said.is_empty()) {
        let hand = hands.iter_mut().min_by_key(|(lines, _)| lines.iter().map(String::len).sum::<usize>()).expect("a process");
        for case in cases(form, said, &mut random) {
            hand.0.push(case.line.clone());
            hand.1.push((form, said, case));
        }
    }
    let given = evaluated(&hands.iter().map(|(lines, _)| lines.join("\n")).collect::<Vec<_>>());
    let mut wrong = BTreeMap::<String, Differing>::new();
    for (given, (form, said, case)) in given.iter().zip(hands.iter().flat_map(|(_, cases)| cases)) {
        let given = given.as_array().expect("a list");
        assert_eq!(given.len(), case.expected.len(), "{}", form.id);
        for (given, (at, expected, place)) in given.iter().zip(&case.expected) {
            compared += 1;
            if same(given, expected) {
                continue;
            }
            if let Some(reason) = deviation(given, expected, &said[*at], case) {
                *known.entry(reason).or_default() += 1;
                continue;
            }
            let seen = wrong.entry(format!("{}: {}", form.id, said[*at].rule.text)).or_default();
            seen.times += 1;
            if seen.first.is_empty() {
                seen.first = format!("engine {expected}, fhirpath {given}\n  {}\n  {place}", said[*at].text);
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
    let told = wrong.iter().map(|(rule, seen)| format!("{} times {rule}\n  {}", seen.times, seen.first));
    assert!(wrong.is_empty(), "{} rules differ\n{}", wrong.len(), told.collect::<Vec<_>>().join("\n"));
    assert!(compared > 7_000, "only {compared} values were compared");
}

/// What fhirpath.js gives for the lines of each process, one after the other.
fn evaluated(hands: &[String]) -> Vec<Value> {
    std::thread::scope(|scope| {
        let running: Vec<_> = hands.iter().map(|hand| scope.spawn(|| node::run_text("fhirpath.mjs", hand))).collect();
        running.into_iter().flat_map(|one| one.join().expect("node answers")).collect()
    })
}

fn responses() -> usize {
    std::env::var("CTR_FHIRPATH_RESPONSES").ok().and_then(|wanted| wanted.parse().ok()).unwrap_or(RESPONSES)
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

/// A response with what the rules give of it: the number of the rule, the value, and where.
struct Case {
    line: String,
    expected: Vec<(usize, Value, String)>,
    /// Items whose numbers have more digits than JavaScript holds.
    wide: Vec<String>,
    /// Items whose texts hold characters that JavaScript counts as two.
    paired: Vec<String>,
}

fn cases(form: &Arc<Form>, said: &[Said<'_>], random: &mut Random) -> Vec<Case> {
    let validator = Validator::new(form.clone());
    let plan = Plan::new(form);
    let mut all = Vec::new();
    for _ in 0..responses() {
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
        let response = response(form, &record, &answers);
        let (mut wide, mut paired) = (Vec::new(), Vec::new());
        items_with(&response, &is_wide, &mut wide);
        items_with(&response, &is_paired, &mut paired);
        let line = json!({ "today": today, "response": response, "rules": rules }).to_string();
        all.push(Case { line, expected, wide, paired });
    }
    all
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
fn deviation(given: &Value, expected: &Value, said: &Said<'_>, case: &Case) -> Option<&'static str> {
    let value = &given["value"];
    if expected.as_str().is_some_and(|days| days.contains(".."))
        || expected.is_null() && value.as_str().is_some_and(|days| days.contains(".."))
    {
        return Some("interval");
    }
    let reads = |items: &[String]| items.iter().any(|item| said.text.contains(&format!("'{item}'")));
    if said.text.contains(".length()") && reads(&case.paired) {
        return Some("paired-characters");
    }
    let wide_rule = expected.is_null() && said.text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 15);
    (wide(expected) || wide(value) || wide_rule || reads(&case.wide)).then_some("wide-numbers")
}

/// The items of a response with an answer that is as asked.
fn items_with(entry: &Value, is: &dyn Fn(&Value) -> bool, found: &mut Vec<String>) {
    if entry["answer"].as_array().is_some_and(|answers| answers.iter().any(is)) {
        found.extend(entry["linkId"].as_str().map(str::to_owned));
    }
    entry["item"].as_array().into_iter().flatten().for_each(|inner| items_with(inner, is, found));
}

/// A number of 15 digits or more.
fn is_wide(answer: &Value) -> bool {
    let digits = |number: &Value| {
        let written = number.as_number().map_or(String::new(), ToString::to_string);
        if written.contains('e') { usize::MAX } else { written.chars().filter(char::is_ascii_digit).count() }
    };
    [&answer["valueDecimal"], &answer["valueInteger"], &answer["valueQuantity"]["value"]].into_iter().any(|one| digits(one) >= 15)
}

/// A text with a character beyond 16 bits.
fn is_paired(answer: &Value) -> bool {
    answer["valueString"].as_str().is_some_and(|text| text.chars().any(|character| character.len_utf16() > 1))
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
