//! Lints: what is sound and still better written otherwise. One file and one row each; levels are warnings, and `waive` lets one pass
//! with a reason. Only the newest version of each form is looked at: what is published cannot be mended.

mod always_shown;
mod attachment_not_pii;
mod branch_never_taken;
mod calculated_without_help;
mod check_always_fires;
mod check_never_fires;
mod check_without_example;
mod contradictory_label_rules;
mod date_without_upper_bound;
mod duplicate_across_forms;
mod duplicate_meaning;
mod form_never_opened;
mod identifying_elsewhere;
mod identifying_not_pii;
mod item_without_why;
/// One lint.
pub mod lint;
mod number_without_unit;
mod required_never;
mod stale_translation;
/// What lints look at.
pub mod subject;
mod unknown_as_code;
mod unreachable;
mod untranslated;
mod unused_list;
mod unused_shared_item;
mod unused_uses;
mod unused_waiver;
/// Findings that pass with a reason.
pub mod waiver;

use rayon::prelude::*;

use crate::diagnostic::diagnostic::{Diagnostic, Level};
use crate::library::library::Library;
use crate::source::SourceFile;
use lint::{Found, Lint};
use subject::Subject;
use waiver::Waived;

/// Every lint, in alphabetical order.
pub const LINTS: &[Lint] = &[
    always_shown::LINT,
    attachment_not_pii::LINT,
    branch_never_taken::LINT,
    calculated_without_help::LINT,
    check_always_fires::LINT,
    check_never_fires::LINT,
    check_without_example::LINT,
    contradictory_label_rules::LINT,
    date_without_upper_bound::LINT,
    duplicate_across_forms::LINT,
    duplicate_meaning::LINT,
    form_never_opened::LINT,
    identifying_elsewhere::LINT,
    identifying_not_pii::LINT,
    item_without_why::LINT,
    number_without_unit::LINT,
    required_never::LINT,
    stale_translation::LINT,
    unknown_as_code::LINT,
    unreachable::LINT,
    untranslated::LINT,
    unused_list::LINT,
    unused_shared_item::LINT,
    unused_uses::LINT,
    unused_waiver::LINT,
];

/// What the lints say about a library.
#[derive(Debug, Default)]
pub struct Report {
    /// What stands, in the order of files and places.
    pub found: Vec<Diagnostic>,
    /// What a waiver lets pass.
    pub waived: Vec<Waived>,
}

/// A library, its faults, and what the lints say.
#[derive(Debug)]
pub struct Checked {
    /// What could be linked.
    pub library: Library,
    /// Every fault, in the order of files and places.
    pub faults: Vec<Diagnostic>,
    /// Of a library with errors nothing: beside them lints would only be noise.
    pub lints: Report,
}

/// Reads and links a library and runs every lint; each file is read once.
pub fn check(files: &[SourceFile]) -> Checked {
    let (library, faults, files) = Library::read_written(files);
    let has_errors = faults.iter().any(|fault| fault.level == Level::Error);
    let lints = if has_errors { Report::default() } else { lint(&Subject { library: &library, files }) };
    Checked { library, faults, lints }
}

fn lint(subject: &Subject<'_>) -> Report {
    let found = LINTS.par_iter().flat_map_iter(|lint| {
        let mut here = Found::new(lint.row.code);
        (lint.run)(subject, &mut here);
        here.diagnostics
    });
    let found = found.collect();
    let mut waivers: Vec<waiver::Waiver> = subject.files.iter().flat_map(waiver::waivers).collect();
    let (mut found, waived) = waiver::part(found, &mut waivers);
    let mut idle = Found::new(unused_waiver::LINT.row.code);
    let is_past = |path: &str| {
        path.starts_with("forms/") && !subject.forms().any(|form| subject.form_file(form).is_some_and(|file| &*file.path == path))
    };
    waivers
        .iter()
        .filter(|waiver| !waiver.used && !is_past(&waiver.file))
        .for_each(|waiver| unused_waiver::report(waiver, LINTS.iter().map(|lint| lint.row.code), &mut idle));
    found.append(&mut idle.diagnostics);
    found.sort_by(|a, b| (&a.file, a.span, a.code).cmp(&(&b.file, b.span, b.code)));
    found.dedup();
    Report { found, waived }
}
