//! Settling a record: first what is shown and calculated, in the order of dependence, then what is required and found, then the checks.

use crate::evaluate::builtin::{Builtin, Found};
use crate::evaluate::item;
use crate::evaluate::plan::{CheckPlan, Home, Plan, Spec, Step};
use crate::evaluate::record::{Mark, Record, Row, Shown};
use crate::evaluate::scene::Scene;
use crate::evaluate::unique;
use crate::evaluate::val::Val;
use crate::form::form::Form;
use crate::form::item::{Item, Required};
use crate::form::reference::OLD;
use crate::program::program::{ItemId, Rule, RuleId};
use crate::value::date::Date;
use crate::value::rounding::Rounding;
use crate::value::truth::Truth;
use crate::value::value::{Slot, Value};
use std::ops::Range;

/// A form with its plan: what a record is settled by.
#[derive(Clone, Copy)]
pub struct Settler<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its plan.
    pub plan: &'a Plan,
}

impl<'a> Settler<'a> {
    /// Settles everything.
    pub fn settle(self, record: &mut Record) {
        for step in &self.plan.steps {
            self.settle_step(record, step);
        }
        judge_plain(&self.plan.root, &record.slots, &mut record.marks, record.today);
        for (slot, _) in self.plan.root.iter().enumerate().filter(|(_, spec)| spec.ruled) {
            self.judge(record, slot);
        }
        for group in 0..self.plan.groups.len() {
            self.judge_group(record, group);
            self.mark_unique(record, group, None);
        }
        for check in 0..self.plan.checks.len() {
            self.check(record, check);
        }
    }

    /// Settles whether an item is shown, and its value when it is calculated; in every row when it is in rows.
    pub fn settle_step(self, record: &mut Record, step: &Step) {
        match step.home.group {
            None => self.settle_cell(record, step, None),
            Some(group) => self.settle_rows(record, step, 0..rows(record, group)),
        }
    }

    /// The same in some rows only.
    pub fn settle_rows(self, record: &mut Record, step: &Step, rows: Range<u16>) {
        let Some(group) = step.home.group else { return self.settle_cell(record, step, None) };
        for row in rows {
            self.settle_cell(record, step, Some((group, row)));
        }
    }

    fn settle_cell(self, record: &mut Record, step: &Step, row: Row) {
        let shown = self.shown(record, &step.shown_if, row);
        let value = step.value.map(|rule| self.calculate(record, rule, row, shown, step.decimals));
        let slot = usize::from(step.home.slot);
        let (mark, place) = match row {
            None => (record.marks.get_mut(slot), record.slots.get_mut(slot)),
            Some((group, row)) => match record.groups.get_mut(usize::from(group)) {
                Some(group) => {
                    let at = usize::from(row) * group.width + slot;
                    (group.marks.get_mut(at), group.rows.row_mut(usize::from(row)).get_mut(slot))
                }
                None => return,
            },
        };
        if let Some(mark) = mark {
            mark.shown = shown;
        }
        if let (Some(place), Some(value)) = (place, value) {
            *place = value;
        }
    }

    /// Whether rules together show what they govern.
    pub fn shown(self, record: &Record, rules: &[RuleId], row: Row) -> Shown {
        let mut shown = Shown::Yes;
        for id in rules {
            let Some(rule) = self.rule(*id) else { continue };
            match self.truth(record, rule, row) {
                Truth::True => {}
                Truth::False => return Shown::No,
                Truth::Unknown if self.waits_for_others(record, rule, row) => {}
                Truth::Unknown => shown = Shown::Pending,
            }
        }
        shown
    }

    /// Every item of this form that the rule reads is known, also in the revision before, and something of another form is not.
    fn waits_for_others(self, record: &Record, rule: &Rule, row: Row) -> bool {
        let is_old = |slot: u16| {
            let import = usize::from(slot).checked_sub(self.plan.root.len()).and_then(|at| self.form.imports.get(at));
            import.is_some_and(|import| *import.form == *OLD)
        };
        let mut waits = false;
        for slot in rule.imports.iter().filter(|slot| !is_value(record.read(None, **slot))) {
            if is_old(*slot) {
                return false;
            }
            waits = true;
        }
        waits && rule.reads.iter().all(|item| self.is_known(record, *item, row))
    }

    fn is_known(self, record: &Record, item: ItemId, row: Row) -> bool {
        let Some(home) = self.plan.home(item) else { return false };
        self.each_read(record, home, row, |at| match self.group_at(home) {
            Some(group) => record.is_group_shown(group, at),
            None => is_value(record.read(at, home.slot)),
        })
    }

    /// The group whose item's slot that home is.
    pub fn group_at(self, home: Home) -> Option<u16> {
        let specs = match home.group {
            None => &self.plan.root,
            Some(group) => &self.plan.groups.get(usize::from(group))?.specs,
        };
        specs.get(usize::from(home.slot))?.rows.map(|(group, ..)| group)
    }

