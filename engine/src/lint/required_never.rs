//! A rule under `required` that can never be true.

use crate::diagnostic::table::row;
use crate::form::item::Required;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::{can_become, items, visibility};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "required-never",
        "`required` の条件が、項目が表示されている間は決して成り立ちません。必須にしたつもりの回答が空欄のまま完了してしまいます。",
        "The rule under `required` can never be true while the item is shown, so a record is complete without the answer that was meant to be required.",
        "show_if: sex == \"female\"\nrequired: sex == \"male\"",
        "required: true",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for (_, item) in items(form) {
            let Required::If(rule) = item.required else { continue };
            let given = visibility(form, item);
            // An item that is never shown is told about by another lint.
            let is_dark = given.last().is_some_and(|last| !can_become(form, *last, true, &given));
            if is_dark || can_become(form, rule, true, &given) {
                continue;
            }
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "required"),
                (format!("項目 `{id}` が必須になることはありません。"), format!("item `{id}` is never required")),
                (
                    "`required` の条件を、`show_if` や範囲と見比べてください。".into(),
                    "compare the rule under `required` with the item's `show_if` and with the ranges".into(),
                ),
            );
        }
    }
}
