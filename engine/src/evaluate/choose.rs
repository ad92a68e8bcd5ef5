//! Which records of another form a reference means, among candidates in the order in which they were opened. Pure, so that the server, the
//! command line and a replay choose alike.

use std::cmp::Ordering;

use serde_json::{Map, Value as Json};

use crate::answers::json::Json as Bytes;
use crate::answers::slot_reader::SlotReader;
use crate::form::item::Item;
use crate::form::reference::{Reference, Which};
use crate::value::date::Date;
use crate::value::decimal::Decimal;
use crate::value::value::{Slot, Value};

/// Where a record stands in an order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    Number(Decimal),
    Day(Date),
    Second(i64),
}

impl Key {
    fn of(item: &Item, values: &Map<String, Json>) -> Option<Key> {
        let text = values.get(&*item.id)?.to_string();
        let Slot::Value(value) = SlotReader::new(item).read(&mut Bytes::new(text.as_bytes()).ok()?).ok()? else { return None };
        match value {
            // A partial date stands where its first day stands.
            Value::Date(days) => Some(Key::Day(days.lo)),
            Value::DateTime(seconds) => Some(Key::Second(seconds)),
            other => other.number().map(Key::Number),
        }
    }

    fn compare(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Number(a), Key::Number(b)) => a.cmp(b),
            (Key::Day(a), Key::Day(b)) => a.cmp(b),
            (Key::Second(a), Key::Second(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

/// Whether a candidate has what the reference wants to be equal. A blank, a missing or an inexact value equals nothing.
pub fn matches(reference: &Reference, candidate: &Map<String, Json>, own: &Map<String, Json>) -> bool {
    reference.matching.iter().all(|(theirs, mine)| match (candidate.get(&**theirs), own.get(&**mine)) {
        (Some(Json::Object(_)) | None, _) | (_, Some(Json::Object(_)) | None) => false,
        (Some(theirs), Some(own)) => is_equal(theirs, own),
    })
}

/// Texts, codes and days as they are written; whole numbers by their value.
fn is_equal(a: &Json, b: &Json) -> bool {
    let number = |value: &Json| Decimal::parse(&value.as_number()?.to_string());
    a == b || number(a).is_some_and(|a| number(b) == Some(a))
}

/// The index of the candidate that stands last in the order of an item; of two at one place the one that was opened later. Candidates
/// without a value of it are left aside.
pub fn last(by: &Item, candidates: &[&Map<String, Json>]) -> Option<usize> {
    let keyed = candidates.iter().enumerate().filter_map(|(at, values)| Some((at, Key::of(by, values)?)));
    keyed.reduce(|last, next| if next.1.compare(&last.1) == Ordering::Less { last } else { next }).map(|(at, _)| at)
}

/// The indexes of the chosen candidates, in their order: one at most unless the reference means all.
///
/// `by` is the item of the other form that orders; `own` the item of this form and its answers, for "the last one before". Candidates
/// without a value of `by` are left aside. For a reference to the one above, candidates are given nearest first.
pub fn choose(
    reference: &Reference,
    by: Option<&Item>,
    candidates: &[&Map<String, Json>],
    own: Option<(&Item, &Map<String, Json>)>,
) -> Vec<usize> {
    if reference.which == Which::Above {
        return (0..candidates.len().min(1)).collect();
    }
    let mut ordered: Vec<(usize, Option<Key>)> = match by {
        None => (0..candidates.len()).map(|at| (at, None)).collect(),
        Some(item) => {
            let keyed = candidates.iter().enumerate().map(|(at, values)| (at, Key::of(item, values)));
            keyed.filter(|(_, key)| key.is_some()).collect()
        }
    };
    ordered.sort_by(|(_, a), (_, b)| a.as_ref().zip(b.as_ref()).map_or(Ordering::Equal, |(a, b)| a.compare(b)));
    let first = |ordered: &[(usize, Option<Key>)]| ordered.first().map(|(at, _)| *at).into_iter().collect();
    let last = |ordered: &[(usize, Option<Key>)]| ordered.last().map(|(at, _)| *at).into_iter().collect();
    match reference.which {
        Which::Above => Vec::new(),
        Which::Only => {
            if ordered.len() == 1 {
                first(&ordered)
            } else {
                Vec::new()
            }
        }
        Which::All => ordered.into_iter().map(|(at, _)| at).collect(),
        Which::First | Which::Min => first(&ordered),
        Which::Last | Which::Max => last(&ordered),
        Which::LastBefore => {
            let Some(own) = own.and_then(|(item, values)| Key::of(item, values)) else { return Vec::new() };
            ordered.retain(|(_, key)| key.as_ref().is_some_and(|key| key.compare(&own) == Ordering::Less));
            last(&ordered)
        }
    }
}
