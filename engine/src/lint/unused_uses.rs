//! A form named under `uses` of which no rule reads anything.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Place, Subject};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "unused-uses",
        "`uses` にある様式の項目を、どの規則も読んでいません。読まない様式を挙げると、その様式が変わるたびに影響を疑うことになります。",
        "No rule reads anything of a form named under `uses`. Whoever changes that form would have to suspect this one.",
        "uses: [infusion] # no rule says infusion.…",
        "uses: []",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    // The form that says what is treated is named so that label rules of products, also future ones, can apply.
    let treatment =
        subject.library.registry.as_ref().and_then(|registry| registry.treatment.as_ref()).map(|treatment| &treatment.form);
    for form in subject.forms() {
        let Some(file) = subject.form_file(form) else { continue };
        for written in file.root.get("uses").map_or(&[][..], |uses| uses.members()) {
            let Some(used) = written.word() else { continue };
            if Some(used) == treatment || form.imports.iter().any(|import| import.form == *used) {
                continue;
            }
            found.report(
                Some(Place { file: file.path.clone(), span: written.span }),
                (format!("様式 `{used}` の項目を読む規則がありません。"), format!("no rule here reads an item of form `{used}`")),
                (format!("`uses` から `{used}` を外してください。"), format!("take `{used}` out of `uses`")),
            );
        }
    }
}
