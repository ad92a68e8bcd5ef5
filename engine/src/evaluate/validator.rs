//! The door of this folder: one validator per form version, from bytes to outcome. It is immutable and may be shared by all threads.
//!
//! ```no_run
//! # fn example(form: std::sync::Arc<engine::form::form::Form>, today: engine::value::Date) -> Result<(), engine::answers::Error> {
//! let validator = engine::evaluate::Validator::new(form);
//! let context = validator.read_context(&serde_json::Map::new());
//! let outcome = validator.judge(validator.read(br#"{"crs_occurred":"no"}"#)?, &context, today);
//! assert!(!outcome.has_errors());
//! # Ok(())
//! # }
//! ```

use crate::answers::error::Error;
use crate::answers::frame::{Answers, Context};
use crate::answers::place::{Place, RowPath};
use crate::answers::reader::Reader;
use crate::answers::submission::{self, Submission};
use crate::evaluate::builtin::{Builtin, Found};
use crate::evaluate::check;
use crate::evaluate::finding::Finding;
use crate::evaluate::instances;
use crate::evaluate::message::{self, Messages};
use crate::evaluate::outcome::{Outcome, Undecided};
use crate::evaluate::plan::{Plan, Spec};
use crate::evaluate::ratchet::{self, Accepted};
use crate::evaluate::record::{Mark, Record, Row, Shape, Shown};
use crate::evaluate::session::Session;
use crate::evaluate::settle::Settler;
use crate::form::form::Form;
use crate::form::item::{Check, Required, Severity};
use crate::form::moment::Moment;
use crate::form::reference::OLD;
use crate::value::date::Date;
use crate::value::truth::Truth;
use crate::value::value::Slot;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// A form made ready to judge answers.
pub struct Validator {
    /// The form.
    pub form: Arc<Form>,
    /// Its plan.
    pub plan: Plan,
    reader: Reader,
    messages: Messages,
    shape: Vec<Shape>,
    expected: Expected,
    /// Slots of `old.item`.
    old: Vec<usize>,
    /// Rules read several records at once.
    plurals: bool,
}

/// How much an outcome of a form without rows holds at most, or most often.
struct Expected {
    hidden: usize,
    required: usize,
    calculated: usize,
}

impl Expected {
    fn of(specs: &[Spec]) -> Expected {
        let count = |is: fn(&Spec) -> bool| specs.iter().filter(|spec| is(spec)).count();
        Expected {
            hidden: specs.len().min(16),
            required: count(|spec| spec.required != Required::No),
            calculated: count(|spec| spec.calculated),
        }
    }
}

impl Validator {
    /// Makes a form ready.
    pub fn new(form: Arc<Form>) -> Validator {
        let plan = Plan::new(&form);
        Validator {
            reader: Reader::new(&form),
            messages: Messages::new(form.items.len()),
            shape: plan.groups.iter().map(|group| (group.slot, group.specs.len(), group.outer)).collect(),
            expected: Expected::of(&plan.root),
            old: (plan.root.len()..)
                .zip(&form.imports)
                .filter(|(_, import)| *import.form == *OLD)
                .map(|(slot, _)| slot)
                .collect(),
            plurals: instances::has_plurals(&form),
            plan,
            form,
        }
    }

    /// Reads a record's answers; fails only when the bytes are no JSON object.
    pub fn read(&self, bytes: &[u8]) -> Result<Answers, Error> {
        self.reader.read(bytes)
    }

    /// Reads answers from parsed JSON.
    pub fn read_value(&self, answers: &Json) -> Result<Answers, Error> {
        self.reader.read_value(answers)
    }

    /// Reads the answers of the forms that rules read, by form id.
    pub fn read_context(&self, forms: &Map<String, Json>) -> Context {
        match self.plurals {
            true => self.reader.read_context(&instances::folded(&self.form, forms)),
            false => self.reader.read_context(forms),
        }
    }

    /// Judges a record that was accepted before: findings at answers that nobody changed since are held over.
    pub fn judge_after(
        &self,
        accepted: &Accepted,
        given: &Map<String, Json>,
        context: &Map<String, Json>,
        today: Date,
        moment: Moment,
    ) -> Result<Outcome, Error> {
        let answers = self.read_value(&Json::Object(given.clone()))?;
        let mut outcome = self.judge_at(moment, answers, &self.read_context(context), today);
        match self.plurals {
            false => ratchet::hold_over(&self.form, &mut outcome, given, context, accepted),
            true => {
                let (now, then) = (instances::folded(&self.form, context), instances::folded(&self.form, &accepted.context));
                let accepted = Accepted { context: then, ..accepted.clone() };
                ratchet::hold_over(&self.form, &mut outcome, given, &now, &accepted);
            }
        }
        Ok(outcome)
    }

