//! Where an item or a check comes from, what its rules read, and which rules read it.

use std::collections::BTreeSet;

use crate::form::form::Form;
use crate::form::item::{Item, Required};
use crate::form::provenance::Step;
use crate::program::program::{ItemId, RuleId};

/// What is known about an item or a check of a form.
#[derive(Clone, Debug)]
pub struct Trace<'f> {
    /// `item` or `check`.
    pub noun: &'static str,
    /// Its id.
    pub id: &'f str,
    /// The steps that made it, in their order.
    pub steps: Vec<Step>,
    /// Its rules: the key, the rule, and what it reads (`item`, or `form.item`).
    pub rules: Vec<RuleTrace>,
    /// Items and checks whose rules read it: the key and the id.
    pub read_by: BTreeSet<(String, &'static str)>,
}

/// One rule of an item or check.
#[derive(Clone, Debug)]
pub struct RuleTrace {
    /// `show_if`, `required`, `value` or `violated_if`.
    pub key: &'static str,
    /// The rule, with the ids of this form.
    pub text: String,
    /// What it reads.
    pub reads: Vec<String>,
}

/// Traces an item or a check; `None` when the form has neither of this id.
pub fn trace<'f>(form: &'f Form, id: &str) -> Option<Trace<'f>> {
    if let Some((at, item)) = form.find_item(id) {
        let steps = form.provenance.of_item(&item.id, at);
        let rules = rules_of(item).into_iter().filter_map(|(key, rule)| rule_trace(form, key, rule)).collect();
        return Some(Trace { noun: "item", id: &item.id, steps, rules, read_by: readers(form, at) });
    }
    let check = form.checks.iter().find(|check| *check.id == *id)?;
    let steps = form.provenance.of_check(&check.id);
    let rules = rule_trace(form, "violated_if", check.violated_if).into_iter().collect();
    Some(Trace { noun: "check", id: &check.id, steps, rules, read_by: BTreeSet::new() })
}

fn rules_of(item: &Item) -> Vec<(&'static str, RuleId)> {
    let shown = item.shown_if.iter().map(|rule| ("show_if", *rule));
    let required = match item.required {
        Required::If(rule) => Some(("required", rule)),
        Required::No | Required::Always => None,
    };
    shown.chain(required).chain(item.value.map(|rule| ("value", rule))).collect()
}

fn rule_trace(form: &Form, key: &'static str, id: RuleId) -> Option<RuleTrace> {
    let rule = form.program.rules.get(id.0 as usize)?;
    let own = rule.reads.iter().filter_map(|id| Some(form.item(*id)?.id.to_string()));
    let first = form.scopes.first().map_or(0, |scope| scope.slots.len());
    let foreign = rule.imports.iter().filter_map(|slot| {
        let import = form.imports.get(usize::from(*slot).checked_sub(first)?)?;
        Some(format!("{}.{}", import.form, import.item.id))
    });
    Some(RuleTrace { key, text: rule.text.to_string(), reads: own.chain(foreign).collect() })
}

fn readers(form: &Form, of: ItemId) -> BTreeSet<(String, &'static str)> {
    let reads = |id: RuleId| form.program.rules.get(id.0 as usize).is_some_and(|rule| rule.reads.contains(&of));
    let items = form
        .items
        .iter()
        .flat_map(|item| rules_of(item).into_iter().filter(|(_, rule)| reads(*rule)).map(|(key, _)| (item.id.to_string(), key)));
    let checks = form.checks.iter().filter(|check| reads(check.violated_if)).map(|check| (check.id.to_string(), "violated_if"));
    items.chain(checks).collect()
}
