//! A record that is being filled: one changed answer settles again only what depends on it.

use crate::answers::frame::Rows;
use crate::answers::nesting::Nesting;
use crate::answers::place::Place;
use crate::evaluate::plan::{Home, Plan};
use crate::evaluate::record::{GroupRecord, Mark, Record, Row};
use crate::evaluate::settle::{Settler, rows};
use crate::program::program::{DependentsOf, ItemId};
use crate::value::truth::Truth;
use crate::value::value::Slot;
use std::ops::Range;

/// What one change changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Places whose visibility, value, requirement, findings or allowed codes changed.
    pub places: Vec<Place>,
    /// Checks whose verdict changed in some row or in the form.
    pub checks: Vec<u32>,
}

/// A cell before a change: whether its value changed is known only for calculated items.
struct Before {
    item: ItemId,
    row: Row,
    mark: Mark,
    value: Option<Slot>,
}

/// A record being filled.
pub struct Session<'v> {
    settler: Settler<'v>,
    record: Record,
    delta: Delta,
    before: Vec<Before>,
    verdicts: Vec<Truth>,
    barred: Vec<(ItemId, Row, Vec<u16>)>,
}

impl<'v> Session<'v> {
    /// A session on a settled record.
    pub fn new(settler: Settler<'v>, record: Record) -> Session<'v> {
        Session { settler, record, delta: Delta::default(), before: Vec::new(), verdicts: Vec::new(), barred: Vec::new() }
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
        let plan = self.settler.plan;
        if let Some(row) = row_of(plan, &self.record, place) {
            let dependents = self.settler.form.program.dependents.of(place.item);
            self.remember_barred(dependents, row);
            if put(plan, &mut self.record, place, row, slot).is_some() {
                self.resettle(dependents, row);
            }
        }
        &self.delta
    }

    /// Adds a blank row to a group after its last and settles everything.
    pub fn add_row(&mut self, group: Place) {
        self.insert_row(group, u16::MAX);
    }

    /// Puts a blank row before another (or after the last) and settles everything. A full table stays as it is.
    pub fn insert_row(&mut self, group: Place, row: u16) {
        let Some((number, around)) = self.group(group) else { return };
        let rows = self.record.rows_in(number, around);
        let at = rows.start.saturating_add(row).min(rows.end);
        if self.record.groups.get(usize::from(number)).is_some_and(|group| group.rows.len() < Rows::MOST) {
            self.change_rows(|nesting, tables| {
                nesting.insert(tables, usize::from(number), usize::from(at), around.map(|(_, row)| usize::from(row)));
            });
        }
    }

    /// Takes a row out of a group and settles everything.
    pub fn remove_row(&mut self, group: Place, row: u16) {
        let Some((number, around)) = self.group(group) else { return };
        let rows = self.record.rows_in(number, around);
        let Some(at) = rows.start.checked_add(row).filter(|at| *at < rows.end).map(usize::from) else { return };
        self.change_rows(|nesting, tables| {
            nesting.remove(tables, usize::from(number), at..at + 1, around.map(|(_, row)| usize::from(row)));
        });
    }

    /// A group's number and the row it stands in.
    fn group(&self, place: Place) -> Option<(u16, Row)> {
        let home = self.settler.plan.home(place.item)?;
        let number = self.settler.group_at(home)?;
        let chain = home.group.map_or(&[][..], |group| self.settler.plan.nesting.chain(group));
        Some((number, self.record.find(chain, place.rows)?))
    }

    fn change_rows(&mut self, change: impl Fn(&Nesting, &mut [GroupRecord])) {
        change(&self.settler.plan.nesting, &mut self.record.groups);
        self.record.groups.iter_mut().for_each(GroupRecord::renew_marks);
        self.settler.settle(&mut self.record);
    }

    /// The rows of an item or check that may change with the row `changed`.
    fn rows_of(&self, group: u16, shared: u8, changed: Row) -> Range<u16> {
        let nesting = &self.settler.plan.nesting;
        let shared = usize::from(shared);
        let depth = changed.map_or(0, |(group, _)| nesting.chain(group).len());
        let Some(rest) = nesting.chain(group).get(shared..).filter(|_| shared > 0 && shared <= depth) else {
            return 0..rows(&self.record, group);
        };
        self.record.rows_under(rest, self.settler.row_around(&self.record, changed, depth - shared))
    }

    fn resettle(&mut self, dependents: DependentsOf<'_>, changed: Row) {
        let settler = self.settler;
        let shared = |at: usize| dependents.shared.get(at).copied().unwrap_or_default();
        for (at, item) in dependents.items.iter().enumerate() {
            let step = settler.plan.step(*item);
            let calculated = step.is_some_and(|step| step.value.is_some());
            let Some(home) = settler.plan.home(*item) else { continue };
            let rows = home.group.map(|group| self.rows_of(group, shared(at), changed));
            match (home.group, &rows) {
                (Some(group), Some(rows)) => {
                    rows.clone().for_each(|row| self.remember(*item, Some((group, row)), home.slot, calculated));
                }
                _ => self.remember(*item, None, home.slot, calculated),
            }
            if let Some(step) = step {
                settler.settle_rows(&mut self.record, step, rows.unwrap_or(0..1));
            }
        }
        for (at, item) in dependents.items.iter().enumerate() {
            let Some(home) = settler.plan.home(*item) else { continue };
            match home.group {
                None => settler.judge(&mut self.record, usize::from(home.slot)),
                Some(group) => {
                    for row in self.rows_of(group, shared(at), changed) {
                        settler.judge_cell(&mut self.record, group, row, usize::from(home.slot));
                    }
                }
            }
        }
        for (at, item) in dependents.items.iter().enumerate() {
            let Some(Home { group: Some(group), slot }) = settler.plan.home(*item) else { continue };
            let unique = settler.plan.groups.get(usize::from(group)).map_or(&[][..], |plan| &plan.unique);
            if unique.first() == Some(&slot) {
                let rows = self.rows_of(group, shared(at), changed);
                settler.mark_unique(&mut self.record, usize::from(group), Some(rows));
            }
        }
        self.compare(settler.plan);
        self.compare_barred();
        for (at, check) in dependents.checks.iter().enumerate() {
            self.check(settler, *check, dependents.check_shared.get(at).copied().unwrap_or_default(), changed);
        }
    }

    fn remember(&mut self, item: ItemId, row: Row, slot: u16, calculated: bool) {
        let slot = usize::from(slot);
        let value = if calculated { cell(&self.record, row, slot).cloned() } else { None };
        self.before.push(Before { item, row, mark: self.record.mark_at(row, slot), value });
    }

    fn barred(&self, item: ItemId, row: Row) -> Vec<u16> {
        let found = self.settler.form.item(item).filter(|found| !found.choices_if.is_empty());
        found.map_or_else(Vec::new, |found| self.settler.barred(&self.record, found, row))
    }

    /// The codes that the other answers leave no room for, where a change may reach them; asked before the answer is put.
    fn remember_barred(&mut self, dependents: DependentsOf<'_>, changed: Row) {
        self.barred.clear();
        for (at, item) in dependents.items.iter().enumerate() {
            if self.settler.form.item(*item).is_none_or(|found| found.choices_if.is_empty()) {
                continue;
            }
            let Some(home) = self.settler.plan.home(*item) else { continue };
            let rows: Vec<Row> = match home.group {
                None => vec![None],
                Some(group) => {
                    let shared = dependents.shared.get(at).copied().unwrap_or_default();
                    self.rows_of(group, shared, changed).map(|row| Some((group, row))).collect()
                }
            };
            for row in rows {
                let codes = self.barred(*item, row);
                self.barred.push((*item, row, codes));
            }
        }
    }

    fn compare_barred(&mut self) {
        for (item, row, before) in &self.barred {
            let place = Place { item: *item, rows: self.record.path(*row) };
            if self.barred(*item, *row) != *before && !self.delta.places.contains(&place) {
                self.delta.places.push(place);
            }
        }
    }

    fn compare(&mut self, plan: &Plan) {
        for Before { item, row, mark, value } in &self.before {
            let Some(slot) = plan.home(*item).map(|home| usize::from(home.slot)) else { continue };
            let changed = value.is_some() && cell(&self.record, *row, slot) != value.as_ref();
            if changed || self.record.mark_at(*row, slot) != *mark {
                self.delta.places.push(Place { item: *item, rows: self.record.path(*row) });
            }
        }
    }

    fn check(&mut self, settler: Settler<'_>, check: u32, shared: u8, changed: Row) {
        let at = check as usize;
        let whole = self.record.verdicts.get(at).copied();
        let Some(group) = settler.plan.checks.get(at).and_then(|check| check.group) else {
            settler.check(&mut self.record, at);
            if self.record.verdicts.get(at).copied() != whole {
                self.delta.checks.push(check);
            }
            return;
        };
        let rows = self.rows_of(group, shared, changed);
        let range = usize::from(rows.start)..usize::from(rows.end);
        self.verdicts.clear();
        self.verdicts.extend_from_slice(of_rows(&self.record, at, &range));
        settler.check_rows(&mut self.record, at, rows);
        if of_rows(&self.record, at, &range) != self.verdicts.as_slice() {
            self.delta.checks.push(check);
        }
    }
}

fn of_rows<'r>(record: &'r Record, check: usize, rows: &Range<usize>) -> &'r [Truth] {
    record.row_verdicts.get(check).and_then(|all| all.get(rows.clone())).unwrap_or_default()
}

