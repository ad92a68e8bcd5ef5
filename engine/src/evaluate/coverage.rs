//! What the authors' examples have shown of a form: which checks fired, stayed silent or stayed undecided, which calculations had a value,
//! and which branches of the skip logic were taken. A goal that no answers can reach is not asked for.

use std::sync::Arc;

use crate::evaluate::record::{Record, Row, Shown};
use crate::evaluate::settle::{Settler, rows};
use crate::evaluate::validator::Validator;
use crate::form::form::{Example, Form};
use crate::form::item::Check;
use crate::kind::kind::Kind;
use crate::program::program::RuleId;
use crate::reason::undecided::can_be_undecided;
use crate::reason::world::can_become;
use crate::value::truth::Truth;

/// What an example can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The check fires.
    Fires,
    /// The check is decided and does not fire.
    Silent,
    /// The check stays undecided.
    Undecided,
    /// The calculated item has a value.
    Value,
    /// The item or section is shown by its rule.
    Shown,
    /// The item or section is hidden by its rule.
    Hidden,
}

impl What {
    /// Every one, in the order of reports.
    pub const ALL: [What; 6] = [What::Fires, What::Silent, What::Undecided, What::Value, What::Shown, What::Hidden];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            What::Fires => "fires",
            What::Silent => "does_not_fire",
            What::Undecided => "undecided",
            What::Value => "value",
            What::Shown => "shown",
            What::Hidden => "hidden",
        }
    }
}

/// The part of a form that a goal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A check, or a label rule of a product.
    Check,
    /// An item.
    Item,
    /// A section.
    Section,
}

impl Part {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Part::Check => "check",
            Part::Item => "item",
            Part::Section => "section",
        }
    }
}

/// Something that examples should show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What should be seen.
    pub what: What,
    /// Of which part.
    pub part: Part,
    /// The part's id.
    pub id: Arc<str>,
    /// An example shows it.
    pub reached: bool,
    /// Where the part stands in the form.
    at: usize,
}

/// The goals of a form, and how far its examples reach.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Every goal, in the order of the form.
    pub goals: Vec<Goal>,
}

impl Coverage {
    /// The goals of a form, none reached; of label rules only when their examples are judged too.
    pub fn new(form: &Form, with_labels: bool) -> Coverage {
        let checks = form.checks.iter().enumerate().filter(|(_, check)| with_labels || check.label_rule.is_none());
        let mut goals: Vec<Goal> = checks.flat_map(|(at, check)| of_check(form, at, check)).collect();
        for (at, section) in form.sections.iter().enumerate() {
            let rule = section.shown_if;
            goals.extend(rule.into_iter().flat_map(|rule| branches(form, rule, Part::Section, &section.id, at)));
        }
        for (at, item) in form.items.iter().enumerate().filter(|(_, item)| !item.retired) {
            if item.kind == Kind::Calculated {
                goals.push(Goal { what: What::Value, part: Part::Item, id: item.id.clone(), reached: false, at });
            }
            goals.extend(own_rule(form, at).into_iter().flat_map(|rule| branches(form, rule, Part::Item, &item.id, at)));
        }
        Coverage { goals }
    }

    /// Judges an example and notes what it shows. Answers that cannot be read show nothing.
    pub fn add(&mut self, validator: &Validator, example: &Example) {
        let Ok(answers) = validator.read(example.given.text().as_bytes()) else { return };
        let record = validator.record(answers, &validator.read_context(&example.context.members()), example.today.lo);
        let undecided = validator.outcome(&record).undecided;
        let settler = Settler { form: &validator.form, plan: &validator.plan };
        for goal in self.goals.iter_mut().filter(|goal| !goal.reached) {
            goal.reached = match goal.what {
                What::Fires => has_verdict(settler, &record, goal.at, Truth::True),
                What::Silent => has_verdict(settler, &record, goal.at, Truth::False),
                What::Undecided => undecided.iter().any(|undecided| undecided.check == goal.id),
                What::Value => has_value(settler, &record, goal.at),
                What::Shown => is_seen(settler, &record, goal, Shown::Yes),
                What::Hidden => is_seen(settler, &record, goal, Shown::No),
            };
        }
    }

