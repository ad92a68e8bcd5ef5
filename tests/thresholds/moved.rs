//! One answer of an example moved along its grid (whole numbers, last places, days, minutes), until a comparison turns.

use std::cell::RefCell;
use std::cmp::Ordering;

use engine::answers::place::Place;
use engine::evaluate::Session;
use engine::evaluate::record::{Record, Row};
use engine::evaluate::scene::Scene;
use engine::evaluate::val::Val;
use engine::evaluate::validator::Validator;
use engine::form::form::Example;
use engine::form::item::Item;
use engine::form::list::CodeList;
use engine::kind::shape::Shape;
use engine::program::node::Compare;
use engine::value::date::Date;
use engine::value::decimal::Decimal;
use serde_json::{Map, Value, json};

use super::walk::Threshold;

/// The answer that is moved: in the form, in the first row of a group, or of another form.
#[derive(Clone, Debug)]
pub struct Input<'f> {
    /// The item.
    pub item: &'f Item,
    /// Where it stands, as JSON keys below the answers or the context.
    pub pointer: String,
    /// It is an answer of another form.
    pub of_context: bool,
    /// Its place in the form, when it is of this form.
    pub place: Option<Place>,
    /// What people call it: `item` or `form.item`.
    pub name: String,
}

/// An example whose answers are changed.
#[derive(Clone)]
pub struct Case {
    pub context: Map<String, Value>,
    pub answers: Value,
    pub today: Date,
}

/// Places on an answer's grid around a comparison: the last of one strict side, one where both sides are equal, the first of the other; in
/// the order in which the answer grows. A strict side that no place reaches is missing (a score of nought has nothing below it).
pub type Turn = [Option<i64>; 3];

/// Whether a comparison says one thing of equal sides and another of sides that differ so.
pub fn turns(how: Compare, side: Ordering) -> bool {
    match how {
        Compare::Eq | Compare::Ne => side != Ordering::Equal,
        Compare::Lt | Compare::Ge => side == Ordering::Less,
        Compare::Le | Compare::Gt => side == Ordering::Greater,
    }
}

const FARTHEST: i64 = 1 << 20;

impl Case {
    /// The answers of an example.
    pub fn of(example: &Example) -> Case {
        Case {
            context: example.context.members(),
            answers: serde_json::Value::Object(example.given.members()),
            today: example.today.lo,
        }
    }

    /// The record of these answers.
    pub fn record(&self, validator: &Validator) -> Option<Record> {
        let answers = validator.read_value(&self.answers).ok()?;
        Some(validator.record(answers, &validator.read_context(&self.context), self.today))
    }

    /// The same with another answer.
    pub fn with(&self, input: &Input<'_>, at: i64) -> Option<Case> {
        let mut moved = self.clone();
        let old = moved.place(input)?;
        *old = written(input.item, old, at)?;
        Some(moved)
    }

    fn place(&mut self, input: &Input<'_>) -> Option<&mut Value> {
        if !input.of_context {
            return self.answers.pointer_mut(&input.pointer);
        }
        let (form, rest) = input.pointer.trim_start_matches('/').split_once('/')?;
        self.context.get_mut(form)?.pointer_mut(&format!("/{rest}"))
    }

    /// Where an answer stands on its grid.
    pub fn grid(&self, input: &Input<'_>) -> Option<i64> {
        let answer = if input.of_context {
            let (form, rest) = input.pointer.trim_start_matches('/').split_once('/')?;
            self.context.get(form)?.pointer(&format!("/{rest}"))?
        } else {
            self.answers.pointer(&input.pointer)?
        };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match input.item.shape {
            Shape::Date => Date::parse(answer.as_str()?).map(|day| i64::from(day.days())),
            Shape::Datetime => {
                let (day, time) = answer.as_str()?.split_once('T')?;
                let (hour, minute) = time.split_once(':')?;
                let minutes: i64 = hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?;
                Date::parse(day).map(|day| i64::from(day.days()) * 1440 + minutes)
            }
            Shape::Quantity => on_grid(&text(answer.get("value")?), places(input.item)),
            Shape::Integer | Shape::Decimal => on_grid(&text(answer), places(input.item)),
            Shape::Coded => scores(input.item)?.find(answer.as_str()?).map(i64::from),
            _ => None,
        }
    }

    /// Moves an answer until the comparison turns; nothing when it never does.
    pub fn turn(&self, validator: &Validator, threshold: &Threshold<'_>, row: Row, input: &Input<'_>) -> Option<Turn> {
        let start = self.grid(input)?;
        let session = RefCell::new(self.session(validator)?);
        let side = |at: i64| match input.place {
            Some(place) => {
                let mut old = self.answers.pointer(&input.pointer)?.clone();
                old = written(input.item, &old, at)?;
                let mut session = session.borrow_mut();
                session.set(place, validator.read_slot(place, &old));
                Some(difference(validator, session.record(), threshold, row)?.coefficient().cmp(&0))
            }
            None => Some(difference(validator, &self.with(input, at)?.record(validator)?, threshold, row)?.coefficient().cmp(&0)),
        };
        let seen = tried(start, &side);
        let strict = seen.iter().copied().filter(|(_, found)| *found != Ordering::Equal).collect::<Vec<_>>();
        if let Some((low, high)) = apart(&strict) {
            let sign = side(low)?;
            // The last place on the low side, and the first beyond equality.
            let last = bisect(low, high, |at| side(at) == Some(sign));
            let first = bisect(low, high, |at| side(at).is_some_and(|found| found == sign || found == Ordering::Equal)) + 1;
            let at = (side(last + 1)? == Ordering::Equal).then_some(last + 1);
            return Some([Some(last), at, Some(first)]);
        }
        let (low, high) = apart(&seen)?;
        let sign = side(low)?;
        let last = bisect(low, high, |at| side(at) == Some(sign));
        let next = side(last + 1)?;
        match sign {
            Ordering::Equal => turns(threshold.how, next).then_some([None, Some(last), Some(last + 1)]),
            _ => turns(threshold.how, sign).then_some([Some(last), Some(last + 1), None]),
        }
    }

