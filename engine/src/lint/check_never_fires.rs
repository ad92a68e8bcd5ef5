//! A check that can never be violated.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::can_become;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "check-never-fires",
        "`violated_if` が決して成り立たないチェックです。読む項目どうしが同時に表示されないか、許容範囲の外だけを調べています。",
        "The check can never fire: the items it reads are never shown together, or it looks only beyond what their ranges allow.",
        "violated_if: temperature > 50 # with max: 44",
        "soft_max: 42",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for check in form.checks.iter().filter(|check| !can_become(form, check.violated_if, true, &[])) {
            let id = &check.id;
            found.report(
                subject.check_place(form, id, "violated_if"),
                (
                    format!("チェック `{id}` に該当し得る回答は、許容範囲の中にありません。"),
                    format!("no allowed answers can violate check `{id}`"),
                ),
                (
                    "条件を、読む項目の `show_if`・コード・範囲と見比べてください。".into(),
                    "compare it with the `show_if`, codes and ranges of the items it reads".into(),
                ),
            );
        }
    }
}
