//! Records for a form: mostly as the form wants them, with a few faults of every sort sown in. The same in every run.

use engine::evaluate::pattern::Pattern;
use engine::form::form::Form;
use engine::form::item::{Bound, Item, Required};
use engine::kind::kind::Kind;
use engine::program::program::ItemId;
use engine::value::censor::Censor;
use engine::value::missing::Missing;
use serde_json::{Map, Value, json};

/// A small generator of numbers.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: usize) -> Chance {
        Chance(0x9e37_79b9_7f4a_7c15 ^ (seed as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// A record with no fault in every second case, else with one to three.
pub fn record(form: &Form, chance: &mut Chance) -> Value {
    let faults = chance.below(2) * (1 + chance.below(3));
    let mut answers = object(form, &form.scopes[0].slots, chance);
    for _ in 0..faults {
        spoil(form, &mut answers, chance);
    }
    Value::Object(answers)
}

fn object(form: &Form, slots: &[ItemId], chance: &mut Chance) -> Map<String, Value> {
    let mut answers = Map::new();
    for id in slots {
        let item = form.item(*id).unwrap();
        let wanted = item.required != Required::No || item.min_rows > 0;
        if item.kind != Kind::Calculated && (wanted || !chance.one_in(3)) {
            answers.extend(good(form, item, chance).map(|answer| (item.id.to_string(), answer)));
        }
    }
    answers
}

fn good(form: &Form, item: &Item, chance: &mut Chance) -> Option<Value> {
    if !item.missing.is_empty() && chance.one_in(10) {
        return Some(json!({ "missing": chance.pick(&item.missing).code() }));
    }
    let codes: Vec<&str> = item.list.iter().flat_map(|list| list.codes.iter().map(|code| &*code.code)).collect();
    if item.censored.is_any() && chance.one_in(3) {
        return Some(censored(item, chance));
    }
    Some(match item.kind {
        Kind::Text | Kind::LongText => json!(text(item, chance)?),
        Kind::Integer => json!(integer(item, chance)),
        Kind::Decimal => json!(decimal(item, chance)),
        Kind::Quantity => json!({ "value": decimal(item, chance), "unit": chance.pick(&item.units).text() }),
        Kind::Boolean => json!(chance.one_in(2)),
        Kind::Date => json!(date(chance)),
        Kind::PartialDate => json!(date(chance)[..*chance.pick(&[4, 7, 10])]),
        Kind::Datetime => {
            json!(format!("{}T{:02}:{:02}{}", date(chance), chance.below(24), chance.below(60), chance.pick(&["", ":59"])))
        }
        Kind::Choice => json!(chance.pick(&codes)),
        Kind::Choices => json!(choices(item, &codes, chance)),
        Kind::Group => {
            let count = usize::from(item.min_rows) + chance.below(usize::from(item.max_rows - item.min_rows) + 1);
            let slots = &form.scopes[usize::from(item.rows.unwrap().0)].slots;
            (0..count).map(|_| Value::Object(object(form, slots, chance))).collect()
        }
        Kind::Attachment => {
            let files = item.files.as_ref().unwrap();
            let kind = chance.pick(&files.accept).row().media_type;
            let name = chance.pick(&["a.pdf", "病理 報告.pdf", "\u{20bb7}.png"]);
            json!({ "name": name, "sha256": "0a".repeat(32), "size": 1 + chance.below(files.max_size as usize), "type": kind })
        }
        Kind::Calculated => return None,
    })
}

fn censored(item: &Item, chance: &mut Chance) -> Value {
    // Now and then a comparator that the item does not take.
    let allowed: Vec<Censor> =
        Censor::ALL.into_iter().filter(|censor| item.censored.allows(*censor) != chance.one_in(20)).collect();
    let censor = if allowed.is_empty() { Censor::Below } else { *chance.pick(&allowed) };
    let mut answer = json!({ "comparator": censor.sign() });
    if censor != Censor::NotDetected || chance.one_in(20) {
        answer["value"] = match item.kind {
            Kind::Integer => json!(integer(item, chance)),
            _ => json!(decimal(item, chance)),
        };
        if item.kind == Kind::Quantity {
            answer["unit"] = json!(chance.pick(&item.units).text());
        }
    }
    answer
}

/// A text that is not too long and, where a pattern is wanted, one of it.
fn text(item: &Item, chance: &mut Chance) -> Option<String> {
    const SAMPLES: [&str; 12] = [
        "あ",
        "abc",
        "\u{20bb7}野家",
        "A12.3",
        "A12",
        "ウ",
        "jRCT1234567890",
        "jRCTs123456789",
        "123456",
        "12345",
        "a\nb",
        "C83.3",
    ];
    let pattern = item.pattern.clone().map(Pattern::new);
    let characters = item.characters.map(|characters| Pattern::new(characters.pattern()));
    let most = item.max_length.map_or(usize::MAX, |most| most as usize);
    let fits = |text: &&str| {
        text.chars().count() <= most
            && characters.as_ref().is_none_or(|wanted| wanted.is_match(text))
            && pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
    };
    let samples: Vec<&str> = SAMPLES.into_iter().filter(fits).collect();
    (!samples.is_empty()).then(|| chance.pick(&samples).to_string())
}

fn integer(item: &Item, chance: &mut Chance) -> i64 {
    let end = |bound: Option<Bound>| match bound {
        Some(Bound::Number(number)) => number.to_integer(),
        _ => None,
    };
    let least = end(item.range.min).unwrap_or(-5);
    let greatest = end(item.range.max).unwrap_or(least + 50);
    least + chance.below((greatest - least) as usize + 1) as i64
}

fn decimal(item: &Item, chance: &mut Chance) -> String {
    let places = item.decimals.map_or(3, usize::from);
    let digits = format!("{:06}", chance.below(1_000_000));
    let whole = chance.below(500).to_string();
    if chance.one_in(3) || places == 0 { whole } else { format!("{whole}.{}", &digits[..1 + chance.below(places.min(6))]) }
}

fn date(chance: &mut Chance) -> String {
    let days: [&str; 7] = ["2024-02-29", "2000-02-29", "1999-12-31", "2026-04-01", "1600-01-01", "2023-02-28", "1926-12-25"];
    chance.pick(&days).to_string()
}

fn choices(item: &Item, codes: &[&str], chance: &mut Chance) -> Vec<String> {
    let alone: Vec<&str> = item.exclusive.iter().filter_map(|code| Some(&*item.list.as_ref()?.get(*code)?.code)).collect();
    if !alone.is_empty() && chance.one_in(4) {
        return vec![chance.pick(&alone).to_string()];
    }
    let open: Vec<&&str> = codes.iter().filter(|code| !alone.contains(code)).collect();
    let from = chance.below(open.len());
    open.iter().skip(from).take(1 + chance.below(3)).map(|code| code.to_string()).collect()
}

/// Sows one fault: an item gone, a stranger, or an answer in some other shape, at the top or in a row.
fn spoil(form: &Form, answers: &mut Map<String, Value>, chance: &mut Chance) {
    let keys: Vec<String> = answers.keys().cloned().collect();
    if keys.is_empty() || chance.one_in(12) {
        answers.insert(chance.pick(&["stranger", "山田太郎", "double", ""]).to_string(), json!("x"));
        return;
    }
    let key = chance.pick(&keys).clone();
    let group = form.find_item(&key).is_some_and(|(_, item)| item.kind == Kind::Group);
    if let Some(rows) = answers.get_mut(&key).and_then(Value::as_array_mut).filter(|rows| group && !rows.is_empty()) {
        if chance.below(3) > 0 {
            let at = chance.below(rows.len());
            if let Some(row) = rows[at].as_object_mut() {
                return spoil(form, row, chance);
            }
        }
        let copy = rows[0].clone();
        rows.resize(chance.below(6), copy);
        return;
    }
    if chance.one_in(4) {
        answers.remove(&key);
    } else if let Some((_, item)) = form.find_item(&key) {
        answers.insert(key.clone(), strange(item, chance));
    }
}

/// An answer in one of many shapes, most of them wrong for the item, some right by accident.
fn strange(item: &Item, chance: &mut Chance) -> Value {
    let codes: Vec<&str> = item.list.iter().flat_map(|list| list.codes.iter().map(|code| &*code.code)).collect();
    let numbers = [
        "1e3",
        "30e-1",
        "3.0",
        "-0",
        "0.5",
        "11",
        "-3",
        "999999999999999",
        "1000000000000000",
        "-999999999999999",
        "1e15",
        "12345678901234567890",
    ];
    let texts = [
        "",
        " ",
        "x",
        "yes",
        "0.10",
        "1.234",
        "-0.0",
        "01",
        "1.",
        "999999999999999999",
        "1000000000000000000",
        "0.1234567890123456789",
        "12.345678901234567",
        "2024",
        "2024-13",
        "2024-02-30",
        "1900-02-29",
        "2024-02-29",
        "0999-01-01",
        "2024-2-1",
        "2024-02-29T24:00",
        "2024-02-29T23:59",
        "2024-02-29T23:59:60",
        "２０２４",
        "長い文章がここに入ります。とても長いので入りきりません。",
        "A1٣",
        "A12.3\n",
        "none",
        "UNK",
    ];
    match chance.below(12) {
        0 => Value::Null,
        1 => json!(chance.one_in(2)),
        2 | 3 => serde_json::from_str(numbers[chance.below(numbers.len())]).unwrap(),
        4..=6 => json!(chance.pick(&texts)),
        7 => chance
            .pick(&[
                json!([]),
                json!({}),
                json!([1]),
                json!([[]]),
                json!([{}]),
                json!(["none", "none"]),
                json!(["fever", "none"]),
                json!(["zz"]),
            ])
            .clone(),
        8 => json!({ "missing": chance.pick(&Missing::ALL).code() }),
        9 => chance
            .pick(&[
                json!({ "missing": "XXX" }),
                json!({ "missing": 1 }),
                json!({ "missing": "UNK", "x": 1 }),
                json!({ "missing": null }),
            ])
            .clone(),
        10 => {
            let unit = item.units.first().map_or("mg/dL", |unit| unit.text());
            let value = json!(chance.pick(&texts));
            chance
                .pick(&[
                    json!({ "value": value, "unit": unit }),
                    json!({ "value": "1.5", "unit": "kg" }),
                    json!({ "value": "1.5" }),
                    json!({ "unit": unit }),
                    json!({ "value": 1.5, "unit": unit }),
                    json!({ "value": "1.5", "unit": unit, "more": 1 }),
                    json!({ "value": "1.5", "unit": unit, "missing": "UNK" }),
                ])
                .clone()
        }
        _ => json!(codes.iter().take(chance.below(5)).collect::<Vec<_>>()),
    }
}
