//! A record that is being filled: one changed answer settles again only what depends on it.

use crate::answers::place::Place;
use crate::evaluate::plan::Plan;
use crate::evaluate::record::{Mark, Record};
use crate::evaluate::settle::{Settler, rows};
use crate::program::program::{Dependents, ItemId};
use crate::value::truth::Truth;
use crate::value::value::Slot;

/// What one change changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Places whose visibility, value, requirement or findings changed.
    pub places: Vec<Place>,
    /// Checks whose verdict changed in some row or in the form.
    pub checks: Vec<u32>,
}

/// A record being filled.
pub struct Session<'v> {
    settler: Settler<'v>,
    record: Record,
    delta: Delta,
    before: Vec<(Place, Mark, bool)>,
}

impl<'v> Session<'v> {
    /// A session on a settled record.
    pub fn new(settler: Settler<'v>, record: Record) -> Session<'v> {
        Session { settler, record, delta: Delta::default(), before: Vec::new() }
    }

    /// The record as it stands.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Puts an answer and settles what depends on it. A place that the form does not have changes nothing.
    pub fn set(&mut self, place: Place, slot: Slot) -> &Delta {
        self.delta.places.clear();
        self.delta.checks.clear();
        self.before.clear();
        if put(self.settler.plan, &mut self.record, place, slot).is_some()
            && let Some(dependents) = self.settler.form.program.dependents.get(place.item.0 as usize)
        {
            self.resettle(dependents);
        }
        &self.delta
    }

    /// Adds a blank row to a group and settles everything.
    pub fn add_row(&mut self, group: ItemId) {
        self.change_rows(group, |rows| rows.push_blank());
    }

    /// Takes a row out of a group and settles everything.
    pub fn remove_row(&mut self, group: ItemId, row: u16) {
        self.change_rows(group, |rows| rows.remove(usize::from(row)));
    }

    fn change_rows(&mut self, group: ItemId, change: impl Fn(&mut crate::answers::frame::Rows)) {
        let place = self.settler.plan.groups.iter().position(|plan| plan.item == group);
        if let Some(found) = place.and_then(|place| self.record.groups.get_mut(place)) {
            change(&mut found.rows);
            found.renew_marks();
            self.settler.settle(&mut self.record);
        }
    }

    fn resettle(&mut self, dependents: &Dependents) {
        let settler = self.settler;
        for item in &dependents.items {
            remember(settler.plan, &self.record, *item, &mut self.before);
            let step = settler.plan.step_of.get(item.0 as usize).copied().flatten();
            let Some(step) = step.and_then(|step| settler.plan.steps.get(step as usize)) else { continue };
            let first = self.before.len() - cells(settler.plan, &self.record, *item);
            let calculated = step.value.is_some();
            let values = calculated.then(|| values(settler.plan, &self.record, *item));
            settler.settle_step(&mut self.record, step);
            if let Some(values) = values {
                for (before, old) in self.before.iter_mut().skip(first).zip(values) {
                    before.2 = slot_at(settler.plan, &self.record, before.0) != Some(&old);
                }
            }
        }
        for item in &dependents.items {
            self.judge(settler, *item);
        }
        self.compare_marks(settler);
        for check in &dependents.checks {
            self.check(settler, *check);
        }
    }

    fn judge(&mut self, settler: Settler<'_>, item: ItemId) {
        let Some(home) = settler.plan.home(item) else { return };
        match home.group {
            None => settler.judge(&mut self.record, usize::from(home.slot)),
            Some(group) => {
                for row in 0..rows(&self.record, group) {
                    settler.judge_cell(&mut self.record, group, row, usize::from(home.slot));
                }
            }
        }
    }

    fn compare_marks(&mut self, settler: Settler<'_>) {
        for (place, mark, value_changed) in &self.before {
            if *value_changed || mark_at(settler.plan, &self.record, *place) != Some(*mark) {
                self.delta.places.push(*place);
            }
        }
    }

    fn check(&mut self, settler: Settler<'_>, check: u32) {
        let at = check as usize;
        let whole = self.record.verdicts.get(at).copied();
        let of_rows: Option<Vec<Truth>> = self.record.row_verdicts.get(at).filter(|rows| !rows.is_empty()).cloned();
        settler.check(&mut self.record, at);
        let same_rows = self.record.row_verdicts.get(at).map(Vec::as_slice) == Some(of_rows.as_deref().unwrap_or_default());
        if self.record.verdicts.get(at).copied() != whole || !same_rows {
            self.delta.checks.push(check);
        }
    }
}

fn put(plan: &Plan, record: &mut Record, place: Place, slot: Slot) -> Option<()> {
    let home = plan.home(place.item)?;
    let at = usize::from(home.slot);
    let target = match (home.group, place.row) {
        (None, None) => record.slots.get_mut(at)?,
        (Some(group), Some(row)) => record.groups.get_mut(usize::from(group))?.rows.row_mut(usize::from(row)).get_mut(at)?,
        _ => return None,
    };
    *target = slot;
    Some(())
}

fn cells(plan: &Plan, record: &Record, item: ItemId) -> usize {
    plan.home(item).map_or(0, |home| home.group.map_or(1, |group| usize::from(rows(record, group))))
}

fn remember(plan: &Plan, record: &Record, item: ItemId, before: &mut Vec<(Place, Mark, bool)>) {
    let Some(home) = plan.home(item) else { return };
    match home.group {
        None => before.push((Place::of(item), record.mark(usize::from(home.slot)), false)),
        Some(group) => {
            for row in 0..rows(record, group) {
                let place = Place { item, row: Some(row) };
                before.push((place, mark_at(plan, record, place).unwrap_or(Mark::PLAIN), false));
            }
        }
    }
}

fn mark_at(plan: &Plan, record: &Record, place: Place) -> Option<Mark> {
    let home = plan.home(place.item)?;
    match (home.group, place.row) {
        (Some(group), Some(row)) => Some(record.groups.get(usize::from(group))?.mark(usize::from(row), usize::from(home.slot))),
        _ => Some(record.mark(usize::from(home.slot))),
    }
}

/// The slot at a place, hidden or not.
pub fn slot_at<'r>(plan: &Plan, record: &'r Record, place: Place) -> Option<&'r Slot> {
    let home = plan.home(place.item)?;
    match (home.group, place.row) {
        (Some(group), Some(row)) => record.groups.get(usize::from(group))?.rows.get(usize::from(row), usize::from(home.slot)),
        _ => record.slots.get(usize::from(home.slot)),
    }
}

fn values(plan: &Plan, record: &Record, item: ItemId) -> Vec<Slot> {
    let Some(home) = plan.home(item) else { return Vec::new() };
    let at = |row| slot_at(plan, record, Place { item, row }).cloned().unwrap_or_default();
    match home.group {
        None => vec![at(None)],
        Some(group) => (0..rows(record, group)).map(|row| at(Some(row))).collect(),
    }
}
