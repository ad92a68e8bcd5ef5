//! A form that rules read and that no product, schedule or later form opens.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Place, Subject};
use crate::syntax::tree::Node;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "form-never-opened",
        "規則が読んでいる様式を、どの製品の適応も予定も開きません。記入されることがないため、その値は常に不明です。",
        "A form that rules read is opened by no indication of a product and by no schedule. Nobody fills it, so what is read of it stays unknown.",
        "uses: [ward_round] # no product and no schedule names ward_round",
        "forms: [infusion, ward_round] # in a product's indication",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    let library = subject.library;
    if library.products.is_empty() {
        return;
    }
    let indications = library.products.iter().flat_map(|product| &product.indications);
    let mut opened: BTreeSet<&Arc<str>> = indications.flat_map(|one| &one.forms).map(|form| &form.value).collect();
    opened.extend(library.schedules.iter().flat_map(|schedule| schedule.forms()));
    for form in subject.forms().filter(|form| opened.contains(&form.id)) {
        let Some(file) = subject.form_file(form) else { continue };
        for written in file.root.get("uses").map_or(&[][..], |uses| uses.members()) {
            let Some((used, span)) = named(written) else { continue };
            // A form at a level of its own that no product asks for is not meant to be opened here.
            if opened.contains(used) || *used == form.id {
                continue;
            }
            found.report(
                Some(Place { file: file.path.clone(), span }),
                (
                    format!("様式 `{used}` は、どの製品の適応も予定も開きません。"),
                    format!("no indication of a product and no schedule opens form `{used}`"),
                ),
                (
                    format!("製品の `forms` か予定に `{used}` を足すか、`uses` から外してください。"),
                    format!("name `{used}` under `forms` of a product or in a schedule, or take it out of `uses`"),
                ),
            );
        }
    }
}

fn named(written: &Node) -> Option<(&Arc<str>, crate::source::Span)> {
    let node = written.get("form").unwrap_or(written);
    Some((node.word()?, node.span))
}