    fn session<'v>(&self, validator: &'v Validator) -> Option<Session<'v>> {
        let answers = validator.read_value(&self.answers).ok()?;
        Some(validator.session(answers, &validator.read_context(&self.context), self.today))
    }
}

/// The left side less the right side, when both are numbers, days or moments, and known.
pub fn difference(validator: &Validator, record: &Record, threshold: &Threshold<'_>, row: Row) -> Option<Decimal> {
    let scene = Scene::new(&validator.form, &validator.plan.patterns, record, row);
    match (scene.value(threshold.sides.0), scene.value(threshold.sides.1)) {
        (Val::Number(a), Val::Number(b)) => a.sub(b),
        (Val::Date(a), Val::Date(b)) => Decimal::from_integer(i64::from(a.single()?.days()) - i64::from(b.single()?.days())),
        (Val::DateTime(a), Val::DateTime(b)) => Decimal::from_integer(a - b),
        _ => None,
    }
}

/// What the comparison says at places ever farther from the start, in the order of the places.
fn tried(start: i64, side: &impl Fn(i64) -> Option<Ordering>) -> Vec<(i64, Ordering)> {
    let mut seen: Vec<(i64, Ordering)> = side(start).into_iter().map(|found| (start, found)).collect();
    for direction in [-1, 1] {
        let mut step = 1;
        while step < FARTHEST {
            let Some(found) = side(start + direction * step) else {
                // Beyond the farthest known place nothing is known (the answer hides an item, or is no day).
                nearer(start, direction, step, side, &mut seen);
                break;
            };
            seen.push((start + direction * step, found));
            step *= 2;
        }
    }
    seen.sort_by_key(|(at, _)| *at);
    seen
}

/// Two places, the lower first, between which the comparison turns.
fn apart(seen: &[(i64, Ordering)]) -> Option<(i64, i64)> {
    seen.windows(2).find(|pair| pair[0].1 != pair[1].1).map(|pair| (pair[0].0, pair[1].0))
}

/// The list of an answer whose codes are numbers: scores and grades.
fn scores(item: &Item) -> Option<&CodeList> {
    item.list.as_deref().filter(|list| list.codes.iter().all(|code| Decimal::parse(&code.code).is_some()))
}

/// Notes the known place farthest from the start, between the last doubling that was known and the first that was not.
fn nearer(start: i64, direction: i64, step: i64, side: &impl Fn(i64) -> Option<Ordering>, seen: &mut Vec<(i64, Ordering)>) {
    let (mut known, mut unknown) = (step / 2, step);
    while known + 1 < unknown {
        let middle = (known + unknown) / 2;
        match side(start + direction * middle) {
            Some(found) => {
                seen.push((start + direction * middle, found));
                known = middle;
            }
            None => unknown = middle,
        }
    }
}

/// The last place from `low` on for which something holds, which holds at `low` and not at `high`.
fn bisect(mut low: i64, mut high: i64, holds: impl Fn(i64) -> bool) -> i64 {
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle }
    }
    low
}

fn places(item: &Item) -> u8 {
    if item.shape == Shape::Integer { 0 } else { item.decimals.unwrap_or(2) }
}

fn on_grid(text: &str, places: u8) -> Option<i64> {
    let factor = Decimal::from_integer(10_i64.checked_pow(u32::from(places))?)?;
    Decimal::parse(text)?.mul(factor)?.to_integer()
}

fn written(item: &Item, old: &Value, at: i64) -> Option<Value> {
    let number = || Decimal::new(at, places(item)).map(|number| number.to_string());
    Some(match item.shape {
        Shape::Date => json!(Date::from_days(i32::try_from(at).ok()?)?.to_string()),
        Shape::Datetime => {
            let day = Date::from_days(i32::try_from(at.div_euclid(1440)).ok()?)?;
            let minutes = at.rem_euclid(1440);
            json!(format!("{day}T{:02}:{:02}", minutes / 60, minutes % 60))
        }
        Shape::Quantity => {
            let mut new = old.clone();
            *new.get_mut("value")? = json!(number()?);
            new
        }
        Shape::Integer => json!(at),
        Shape::Coded => json!(scores(item)?.codes.get(usize::try_from(at).ok()?)?.code),
        _ => json!(number()?),
    })
}

/// A place of an answer's grid as people write it.
pub fn shown(item: &Item, at: i64) -> String {
    match written(item, &json!({ "value": null }), at) {
        Some(Value::String(text)) => text,
        Some(Value::Object(quantity)) => quantity["value"].as_str().unwrap_or_default().to_owned(),
        Some(other) => other.to_string(),
        None => "?".to_owned(),
    }
}
