//! Rows that say the same: of a group with `unique`, every row after the first with the same values has a finding. What is not known
//! exactly (blank, hidden, missing, a partial date, a censored number) is never the same as anything.

use std::collections::HashSet;
use std::ops::Range;

use crate::evaluate::builtin::{Builtin, Found};
use crate::evaluate::record::{Record, Row};
use crate::evaluate::val::{Val, value_of};
use crate::value::date::Date;
use crate::value::decimal::Decimal;
use crate::value::value::Slot;

/// A value that can be the same as another.
#[derive(PartialEq, Eq, Hash)]
enum Part<'r> {
    Bool(bool),
    Number(Decimal),
    Text(&'r str),
    Day(Date),
    Time(i64),
    Code(u16),
}

/// Marks the rows of a group, those in some rows around them: `slots` are compared, the finding stands at the first.
pub fn mark(record: &mut Record, group: u16, slots: &[u16], rows: Range<u16>) {
    let mut row = rows.start;
    while row < rows.end {
        let frame = record.rows_in(group, record.outer((group, row)));
        row = frame.end.max(row.saturating_add(1));
        mark_frame(record, group, slots, frame);
    }
}

fn mark_frame(record: &mut Record, group: u16, slots: &[u16], rows: Range<u16>) {
    let mut seen = HashSet::new();
    let again: Vec<bool> =
        rows.clone().map(|row| key(record, Some((group, row)), slots).is_some_and(|key| !seen.insert(key))).collect();
    drop(seen);
    let (Some(table), Some(first)) = (record.groups.get_mut(usize::from(group)), slots.first()) else { return };
    for (row, again) in rows.zip(again) {
        if let Some(mark) = table.mark_mut(usize::from(row), usize::from(*first)) {
            mark.found = mark.found.without(Found::one(Builtin::Unique)).with(Builtin::Unique, again);
        }
    }
}

fn key<'r>(record: &'r Record, row: Row, slots: &[u16]) -> Option<Vec<Part<'r>>> {
    slots.iter().map(|slot| part(record.read(row, *slot)?)).collect()
}

fn part(slot: &Slot) -> Option<Part<'_>> {
    let Slot::Value(value) = slot else { return None };
    match value_of(value) {
        Val::Bool(value) => Some(Part::Bool(value)),
        Val::Number(number) => Some(Part::Number(number)),
        Val::Text(text) => Some(Part::Text(text)),
        Val::Date(days) => days.single().map(Part::Day),
        Val::DateTime(seconds) => Some(Part::Time(seconds)),
        Val::Code(code) => Some(Part::Code(code)),
        Val::Unknown | Val::Censored(..) | Val::Codes(_) => None,
    }
}