    /// Visits the frames in which a rule over a row reads an item: the row, one around it, or all rows that stand in the innermost frame
    /// common to both. Stops when `visit` says false, and gives that.
    pub fn each_read(self, record: &Record, home: Home, row: Row, mut visit: impl FnMut(Row) -> bool) -> bool {
        let Some(group) = home.group else { return visit(None) };
        let own = row.map_or(&[][..], |(own, _)| self.plan.nesting.chain(own));
        let chain = self.plan.nesting.chain(group);
        let shared = own.iter().zip(chain).take_while(|(a, b)| a == b).count();
        let around = self.row_around(record, row, own.len() - shared);
        let rows = match chain.get(shared..).filter(|rest| !rest.is_empty()) {
            Some(rest) => record.rows_under(rest, around),
            None => return visit(around),
        };
        rows.into_iter().all(|at| visit(Some((group, at))))
    }

    /// The row so many groups out.
    pub fn row_around(self, record: &Record, row: Row, up: usize) -> Row {
        (0..up).fold(row, |row, _| row.and_then(|row| record.outer(row)))
    }

    fn calculate(self, record: &Record, rule: RuleId, row: Row, shown: Shown, decimals: Option<(u8, Rounding)>) -> Slot {
        let Some(rule) = self.rule(rule).filter(|_| shown == Shown::Yes) else { return Slot::Blank };
        match self.scene(record, row).value(&rule.node) {
            // What follows from a censored value is not known exactly, so a calculated item stays blank.
            Val::Unknown | Val::Censored(..) => Slot::Blank,
            Val::Bool(value) => Slot::Value(Value::Bool(value)),
            Val::Number(number) => {
                let rounded = decimals.map_or(number, |(places, rounding)| number.round_by(places, rounding));
                Slot::Value(Value::Number(rounded.normalized()))
            }
            Val::Text(text) => Slot::Value(Value::text(text)),
            Val::Date(days) => Slot::Value(Value::Date(days)),
            Val::DateTime(seconds) => Slot::Value(Value::DateTime(seconds)),
            Val::Code(code) => Slot::Value(Value::Code(code)),
            Val::Codes(codes) => Slot::Value(Value::codes(codes)),
        }
    }

    /// Judges a slot of the form: whether it is required, and what is wrong with it.
    pub fn judge(self, record: &mut Record, slot: usize) {
        let Some(spec) = self.plan.root.get(slot) else { return };
        let mut mark = record.mark(slot);
        mark.required = mark.is_shown() && self.is_required(record, spec, None);
        let Some(answer) = record.slots.get(slot) else { return };
        mark.found = self.found(record, spec, answer, mark, None);
        if let Some(place) = record.marks.get_mut(slot) {
            *place = mark;
        }
    }

    #[inline]
    fn found(self, record: &Record, spec: &Spec, answer: &Slot, mark: Mark, row: Row) -> Found {
        let held = spec.held.as_deref();
        let found = match spec.rows {
            None => item::judge(spec.limits(), answer, mark, record.today),
            Some((group, least, most)) => item::judge_rows(answer, mark, record.rows_in(group, row).len(), least, most),
        };
        match held.map_or(&[][..], |held| &held.guards) {
            [] => found,
            _ if !mark.is_shown() => found,
            guards => self.guarded(record, guards, found, row),
        }
    }

    fn guarded(self, record: &Record, guards: &[(Builtin, RuleId)], found: Found, row: Row) -> Found {
        let stands = |rule: &RuleId| self.rule(*rule).is_some_and(|rule| self.truth(record, rule, row).is_true());
        guards.iter().fold(found, |found, (builtin, rule)| found.with(*builtin, stands(rule)))
    }