/// The row of a place that the form has.
fn row_of(plan: &Plan, record: &Record, place: Place) -> Option<Row> {
    let home = plan.home(place.item)?;
    record.find(home.group.map_or(&[][..], |group| plan.nesting.chain(group)), place.rows)
}

fn put(plan: &Plan, record: &mut Record, place: Place, row: Row, slot: Slot) -> Option<()> {
    let at = usize::from(plan.home(place.item)?.slot);
    let target = match row {
        None => record.slots.get_mut(at)?,
        Some((group, row)) => record.groups.get_mut(usize::from(group))?.rows.row_mut(usize::from(row)).get_mut(at)?,
    };
    *target = slot;
    Some(())
}

fn cell(record: &Record, row: Row, slot: usize) -> Option<&Slot> {
    match row {
        None => record.slots.get(slot),
        Some((group, row)) => record.groups.get(usize::from(group))?.rows.get(usize::from(row), slot),
    }
}

/// The slot at a place, hidden or not.
pub fn slot_at<'r>(plan: &Plan, record: &'r Record, place: Place) -> Option<&'r Slot> {
    let home = plan.home(place.item)?;
    let chain = home.group.map_or(&[][..], |group| plan.nesting.chain(group));
    cell(record, record.find(chain, place.rows)?, usize::from(home.slot))
}