    /// The context as the browser reads it: several records as the values that rules take of them, also in the record that was accepted.
    pub fn page_context(&self, context: &Map<String, Json>) -> Map<String, Json> {
        let mut page = instances::folded(&self.form, context);
        let accepted = page.get_mut(ratchet::ACCEPTED).and_then(|accepted| accepted.get_mut("context"));
        if let Some(Json::Object(then)) = accepted {
            *then = instances::folded(&self.form, then);
        }
        page
    }

    /// Reads one answer as it would stand in a record.
    pub fn read_slot(&self, place: Place, answer: &Json) -> Slot {
        match self.plan.home(place.item) {
            Some(home) => self.reader.read_slot(home.group.map(usize::from), usize::from(home.slot), answer),
            None => Slot::Blank,
        }
    }

    /// Judges a record on a day, as on submission.
    pub fn judge(&self, answers: Answers, context: &Context, today: Date) -> Outcome {
        self.judge_at(Moment::Submit, answers, context, today)
    }

    /// Judges a record on a day at a moment: checks that weigh nothing yet are left out.
    pub fn judge_at(&self, moment: Moment, answers: Answers, context: &Context, today: Date) -> Outcome {
        self.outcome_at(moment, &self.record(answers, context, today))
    }

    /// Opens a record for changes.
    pub fn session(&self, answers: Answers, context: &Context, today: Date) -> Session<'_> {
        Session::new(self.settler(), self.record(answers, context, today))
    }

    /// The answers to keep: as typed, without those that are hidden.
    pub fn submission(&self, answers: &Json, outcome: &Outcome) -> Submission {
        submission::strip(&self.form, answers, &outcome.hidden)
    }

    /// A settled record.
    pub fn record(&self, answers: Answers, context: &Context, today: Date) -> Record {
        let mut record = Record::new(answers, context, self.plan.root.len(), &self.shape, self.plan.checks.len(), today);
        self.hide_absent_old(&mut record);
        self.settler().settle(&mut record);
        record
    }

    /// What follows from a settled record on submission.
    pub fn outcome(&self, record: &Record) -> Outcome {
        self.outcome_at(Moment::Submit, record)
    }

    /// What follows from a settled record at a moment.
    pub fn outcome_at(&self, moment: Moment, record: &Record) -> Outcome {
        let mut outcome = Outcome {
            findings: record.strays.iter().map(|stray| self.stray(stray)).collect(),
            hidden: Vec::with_capacity(self.expected.hidden),
            pending: Vec::new(),
            required: Vec::with_capacity(self.expected.required),
            calculated: Vec::with_capacity(self.expected.calculated),
            undecided: Vec::new(),
            barred: Vec::new(),
        };
        self.bar_choices(&mut outcome, record);
        for (at, spec) in self.plan.root.iter().enumerate() {
            let mark = record.mark(at);
            self.report(&mut outcome, spec, RowPath::FORM, mark, record.slots.get(at));
            if let Some((group, ..)) = spec.rows.filter(|_| mark.is_shown()) {
                self.report_rows(&mut outcome, record, group, None, RowPath::FORM);
            }
        }
        for (at, check) in self.form.checks.iter().enumerate() {
            if let Some(severity) = check.weight.at(moment) {
                self.report_check(&mut outcome, record, at, (check, severity));
            }
        }
        outcome
    }

    /// The codes that cannot be chosen now, at every place that is shown.
    fn bar_choices(&self, outcome: &mut Outcome, record: &Record) {
        for item in &self.plan.filtered {
            let Some(found) = self.form.item(*item) else { continue };
            let Some(home) = self.plan.home(*item) else { continue };
            self.settler().each_row(record, home, |row| {
                let codes = self.settler().barred(record, found, row);
                if !codes.is_empty() && record.is_frame_shown(row) && record.mark_at(row, usize::from(home.slot)).is_shown() {
                    outcome.barred.push((Place { item: *item, rows: record.path(row) }, codes));
                }
            });
        }
    }

    /// Where no revision came before, `old.item` is as an item that is not asked: unknown, and nothing waits for it.
    fn hide_absent_old(&self, record: &mut Record) {
        for slot in &self.old {
            let absent = matches!(record.slots.get(*slot), Some(Slot::Blank | Slot::Unreadable(_)));
            if let Some(mark) = record.marks.get_mut(*slot).filter(|_| absent) {
                mark.shown = Shown::No;
            }
        }
    }

    fn settler(&self) -> Settler<'_> {
        Settler { form: &self.form, plan: &self.plan }
    }

    /// The rows of a group that stand in a frame, with the groups inside them.
    fn report_rows(&self, outcome: &mut Outcome, record: &Record, number: u16, around: Row, path: RowPath) {
        let group = usize::from(number);
        let (Some(plan), Some(found)) = (self.plan.groups.get(group), record.groups.get(group)) else { return };
        for (row, at) in record.rows_in(number, around).zip(0_u16..) {
            let path = path.inside(at).unwrap_or_default();
            for (slot, spec) in plan.specs.iter().enumerate() {
                let mark = found.mark(usize::from(row), slot);
                self.report(outcome, spec, path, mark, found.rows.get(usize::from(row), slot));
                if let Some((inner, ..)) = spec.rows.filter(|_| mark.is_shown()) {
                    self.report_rows(outcome, record, inner, Some((number, row)), path);
                }
            }
        }
    }

    #[inline]
    fn report(&self, outcome: &mut Outcome, spec: &Spec, rows: RowPath, mark: Mark, slot: Option<&Slot>) {
        if mark.is_plain() && !spec.calculated {
            return;
        }
        let place = Place { item: spec.item, rows };
        match mark.shown {
            Shown::Yes => {}
            Shown::No => return outcome.hidden.push(place),
            Shown::Pending => {
                outcome.pending.push(place);
                return outcome.hidden.push(place);
            }
        }
        if mark.required {
            outcome.required.push(place);
        }
        if !mark.found.is_empty() {
            self.report_found(outcome, place, mark.found);
        }
        if spec.calculated {
            outcome.calculated.push((place, slot.cloned().unwrap_or_default()));
        }
    }

    fn report_found(&self, outcome: &mut Outcome, place: Place, found: Found) {
        let Some(item) = self.form.item(place.item) else { return };
        for builtin in found.iter() {
            outcome.findings.push(Finding {
                code: builtin.shared_code(),
                path: place.path(&self.form),
                severity: if builtin == Builtin::DerivedDiffers { item.weight_of_difference() } else { builtin.severity() },
                message: self.messages.get(builtin, place.item.0 as usize, item),
                place: Some(place),
                held: false,
            });
        }
    }

    fn stray(&self, stray: &crate::answers::frame::Stray) -> Finding {
        let builtin = Builtin::from(stray.kind);
        let (ja, en) = message::plain(builtin);
        Finding {
            code: builtin.shared_code(),
            path: stray.path.clone(),
            severity: builtin.severity(),
            message: crate::lang::Text::new(ja, en),
            place: Place::parse(&self.form, &stray.path),
            held: false,
        }
    }

    fn report_check(&self, outcome: &mut Outcome, record: &Record, at: usize, check: (&Check, Severity)) {
        match self.plan.checks.get(at).and_then(|plan| plan.group) {
            None => self.report_verdict(outcome, record, check, record.verdicts.get(at).copied(), None),
            Some(group) => {
                let verdicts = record.row_verdicts.get(at).map(Vec::as_slice).unwrap_or_default();
                for (row, verdict) in (0_u16..).zip(verdicts) {
                    self.report_verdict(outcome, record, check, Some(*verdict), Some((group, row)));
                }
            }
        }
    }

    fn report_verdict(
        &self,
        outcome: &mut Outcome,
        record: &Record,
        (check, severity): (&Check, Severity),
        verdict: Option<Truth>,
        row: Row,
    ) {
        match verdict {
            Some(Truth::True) => {
                let place = self.place_of_check(record, check, row);
                outcome.findings.push(Finding {
                    code: check.id.clone(),
                    path: place.path(&self.form),
                    severity,
                    message: check.message.clone(),
                    place: Some(place),
                    held: false,
                });
            }
            Some(Truth::Unknown) => {
                let Some(rule) = self.form.program.rules.get(check.violated_if.0 as usize) else { return };
                let needs = check::needs(self.settler(), record, rule, row);
                if !needs.is_empty() {
                    let path = self.place_of_check(record, check, row).path(&self.form);
                    outcome.undecided.push(Undecided { check: check.id.clone(), path, needs });
                }
            }
            _ => {}
        }
    }

    /// Where a check is shown: at its item in the row it ran in or in one around it; when its item stands in rows that the check looks at
    /// from outside, at the group of these rows.
    fn place_of_check(&self, record: &Record, check: &Check, row: Row) -> Place {
        let chain = |group: Option<u16>| group.map_or(&[][..], |group| self.plan.nesting.chain(group));
        let home = self.plan.home(check.on).and_then(|home| home.group);
        let (own, wanted) = (chain(row.map(|(group, _)| group)), chain(home));
        let shared = own.iter().zip(wanted).take_while(|(a, b)| a == b).count();
        let rows = record.path(self.settler().row_around(record, row, own.len() - shared));
        let group = wanted.get(shared).and_then(|group| self.plan.groups.get(usize::from(*group)));
        Place { item: group.map_or(check.on, |group| group.item), rows }
    }
}
