//! A check that fires whenever it can be decided.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::can_become;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "check-always-fires",
        "読む項目に回答があれば必ず該当するチェックです。多くは `violated_if` を逆に書いた(正しい状態を書いた)ものです。",
        "The check fires whatever is answered. Most often `violated_if` was written the wrong way round, as what should hold.",
        "violated_if: weight > 0 # with min: 1",
        "violated_if: weight > 300",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let always = |rule| can_become(form, rule, true, &[]) && !can_become(form, rule, false, &[]);
        for check in form.checks.iter().filter(|check| always(check.violated_if)) {
            let id = &check.id;
            found.report(
                subject.check_place(form, id, "violated_if"),
                (format!("チェック `{id}` は、何を回答しても該当します。"), format!("check `{id}` fires whatever is answered")),
                (
                    "`violated_if` には正しくない状態を書きます。条件が逆でないか確かめてください。".into(),
                    "`violated_if` says what is wrong: look whether the condition is the wrong way round".into(),
                ),
            );
        }
    }
}
