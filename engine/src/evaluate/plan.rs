//! A form made ready to run: where each item's slot is, which items have rules and in what order, each item's limits, compiled patterns.
//! Built once per form version and shared by all records and threads.

use crate::answers::nesting::{Nesting, group_of_scope};
use crate::evaluate::builtin::Builtin;
use crate::evaluate::limits::Limits;
use crate::evaluate::pattern::Pattern;
use crate::form::form::{Form, Scope};
use crate::form::item::{Conditions, Details, Item, Required};
use crate::program::program::{ItemId, RuleId};
use crate::value::rounding::Rounding;
use std::collections::HashMap;
use std::num::NonZero;
use std::sync::Arc;

/// What is needed at run time beside the form itself.
pub struct Plan {
    /// Patterns of `matches`.
    pub patterns: Box<[Pattern]>,
    /// Where each item's slot is, by item.
    pub homes: Box<[Home]>,
    /// What to judge in the form's own slots.
    pub root: Box<[Spec]>,
    /// The groups, in the order of the form's scopes.
    pub groups: Box<[GroupPlan]>,
    /// Which group stands in which.
    pub nesting: Nesting,
    /// Items whose visibility or value has a rule, in settling order.
    pub steps: Box<[Step]>,
    /// The step of an item, by item, counted from 1.
    step_of: Box<[Option<NonZero<u32>>]>,
    /// The group over whose rows a check runs, by check.
    pub checks: Box<[CheckPlan]>,
    /// Items that offer some codes under rules only.
    pub filtered: Box<[ItemId]>,
}

/// Where an item's slot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// The group in whose rows it is, by its place among all groups of the form.
    pub group: Option<u16>,
    /// The slot in the form or in a row.
    pub slot: u16,
}

/// What to judge in one slot.
pub struct Spec {
    /// The item.
    pub item: ItemId,
    /// When an answer is required.
    pub required: Required,
    /// What an answer is held against; items that share their details share it.
    pub held: Option<Arc<Held>>,
    /// For a group: its place and the fewest and most rows.
    pub rows: Option<(u16, u16, u16)>,
    /// Whether its value comes from a rule.
    pub calculated: bool,
    /// Whether rules or rows have a say in what is required or found: such a slot is judged with the whole record in view.
    pub ruled: bool,
}

impl Spec {
    /// What a value may be.
    #[inline]
    pub fn limits(&self) -> Option<&Limits> {
        self.held.as_deref().and_then(|held| held.limits.as_ref())
    }
}

/// What an answer is held against.
pub struct Held {
    /// What a value may be.
    pub limits: Option<Limits>,
    /// Findings that rules decide.
    pub guards: Box<[(Builtin, RuleId)]>,
}

/// A group.
pub struct GroupPlan {
    /// The group's item.
    pub item: ItemId,
    /// Its slot in the form or in the rows it stands in.
    pub slot: usize,
    /// The group in whose rows it stands.
    pub outer: Option<u16>,
    /// What to judge in each row.
    pub specs: Box<[Spec]>,
    /// The slots that no two rows may share; the finding stands at the first.
    pub unique: Box<[u16]>,
}

/// An item with rules.
pub struct Step {
    /// The item.
    pub item: ItemId,
    /// Where its slot is.
    pub home: Home,
    /// All must hold for it to be shown.
    pub shown_if: Conditions,
    /// The rule of its value.
    pub value: Option<RuleId>,
    /// Places to which a calculated number is rounded, and how.
    pub decimals: Option<(u8, Rounding)>,
}

/// A check.
#[derive(Clone, Copy)]
pub struct CheckPlan {
    /// Its rule.
    pub rule: RuleId,
    /// The group over whose rows it runs.
    pub group: Option<u16>,
}