    /// How many goals of a kind are reached, and how many there are.
    pub fn count(&self, what: What) -> (usize, usize) {
        let of = self.goals.iter().filter(|goal| goal.what == what);
        (of.clone().filter(|goal| goal.reached).count(), of.count())
    }

    /// The goals that no example reaches.
    pub fn missing(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| !goal.reached)
    }
}

fn of_check(form: &Form, at: usize, check: &Check) -> Vec<Goal> {
    let rule = check.violated_if;
    let goal = |what| Goal { what, part: Part::Check, id: check.id.clone(), reached: false, at };
    let mut goals = vec![goal(What::Fires)];
    if can_become(form, rule, false, &[]) {
        goals.push(goal(What::Silent));
    }
    if can_be_undecided(form, rule) {
        goals.push(goal(What::Undecided));
    }
    goals
}

fn branches(form: &Form, rule: RuleId, part: Part, id: &Arc<str>, at: usize) -> Vec<Goal> {
    let goal = |what| Goal { what, part, id: id.clone(), reached: false, at };
    let wanted = [(What::Shown, true), (What::Hidden, false)];
    wanted.into_iter().filter(|(_, truth)| can_become(form, rule, *truth, &[])).map(|(what, _)| goal(what)).collect()
}

/// The item's own rule: its section's comes first.
fn own_rule(form: &Form, at: usize) -> Option<RuleId> {
    let item = form.items.get(at)?;
    let of_section = form.sections.get(usize::from(item.section)).and_then(|section| section.shown_if);
    item.shown_if.iter().find(|rule| Some(**rule) != of_section).copied()
}

fn has_verdict(settler: Settler<'_>, record: &Record, check: usize, wanted: Truth) -> bool {
    match settler.plan.checks.get(check).and_then(|check| check.group) {
        None => record.verdicts.get(check) == Some(&wanted),
        Some(group) => {
            let verdicts = record.row_verdicts.get(check).map(Vec::as_slice).unwrap_or_default();
            let mut of_rows = (0_u16..).zip(verdicts);
            of_rows.any(|(row, verdict)| *verdict == wanted && record.is_frame_shown(Some((group, row))))
        }
    }
}

/// The frames in which an item stands and is asked about: the form, or every row that is shown.
fn frames(settler: Settler<'_>, record: &Record, item: usize) -> Vec<Row> {
    let id = u32::try_from(item).ok().map(crate::program::program::ItemId);
    let Some(home) = id.and_then(|id| settler.plan.home(id)) else { return Vec::new() };
    match home.group {
        None => vec![None],
        Some(group) => (0..rows(record, group)).map(|row| Some((group, row))).filter(|row| record.is_frame_shown(*row)).collect(),
    }
}

fn has_value(settler: Settler<'_>, record: &Record, item: usize) -> bool {
    let Some(slot) = settler.form.items.get(item).map(|item| item.slot) else { return false };
    frames(settler, record, item).into_iter().any(|row| record.read(row, slot).is_some_and(|slot| slot.value().is_some()))
}

fn is_seen(settler: Settler<'_>, record: &Record, goal: &Goal, wanted: Shown) -> bool {
    match goal.part {
        Part::Section => {
            let rule = settler.form.sections.get(goal.at).and_then(|section| section.shown_if);
            rule.is_some_and(|rule| settler.shown(record, &[rule], None) == wanted)
        }
        _ => {
            let Some(rule) = own_rule(settler.form, goal.at) else { return false };
            frames(settler, record, goal.at).into_iter().any(|row| settler.shown(record, &[rule], row) == wanted)
        }
    }
}
