//! A check that no example makes fire.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::table::row;
use crate::evaluate::validator::Validator;
use crate::form::form::{Example, Form};
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "check-without-example",
        "どの例でも該当しないチェックです。該当する例があって初めて、条件が意図どおりに働くことを確かめられます。",
        "No example makes this check fire. Only an example that does shows that the condition means what was intended.",
        "examples: []",
        "examples:\n  - id: too_early\n    given: { onset: \"2026-03-31\" }\n    findings: [onset_before_infusion@onset]",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let of_products = subject.library.product_examples.iter().filter(|case| case.form == form.id).map(|case| &case.example);
        let fired = fired(form, form.examples.iter().chain(of_products));
        for check in form.checks.iter().filter(|check| !fired.contains(&check.id)) {
            let id = &check.id;
            found.report(
                subject.check_place(form, id, "id"),
                (format!("チェック `{id}` に該当する例がありません。"), format!("no example makes check `{id}` fire")),
                (
                    format!("`findings` に `{id}@…` を含む例を足してください。"),
                    format!("add an example whose `findings` hold `{id}@…`"),
                ),
            );
        }
    }
}

fn fired<'e>(form: &Arc<Form>, examples: impl Iterator<Item = &'e Example>) -> HashSet<Arc<str>> {
    let validator = Validator::new(form.clone());
    let judged = examples.filter_map(|example| {
        let context = validator.read_context(&example.context.members());
        Some(validator.judge(validator.read(example.given.text().as_bytes()).ok()?, &context, example.today.lo))
    });
    judged.flat_map(|outcome| outcome.findings).map(|finding| finding.code).collect()
}
