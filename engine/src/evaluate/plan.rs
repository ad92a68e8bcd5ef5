//! A form made ready to run: where each item's slot is, which items have rules and in what order, each item's limits, compiled patterns.
//! Built once per form version and shared by all records and threads.

use crate::answers::nesting::{Nesting, group_of_scope};
use crate::evaluate::builtin::Builtin;
use crate::evaluate::limits::{Limits, whole_text};
use crate::form::form::{Form, Scope};
use crate::form::item::{Conditions, Details, Item, Required};
use crate::program::program::{ItemId, RuleId};
use crate::value::rounding::Rounding;
use regex::Regex;
use std::collections::HashMap;
use std::sync::Arc;

/// What is needed at run time beside the form itself.
pub struct Plan {
    /// Patterns of `matches`.
    pub patterns: Vec<Regex>,
    /// Where each item's slot is, by item.
    pub homes: Vec<Home>,
    /// What to judge in the form's own slots.
    pub root: Vec<Spec>,
    /// The groups, in the order of the form's scopes.
    pub groups: Vec<GroupPlan>,
    /// Which group stands in which.
    pub nesting: Nesting,
    /// Items whose visibility or value has a rule, in settling order.
    pub steps: Vec<Step>,
    /// The step of an item, by item.
    pub step_of: Vec<Option<u32>>,
    /// The group over whose rows a check runs, by check.
    pub checks: Vec<CheckPlan>,
    /// Items that offer some codes under rules only.
    pub filtered: Vec<ItemId>,
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
    /// What a value may be; items that share their details share their limits.
    pub limits: Option<Arc<Limits>>,
    /// For a group: its place and the fewest and most rows.
    pub rows: Option<(u16, u16, u16)>,
    /// Whether its value comes from a rule.
    pub calculated: bool,
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
    pub specs: Vec<Spec>,
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
        let homes: Vec<Home> = form.items.iter().map(home).collect();
        let root = form.scopes.first();
        let nesting = Nesting::new(form);
        let mut shared = SharedLimits::default();
        let steps: Vec<Step> = form.program.order.iter().filter_map(|step| step_of(form, &homes, step.item)).collect();
        let mut place_of_step = vec![None; form.items.len()];
        for (at, step) in (0_u32..).zip(&steps) {
            if let Some(place) = place_of_step.get_mut(step.item.0 as usize) {
                *place = Some(at);
            }
        }
        Plan {
            patterns: form.program.patterns.iter().map(|pattern| whole_text(pattern)).collect(),
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
}

fn home(item: &Item) -> Home {
    Home { group: group_of_scope(item.scope.0), slot: item.slot }
}

/// Limits by the details they follow from (by address: the form holds them) and by whether the value is calculated.
type SharedLimits = HashMap<(*const Details, bool), Option<Arc<Limits>>>;

fn specs(form: &Form, slots: &[ItemId], shared: &mut SharedLimits) -> Vec<Spec> {
    slots.iter().filter_map(|id| Some(spec(*id, form.item(*id)?, shared))).collect()
}

fn spec(id: ItemId, item: &Item, shared: &mut SharedLimits) -> Spec {
    let asked = !item.retired && item.value.is_none() && item.group.is_none();
    Spec {
        item: id,
        required: if asked { item.required } else { Required::No },
        limits: shared
            .entry((Arc::as_ptr(&item.details), item.value.is_some()))
            .or_insert_with(|| Limits::new(item).map(Arc::new))
            .clone(),
        rows: item.rows.and_then(|rows| Some((group_of_scope(rows.0)?, item.min_rows, item.max_rows))),
        calculated: item.value.is_some(),
        guards: item.guards.iter().filter_map(|guard| Some((Builtin::from(guard.kind), guard.rule?))).collect(),
    }
}

fn group_plan(form: &Form, scope: &Scope, outer: Option<u16>, shared: &mut SharedLimits) -> GroupPlan {
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