    /// The codes of an item that cannot be chosen in a row under the other answers.
    pub fn barred(self, record: &Record, item: &Item, row: Row) -> Vec<u16> {
        let is_barred = |rule: RuleId| self.rule(rule).is_some_and(|rule| self.truth(record, rule, row).is_false());
        let barred = item.choices_if.iter().filter(|choices| is_barred(choices.allowed_if));
        let mut codes: Vec<u16> = barred.flat_map(|choices| choices.codes.iter().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Visits every row in which an item stands.
    pub fn each_row(self, record: &Record, home: Home, mut visit: impl FnMut(Row)) {
        match home.group {
            None => visit(None),
            Some(group) => (0..rows(record, group)).for_each(|row| visit(Some((group, row)))),
        }
    }

    /// Marks rows of a group that say the same as an earlier one; in the frames of some rows only, or in all.
    pub fn mark_unique(self, record: &mut Record, group: usize, range: Option<Range<u16>>) {
        let Some(plan) = self.plan.groups.get(group).filter(|plan| !plan.unique.is_empty()) else { return };
        let Ok(number) = u16::try_from(group) else { return };
        let range = range.unwrap_or(0..rows(record, number));
        unique::mark(record, number, &plan.unique, range);
    }

    /// Judges every row of a group.
    pub fn judge_group(self, record: &mut Record, group: usize) {
        let Some(plan) = self.plan.groups.get(group) else { return };
        let number = u16::try_from(group).unwrap_or(u16::MAX);
        for row in 0..rows(record, number) {
            let is_asked = record.is_frame_shown(Some((number, row)));
            let Some(found) = record.groups.get_mut(group) else { return };
            let (slots, marks) = found.row_mut(usize::from(row));
            if !is_asked {
                marks.iter_mut().for_each(|mark| *mark = Mark { shown: mark.shown, ..Mark::PLAIN });
                continue;
            }
            judge_plain(&plan.specs, slots, marks, record.today);
            for (slot, _) in plan.specs.iter().enumerate().filter(|(_, spec)| spec.ruled) {
                self.judge_cell(record, number, row, slot);
            }
        }
    }

    /// Judges one slot of one row.
    pub fn judge_cell(self, record: &mut Record, group: u16, row: u16, slot: usize) {
        let place = usize::from(group);
        let Some(spec) = self.plan.groups.get(place).and_then(|plan| plan.specs.get(slot)) else { return };
        let Some(found) = record.groups.get(place) else { return };
        let own = Some((group, row));
        let mut mark = found.mark(usize::from(row), slot);
        if record.is_frame_shown(own) {
            mark.required = mark.is_shown() && self.is_required(record, spec, own);
            let Some(answer) = found.rows.get(usize::from(row), slot) else { return };
            mark.found = self.found(record, spec, answer, mark, own);
        } else {
            mark = Mark { shown: mark.shown, ..Mark::PLAIN };
        }
        if let Some(place) = record.groups.get_mut(place).and_then(|group| group.mark_mut(usize::from(row), slot)) {
            *place = mark;
        }
    }

    #[inline]
    fn is_required(self, record: &Record, spec: &Spec, row: Row) -> bool {
        match spec.required {
            Required::No => false,
            Required::Always => true,
            Required::If(rule) => self.rule(rule).is_some_and(|rule| self.truth(record, rule, row).is_true()),
        }
    }

    /// Decides a check, in every row when it runs over rows.
    pub fn check(self, record: &mut Record, check: usize) {
        let Some(CheckPlan { rule, group }) = self.plan.checks.get(check).copied() else { return };
        match group {
            None => {
                let Some(rule) = self.rule(rule) else { return };
                let verdict = self.truth(record, rule, None);
                if let Some(place) = record.verdicts.get_mut(check) {
                    *place = verdict;
                }
            }
            Some(group) => self.check_rows(record, check, 0..rows(record, group)),
        }
    }

    /// Decides a check in some rows only. A row that is not asked is not violated.
    pub fn check_rows(self, record: &mut Record, check: usize, range: Range<u16>) {
        let Some(CheckPlan { rule, group: Some(group) }) = self.plan.checks.get(check).copied() else { return };
        let (Some(rule), Some(mut verdicts)) = (self.rule(rule), record.row_verdicts.get_mut(check).map(std::mem::take)) else {
            return;
        };
        verdicts.resize(usize::from(rows(record, group)), Truth::False);
        for row in range {
            let own = Some((group, row));
            let verdict = if record.is_frame_shown(own) { self.truth(record, rule, own) } else { Truth::False };
            if let Some(place) = verdicts.get_mut(usize::from(row)) {
                *place = verdict;
            }
        }
        if let Some(place) = record.row_verdicts.get_mut(check) {
            *place = verdicts;
        }
    }

    fn rule(self, id: RuleId) -> Option<&'a Rule> {
        self.form.program.rules.get(id.0 as usize)
    }

    #[inline]
    fn truth(self, record: &Record, rule: &Rule, row: Row) -> Truth {
        self.scene(record, row).truth(&rule.node)
    }

    #[inline]
    fn scene<'r>(self, record: &'r Record, row: Row) -> Scene<'r>
    where
        'a: 'r,
    {
        Scene::new(self.form, &self.plan.patterns, record, row)
    }
}

/// Judges slots that no rule has a say in, side by side with their marks.
fn judge_plain(specs: &[Spec], slots: &[Slot], marks: &mut [Mark], today: Date) {
    for ((spec, slot), mark) in specs.iter().zip(slots).zip(marks).filter(|((spec, _), _)| !spec.ruled) {
        mark.required = mark.is_shown() && spec.required == Required::Always;
        mark.found = item::judge(spec.limits(), slot, *mark, today);
    }
}

/// The number of a group's rows, those in all rows around it together.
#[inline]
pub fn rows(record: &Record, group: u16) -> u16 {
    record.groups.get(usize::from(group)).map_or(0, |group| u16::try_from(group.rows.len()).unwrap_or(u16::MAX))
}

fn is_value(slot: Option<&Slot>) -> bool {
    matches!(slot, Some(Slot::Value(_)))
}
