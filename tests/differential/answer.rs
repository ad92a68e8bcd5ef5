//! Random answers to a form: mostly plausible, some blank, missing, out of range, unreadable or of the wrong shape altogether.

use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use serde_json::{Map, Value, json};

use crate::differential::random::Random;

const REASONS: [&str; 9] = ["UNK", "ND", "NA", "NAV", "NASK", "ASKU", "REF", "UNS", "MSK"];

/// The answers of a form.
pub fn answers(form: &Form, random: &mut Random) -> Value {
    let mut answers = scope(form, 0, random);
    if random.percent(4) {
        answers.insert(random.pick(&["stray", "Not an id", "item_9999", "迷子"]).to_owned(), json!("x"));
    }
    Value::Object(answers)
}

/// The answers of the forms that rules read.
pub fn context(form: &Form, random: &mut Random) -> Map<String, Value> {
    let mut forms = Map::new();
    for import in &form.imports {
        let answers = forms.entry(import.form.to_string()).or_insert_with(|| json!({}));
        if let (Some(answer), Some(answers)) = (answer(form, &import.item, random), answers.as_object_mut()) {
            answers.insert(import.item.id.to_string(), answer);
        }
    }
    forms
}

/// Changes one answer at any depth: its path, and the new value (`None` takes it back). Rows change one field or all at once.
pub fn change(form: &Form, answers: &mut Value, random: &mut Random) -> Option<(String, Option<Value>)> {
    let mut path = String::new();
    let (mut scope, mut frame) = (0, answers.as_object_mut()?);
    loop {
        let item = form.item(*random.one(&form.scopes[scope].slots))?;
        let rows = item.rows.filter(|_| random.percent(70));
        let count = frame.get(&*item.id).and_then(Value::as_array).map_or(0, Vec::len);
        let Some(rows) = rows.filter(|_| count > 0) else {
            path.push_str(&item.id);
            return (item.kind != Kind::Calculated).then(|| (path, put(form, item, frame, random)));
        };
        let at = random.below(count);
        if at > usize::from(item.max_rows) {
            return None;
        }
        path.push_str(&format!("{}[{at}].", item.id));
        scope = usize::from(rows.0);
        frame = frame.get_mut(&*item.id)?.get_mut(at)?.as_object_mut()?;
    }
}

fn put(form: &Form, item: &Item, into: &mut Map<String, Value>, random: &mut Random) -> Option<Value> {
    let new = answer(form, item, random);
    match &new {
        Some(new) => into.insert(item.id.to_string(), new.clone()),
        None => into.remove(&*item.id),
    };
    new
}

fn scope(form: &Form, scope: usize, random: &mut Random) -> Map<String, Value> {
    let mut answers = Map::new();
    for item in form.scopes[scope].slots.iter().filter_map(|id| form.item(*id)) {
        let stray = item.kind == Kind::Calculated && !random.percent(1);
        if stray {
            continue;
        }
        if let Some(answer) = answer(form, item, random) {
            answers.insert(item.id.to_string(), answer);
        }
    }
    answers
}

fn answer(form: &Form, item: &Item, random: &mut Random) -> Option<Value> {
    if item.kind == Kind::Group {
        return rows(form, item, random);
    }
    match random.below(100) {
        0..=11 => None,
        12..=18 if !item.missing.is_empty() => Some(json!({ "missing": random.one(&item.missing).code() })),
        19 => Some(json!({ "missing": random.pick(&REASONS) })),
        20..=22 => Some(odd(random)),
        _ => plausible(item, random),
    }
}

fn rows(form: &Form, item: &Item, random: &mut Random) -> Option<Value> {
    let rows = usize::from(item.rows?.0);
    match random.below(40) {
        0..=7 => None,
        8 => Some(odd(random)),
        9 => Some(json!([{}, "not a row"])),
        _ => {
            let count = random.below(4) + usize::from(random.percent(4)) * (usize::from(item.max_rows) + 1);
            Some((0..count.min(12)).map(|_| Value::Object(scope(form, rows, random))).collect())
        }
    }
}

/// Wrong shapes that any JSON may bring.
fn odd(random: &mut Random) -> Value {
    match random.below(10) {
        0 => json!(true),
        1 => json!([]),
        2 => json!({}),
        3 => Value::Null,
        4 => json!(2.5),
        5 => json!({ "missing": "XYZ" }),
        6 => json!({ "missing": "UNK", "value": "1" }),
        7 => json!(""),
        8 => json!(["red", 5]),
        _ => json!("abc"),
    }
}