impl Plan {
    /// The plan of a form.
    pub fn new(form: &Form) -> Plan {
        let homes: Box<[Home]> = form.items.iter().map(home).collect();
        let root = form.scopes.first();
        let nesting = Nesting::new(form);
        let mut shared = SharedHeld::default();
        let steps: Box<[Step]> = form.program.order.iter().filter_map(|step| step_of(form, &homes, step.item)).collect();
        let mut place_of_step: Box<[_]> = vec![None; form.items.len()].into();
        for (at, step) in (1_u32..).zip(&steps) {
            if let Some(place) = place_of_step.get_mut(step.item.0 as usize) {
                *place = NonZero::new(at);
            }
        }
        Plan {
            patterns: form.program.patterns.iter().map(|pattern| Pattern::new(pattern.clone())).collect(),
            root: specs(form, root.map(|root| root.slots.as_slice()).unwrap_or_default(), &mut shared),
            groups: (0_u16..)
                .zip(form.scopes.iter().skip(1))
                .map(|(at, scope)| group_plan(form, scope, nesting.outer(at), &mut shared))
                .collect(),
            nesting,
            steps,
            step_of: place_of_step,
            checks: form.checks.iter().map(|check| check_plan(form, check.violated_if)).collect(),
            filtered: (0_u32..)
                .map(ItemId)
                .zip(&form.items)
                .filter(|(_, item)| !item.choices_if.is_empty())
                .map(|(id, _)| id)
                .collect(),
            homes,
        }
    }

    /// Where an item's slot is.
    #[inline]
    pub fn home(&self, item: ItemId) -> Option<Home> {
        self.homes.get(item.0 as usize).copied()
    }

    /// The step of an item, if its visibility or value has a rule.
    #[inline]
    pub fn step(&self, item: ItemId) -> Option<&Step> {
        let at = self.step_of.get(item.0 as usize).copied().flatten()?;
        self.steps.get(at.get() as usize - 1)
    }
}

fn home(item: &Item) -> Home {
    Home { group: group_of_scope(item.scope.0), slot: item.slot }
}

/// By the details it follows from (by address: the form holds them) and by whether the value is calculated.
type SharedHeld = HashMap<(*const Details, bool), Option<Arc<Held>>>;

fn specs(form: &Form, slots: &[ItemId], shared: &mut SharedHeld) -> Box<[Spec]> {
    slots.iter().filter_map(|id| Some(spec(*id, form.item(*id)?, shared))).collect()
}

fn spec(id: ItemId, item: &Item, shared: &mut SharedHeld) -> Spec {
    let asked = !item.retired && item.value.is_none() && item.group.is_none();
    let required = if asked { item.required } else { Required::No };
    let held = shared.entry((Arc::as_ptr(&item.details), item.value.is_some())).or_insert_with(|| held(item)).clone();
    let guarded = held.as_deref().is_some_and(|held| !held.guards.is_empty());
    Spec {
        item: id,
        ruled: guarded || item.rows.is_some() || matches!(required, Required::If(_)),
        required,
        held,
        rows: item.rows.and_then(|rows| Some((group_of_scope(rows.0)?, item.min_rows, item.max_rows))),
        calculated: item.value.is_some(),
    }
}

fn held(item: &Item) -> Option<Arc<Held>> {
    let limits = Limits::new(item);
    let guards: Box<[_]> = item.guards.iter().filter_map(|guard| Some((Builtin::from(guard.kind), guard.rule?))).collect();
    (limits.is_some() || !guards.is_empty()).then(|| Arc::new(Held { limits, guards }))
}

fn group_plan(form: &Form, scope: &Scope, outer: Option<u16>, shared: &mut SharedHeld) -> GroupPlan {
    let item = scope.group.unwrap_or(ItemId(u32::MAX));
    GroupPlan {
        item,
        slot: form.item(item).map_or(usize::MAX, |item| usize::from(item.slot)),
        outer,
        specs: specs(form, &scope.slots, shared),
        unique: form
            .item(item)
            .map_or(Box::default(), |group| group.unique.iter().filter_map(|id| Some(form.item(*id)?.slot)).collect()),
    }
}

fn step_of(form: &Form, homes: &[Home], id: ItemId) -> Option<Step> {
    let item = form.item(id)?;
    if item.shown_if.is_empty() && item.value.is_none() {
        return None;
    }
    Some(Step {
        item: id,
        home: *homes.get(id.0 as usize)?,
        shown_if: item.shown_if,
        value: item.value,
        decimals: item.decimals.map(|places| (places, item.rounding)),
    })
}

fn check_plan(form: &Form, rule: RuleId) -> CheckPlan {
    let scope = form.program.rules.get(rule.0 as usize).map_or(0, |rule| rule.scope.0);
    CheckPlan { rule, group: group_of_scope(scope) }
}
