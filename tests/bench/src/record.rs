//! Bytes to findings, and one changed answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::answers::place::Place;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::program::program::ItemId;
use engine::schema::emit::form_to_schema;
use engine::value::date::Date;
use serde_json::{Map, Value};

use crate::generate::{Size, Work, name};
use crate::goals::Goals;
use crate::limit::{Finding, Record};
use crate::peers::{self, Stack};
use crate::timing::{beside, work};

/// The day on which records are judged.
pub fn today() -> Date {
    Date::parse("2026-04-01").expect("a date")
}

/// Nothing is timed before the engine's findings are those of the hand-written judge, on every record, and its calculated values too.
pub fn agree(validator: &Validator, work: &Work, size: Size) {
    let stack = Stack::new(&form_to_schema(&validator.form), &work.cel);
    let context = validator.read_context(&Map::new());
    let (mut record, mut found, mut seen) = (Record::new(size.blocks(), size.rows), Vec::new(), 0);
    for (records, clean) in [(&work.valid, true), (&work.faulty, false)] {
        for bytes in records {
            let outcome = validator.judge(validator.read(bytes).expect("JSON"), &context, today());
            record.judge(bytes, &mut found).expect("a record of this form");
            let mut ours: Vec<(String, String)> =
                outcome.findings.iter().map(|finding| (finding.code.to_string(), finding.path.to_string())).collect();
            let mut theirs: Vec<(String, String)> = found.iter().map(words).collect();
            ours.sort();
            theirs.sort();
            assert_eq!(ours, theirs, "the engine and the hand-written judge differ");
            let json = outcome.to_json(&validator.form);
            let values: BTreeMap<String, i64> =
                (0..).zip(record.calculated()).filter_map(|(block, value)| Some((format!("calc{block}"), (*value)?))).collect();
            let calculated = json["calculated"].as_object().expect("calculated values");
            let ours: BTreeMap<String, i64> =
                calculated.iter().filter_map(|(id, value)| Some((id.clone(), integer(value)?))).collect();
            assert_eq!(ours, values, "the engine and the hand-written judge calculate differently");
            assert!(!clean || outcome.findings.is_empty() && stack.judge(bytes).0 == 0, "a valid record has a finding");
            seen += outcome.findings.len();
        }
    }
    assert!(seen > 0, "the faulty records have no fault");
    println!("the hand-written judge and the engine say the same of {} records, {seen} findings\n", work.valid.len() * 2);
}

fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn words(finding: &Finding) -> (String, String) {
    let item = |number: u32| name(0, number as usize);
    match *finding {
        Finding::Item(code, u32::MAX) => (code.to_owned(), "rows".to_owned()),
        Finding::Item(code, number) => (code.to_owned(), item(number)),
        Finding::Cell(code, row, column) => (code.to_owned(), format!("rows[{row}].c{column}")),
        Finding::Over(block) => (format!("over{block}"), item(block * 9 + 1)),
        Finding::Late(block) => (format!("late{block}"), item(block * 9 + 3)),
        Finding::RowsOrder => ("rows_order".to_owned(), "rows".to_owned()),
    }
}

/// Times both.
pub fn time(size: Size, made: &Work, form: &Arc<Form>, validator: &Validator, goals: &mut Goals) {
    let context = validator.read_context(&Map::new());
    let stack = Stack::new(&form_to_schema(form), &made.cel);
    for (title, records) in [("valid", &made.valid), ("faulty", &made.faulty)] {
        let turn = std::cell::Cell::new(0usize);
        let next = || {
            turn.set(turn.get() + 1);
            &records[turn.get() % records.len()]
        };
        let (mut record, mut found) = (Record::new(size.blocks(), size.rows), Vec::new());
        let measured = beside(
            &format!("JSON bytes to all findings, {title} records"),
            vec![
                work("engine: types, ranges, skip logic, calculations, checks, rows", || {
                    validator.judge(validator.read(next()).expect("JSON"), &context, today()).findings.len()
                }),
                work("Y: serde_json to Value only", || serde_json::from_slice::<Value>(next()).expect("JSON")),
                work("serde_json + jsonschema + cel", || stack.judge(next())),
                work("limit: a validator written by hand for this form", || record.judge(next(), &mut found)),
            ],
        );
        goals.record(size, title, measured.median(0), measured.ratio(0, 1));
    }
    let places: Vec<Place> = form
        .items
        .iter()
        .zip(0u32..)
        .filter(|(item, _)| item.scope.0 == 0 && item.value.is_none() && item.rows.is_none())
        .map(|(_, at)| Place::of(ItemId(at)))
        .collect();
    let answers: [Value; 2] =
        [made.valid[0].as_slice(), made.valid[1].as_slice()].map(|bytes| serde_json::from_slice(bytes).expect("JSON"));
    let slots: Vec<_> = places
        .iter()
        .map(|place| {
            answers.each_ref().map(|answer| validator.read_slot(*place, answer.get(place.path(form)).unwrap_or(&Value::Null)))
        })
        .collect();
    let mut session = validator.session(validator.read(&made.valid[0]).expect("JSON"), &context, today());
    let (mut at, held) = (0usize, peers::context(&answers[0]));
    let measured = beside(
        "one changed answer",
        vec![
            work("engine: put the answer, settle what depends on it", || {
                at += 1;
                let place = at % places.len();
                session.set(places[place], slots[place][(at / places.len()) % 2].clone());
            }),
            work("cel: one rule, context kept", || stack.run_one(&held)),
            work("cel: context built again, one rule", || stack.run_one(&peers::context(&answers[0]))),
        ],
    );
    goals.change(size, measured.median(0));
}
