//! Two label rules of one product of which one is always violated.

use crate::diagnostic::table::row;
use crate::form::form::Form;
use crate::form::item::Check;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::program::node::Node;
use crate::program::program::{RuleId, ScopeId};
use crate::reason::world::World;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "contradictory-label-rules",
        "同じ製品の2つの添付文書規則を、同時に満たす回答がありません。どう入力しても必ずどちらかに該当するため、警告が意味を持たなくなります。",
        "No answers satisfy both of two label rules of one product: whatever is entered, one of them warns, so that the warning says nothing.",
        "- { id: dose_low, violated_if: car_cells_total < 600, … }\n- { id: dose_high, violated_if: car_cells_total > 60, … }",
        "- { id: dose_low, violated_if: car_cells_total < 60, … }\n- { id: dose_high, violated_if: car_cells_total > 600, … }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let rules: Vec<(&Check, &str)> = form.checks.iter().filter_map(|check| Some((check, product(check)?))).collect();
        for (at, (first, product)) in rules.iter().enumerate() {
            for (second, _) in rules.iter().skip(at + 1).filter(|(_, other)| other == product) {
                if first.id == second.id || !is_contradiction(form, first.violated_if, second.violated_if) {
                    continue;
                }
                let (a, b) = (&first.id, &second.id);
                found.report(
                    subject.check_place(form, b, "violated_if"),
                    (
                        format!("添付文書規則 `{a}` と `{b}` を同時に満たす回答がありません。"),
                        format!("no answers satisfy both label rules `{a}` and `{b}`"),
                    ),
                    ("どちらかの条件を直してください。".into(), "mend the condition of one of them".into()),
                );
            }
        }
    }
}

/// The product whose label says it: `product/indication/rule@version`.
fn product(check: &Check) -> Option<&str> {
    check.label_rule.as_deref()?.split('/').next()
}

/// Where what both suppose (product, disease, period) holds, one of them is violated.
fn is_contradiction(form: &Form, first: RuleId, second: RuleId) -> bool {
    let rule = |id: RuleId| form.program.rules.get(id.0 as usize);
    let (Some(a), Some(b)) = (rule(first), rule(second)) else { return false };
    let (Node::And(of_a), Node::And(of_b)) = (&a.node, &b.node) else { return false };
    let shared: Vec<&Node> = of_a.iter().filter(|part| of_b.contains(part)).collect();
    if shared.is_empty() || a.scope != ScopeId(0) || b.scope != ScopeId(0) {
        return false;
    }
    let mut world = World::new(form);
    // Twice: what the last rule says may matter to the first.
    let can_both_hold = (0..2).all(|_| {
        shared.iter().all(|part| world.assume(part, true, a.scope))
            && world.assume_rule(first, false)
            && world.assume_rule(second, false)
    });
    !can_both_hold
}
