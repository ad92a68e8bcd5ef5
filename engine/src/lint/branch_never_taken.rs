//! A branch of `condition ? a : b` that no answers can reach.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::program::node::Node;
use crate::program::program::ScopeId;
use crate::reason::world::{World, items, visibility};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "branch-never-taken",
        "計算の `条件 ? a : b` に、どの回答でも選ばれない枝があります。前の条件がすでに同じ場合を扱っていることが多いです。",
        "In a calculated item, a branch of `condition ? a : b` can never be taken; often an earlier condition already covers the case.",
        "grade == \"5\" ? 5 : grade == \"5\" ? 4 : 1",
        "grade == \"5\" ? 5 : grade == \"4\" ? 4 : 1",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for (_, item) in items(form) {
            let Some(rule) = item.value.and_then(|id| form.program.rules.get(id.0 as usize)) else { continue };
            let mut world = World::new(form);
            let shown = visibility(form, item).into_iter().all(|rule| world.assume_rule(rule, true));
            let dead = if shown { dead(&rule.node, rule.scope, &world) } else { 0 };
            if dead == 0 {
                continue;
            }
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "value"),
                (
                    format!("計算項目 `{id}` に、選ばれることのない枝が{dead}つあります。"),
                    format!("of the branches in the value of `{id}`, {dead} can never be taken"),
                ),
                (
                    "条件の順序と、前の条件との重なりを確かめてください。".into(),
                    "look at the order of the conditions, and whether one covers another".into(),
                ),
            );
        }
    }
}

/// How many branches cannot be reached.
fn dead(node: &Node, scope: ScopeId, world: &World<'_>) -> usize {
    match node {
        Node::If(condition, yes, no) => [(yes, true), (no, false)]
            .into_iter()
            .map(|(branch, wanted)| {
                let mut there = world.clone();
                if there.assume(condition, wanted, scope) { dead(branch, scope, &there) } else { 1 }
            })
            .sum(),
        Node::Arithmetic(_, a, b) => dead(a, scope, world) + dead(b, scope, world),
        Node::Negate(part) => dead(part, scope, world),
        Node::Call(_, parts) => parts.iter().map(|part| dead(part, scope, world)).sum(),
        _ => 0,
    }
}
