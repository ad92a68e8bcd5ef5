//! What is held at an item beside its range and the form's checks: row counts, rows that say the same, agreement with what follows from
//! other answers, choices that depend on other answers.

use engine::form::guard::{Choices, GuardKind};
use engine::form::item::Item;
use engine::lang::{Lang, Text};
use engine::program::program::{ItemId, RuleId};

use crate::export::rules::Rules;

/// One guard.
pub struct Held {
    /// The key in definitions.
    pub key: &'static str,
    /// `error` or `warning`.
    pub weight: &'static str,
    /// As in the definition, on one line.
    pub written: String,
    /// What is held, in words.
    pub words: Text,
    /// What people read when it does not hold.
    pub message: Text,
    /// The rule that is definitely true when it does not hold; unique rows have none.
    pub rule: Option<RuleId>,
}

/// The guards of an item.
pub fn of(rules: &Rules<'_>, item: &Item) -> Vec<Held> {
    let mut choices = item.choices_if.iter();
    let one = |guard: &engine::form::guard::Guard| {
        let (written, weight) = match guard.kind {
            GuardKind::ChoiceNotAllowed => (choices.next().map_or_else(String::new, |one| allowed(rules, item, one)), "error"),
            GuardKind::DerivedDiffers => (derived(rules, item), item.weight_of_difference().name()),
            GuardKind::Unique => (unique(rules, item), "error"),
            GuardKind::RowCount => (format!("row_count: {}", id(rules, item.row_count)), "error"),
        };
        let words = match guard.rule {
            Some(rule) => {
                Text::new(format!("誤り: {}", rules.line(rule, Lang::Ja)), format!("wrong when {}", rules.line(rule, Lang::En)))
            }
            None => guard.message.clone(),
        };
        Held { key: guard.kind.key(), weight, written, words, message: guard.message.clone(), rule: guard.rule }
    };
    item.guards.iter().map(one).collect()
}

fn id(rules: &Rules<'_>, of: Option<ItemId>) -> String {
    of.and_then(|of| rules.form.item(of)).map_or_else(String::new, |item| item.id.to_string())
}

fn allowed(rules: &Rules<'_>, item: &Item, choices: &Choices) -> String {
    let codes = choices.codes.iter().filter_map(|at| item.list.as_deref()?.get(*at)).map(|code| &*code.code);
    format!("choices_if: {} if {}", codes.collect::<Vec<_>>().join(", "), rules.written(choices.allowed_if))
}

fn derived(rules: &Rules<'_>, item: &Item) -> String {
    let reason = id(rules, item.difference_reason);
    let reason = if reason.is_empty() { String::new() } else { format!(", difference_reason: {reason}") };
    format!("derived: {}{reason}", id(rules, item.derived))
}

/// The guard stands at the first of the items that no two rows may share.
fn unique(rules: &Rules<'_>, item: &Item) -> String {
    let group = rules.groups_around(item).pop();
    let ids = group.map_or_else(Vec::new, |group| group.unique.iter().map(|of| id(rules, Some(*of))).collect());
    format!("unique: {}", ids.join(", "))
}