fn plausible(item: &Item, random: &mut Random) -> Option<Value> {
    Some(match item.kind {
        Kind::Integer | Kind::Decimal | Kind::Quantity if random.percent(if item.censored.is_any() { 30 } else { 2 }) => {
            let sign = random.pick(&["<", "<=", ">", ">=", "not_detected", "~"]);
            match (item.kind, random.below(20)) {
                (_, 0) => json!({ "comparator": sign }),
                _ if sign == "not_detected" => json!({ "comparator": sign }),
                (_, 1) => json!({ "comparator": sign, "value": true, "unit": "mg/L" }),
                (Kind::Integer, _) => json!({ "comparator": sign, "value": random.between(-2, 12) }),
                (Kind::Decimal, _) => json!({ "comparator": sign, "value": decimal(random) }),
                _ => json!({ "comparator": sign, "value": decimal(random), "unit": random.one(&item.units).text() }),
            }
        }
        Kind::Integer => match random.below(30) {
            0 => json!(999_999_999_999_999_i64),
            1 => json!(1_000_000_000_000_000_i64),
            2 => json!(3.0),
            3 => json!(-7),
            _ => json!(random.between(-2, 12)),
        },
        Kind::Decimal => decimal(random).into(),
        Kind::Quantity => {
            let unit = match random.below(12) {
                0 => "kg",
                _ => random.one(&item.units).text(),
            };
            json!({ "value": decimal(random), "unit": unit })
        }
        Kind::Boolean => random.percent(50).into(),
        Kind::Date => date(random, 0).into(),
        Kind::PartialDate => date(random, 60).into(),
        Kind::Datetime => {
            let seconds = random.pick(&["", "", ":30"]);
            format!("{}T{:02}:{:02}{seconds}", date(random, 0), random.below(25), random.below(60)).into()
        }
        Kind::Text | Kind::LongText => {
            random.pick(&["a", "abc", "東京", "12", "１２", "𠮷野", "a b", "カナ", "a\nb", "111111111111", "12345"]).into()
        }
        Kind::Choice => code(item, random).into(),
        Kind::Choices => {
            let mut codes: Vec<String> = (0..=random.below(3)).map(|_| code(item, random)).collect();
            if random.percent(90) {
                codes.dedup();
            }
            codes.into()
        }
        Kind::Attachment => {
            let size = random.pick(&["1", "500000", "500001", "0", "2.5"]);
            let name = random.pick(&["a.pdf", "病理.pdf", "a/b.pdf", "a\u{202E}b.pdf", ""]);
            let kind = random.pick(&["application/pdf", "image/png", "image/svg+xml"]);
            let digest = if random.percent(90) { "0a".repeat(32) } else { "0A".repeat(32) };
            let mut file = json!({ "name": name, "sha256": digest, "size": serde_json::from_str::<Value>(size).expect("a number"), "type": kind });
            if random.percent(5) {
                file["more"] = json!(1);
            }
            file
        }
        Kind::Calculated => json!(1),
        Kind::Group => return None,
    })
}

fn code(item: &Item, random: &mut Random) -> String {
    match item.list.as_ref().filter(|list| !list.codes.is_empty() && !random.percent(2)) {
        Some(list) => random.one(&list.codes).code.to_string(),
        None => "purple".to_owned(),
    }
}

fn decimal(random: &mut Random) -> String {
    match random.below(14) {
        0 => random
            .pick(&[
                "999999999999999999",
                "0.000000000000000001",
                "1000000000000000000",
                "007",
                "1.",
                "-0",
                "-0.50",
                "123456789.123456789",
            ])
            .to_owned(),
        1 | 2 => format!("{}.{}", random.between(-3, 12), random.pick(&["5", "50", "25", "125", "005"])),
        3 => format!("-{}.{}", random.between(0, 3), random.between(0, 99)),
        _ => format!("{}.{}", random.between(0, 12), random.between(0, 9)),
    }
}

/// A date between 2021 and 2028; partial in so many of a hundred; now and then none that exists.
fn date(random: &mut Random, partial: usize) -> String {
    let year = if random.percent(3) { random.between(990, 10_020) } else { random.between(2023, 2026) };
    let (month, day) = (random.between(1, 12), random.between(1, 28));
    if random.percent(partial) {
        return if random.percent(50) { format!("{year:04}") } else { format!("{year:04}-{month:02}") };
    }
    match random.below(25) {
        0 => format!("{year:04}-02-29"),
        1 => format!("{year:04}-{month:02}-31"),
        2 => format!("{year:04}-{month}-{day}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}
