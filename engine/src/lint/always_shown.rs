//! A `show_if` that is always true once it can be decided.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::program::program::RuleId;
use crate::reason::world::{can_become, items, visibility};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "always-shown",
        "`show_if` が決して偽にならないため、条件として働いていません。周りの `show_if` と同じことを繰り返しているか、書き間違いです。",
        "The `show_if` can never be false, so it decides nothing: it repeats what stands around it, or it is mistyped.",
        "show_if: weight >= 0 || weight < 0",
        "",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for (_, item) in items(form) {
            let rules = visibility(form, item);
            let Some(own) = item.shown_if.last().copied() else { continue };
            let section = form.sections.get(usize::from(item.section)).and_then(|section| section.shown_if);
            let given: Vec<RuleId> = rules.into_iter().filter(|rule| *rule != own).collect();
            // What waits for an answer still hides the item until then, so only rules that repeat what stands around decide nothing.
            let reads = form.program.rules.get(own.0 as usize).map_or(0, |rule| rule.reads.len() + rule.imports.len());
            let idle = !can_become(form, own, false, &given) && (reads == 0 || !given.is_empty());
            if section == Some(own) || !idle || !can_become(form, own, true, &given) {
                continue;
            }
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "show_if"),
                (
                    format!("項目 `{id}` の `show_if` は常に成り立ちます。"),
                    format!("the `show_if` of item `{id}` is always true here"),
                ),
                (
                    "条件を削除するか、書き間違いがないか確かめてください。".into(),
                    "delete the condition, or look whether it is mistyped".into(),
                ),
            );
        }
    }
}
