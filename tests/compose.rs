//! Composition: a form put together from shared items and blocks means the same as the one written out, and its parts can be traced.
//!
//! Each case under `tests/compose/` holds `files/`, laid over the small library of the language cases, and `written.yaml`, the form
//! `visit` once more without any use.

use std::path::Path;
use std::process::Command;

use engine::form::digest::meaning;
use engine::library::library::Library;
use engine::library::publication::{Kind, bundle_to_files, publications};
use tests::case::find_cases;
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::program::{binary, ctr, finished};
use tests::root::path;
use tests::scratch::Scratch;

#[test]
fn a_composed_form_has_the_meaning_of_the_form_written_out() {
    let cases = find_cases(&path("tests/compose"), &["written.yaml"]);
    assert!(!cases.is_empty());
    for case in cases {
        let (composed, written) = (composed(&case), Scratch::new("written"));
        written.copy(&path("tests/language/base"), "");
        written.write("forms/visit/1.0.0.yaml", std::fs::read(case.join("written.yaml")).unwrap());
        let (composed, written) = (read(composed.path()), read(written.path()));
        let (one, other) = (composed.form("visit").unwrap(), written.form("visit").unwrap());
        let text = |form| serde_json::to_string_pretty(&meaning(form)).unwrap();
        assert_eq!(text(one), text(other), "{}", case.display());
        assert_eq!(one.digest(), other.digest());
    }
}

#[test]
fn examples_of_composed_forms_hold() {
    for case in find_cases(&path("tests/compose"), &["written.yaml"]) {
        let composed = composed(&case);
        let run = ctr(&["test", &composed.path().to_string_lossy()]);
        assert_eq!(run.code, 0, "{}: {}{}", case.display(), run.out, run.err);
    }
}

#[test]
fn commands_tell_where_things_come_from() {
    let mut goldens = Goldens::new();
    for case in find_cases(&path("tests/compose"), &["commands.txt"]) {
        let composed = composed(&case);
        let mut report = String::new();
        for line in std::fs::read_to_string(case.join("commands.txt")).unwrap().lines() {
            let run = finished(
                Command::new(binary("ctr"))
                    .args(line.split_whitespace())
                    .current_dir(composed.path())
                    .env_remove("CTR_LANG")
                    .output()
                    .unwrap(),
            );
            report.push_str(&format!("$ ctr {line}\n{}{}= {}\n\n", run.out, run.err, run.code));
        }
        goldens.compare(&case.join("report.txt"), &report);
    }
    goldens.finish();
}

#[test]
fn an_overlay_is_an_edition_of_its_own_and_leaves_the_base_as_it_was() {
    let with = composed(&path("tests/compose/overlay"));
    let without = Scratch::new("without");
    without.copy(&path("tests/language/base"), "");
    let (with, without) = (read(with.path()), read(without.path()));
    let (base, plain) = (with.form("infusion").unwrap(), without.form("infusion").unwrap());
    assert_eq!(base.digest(), plain.digest(), "a product never changes a form");
    let laid = with.form_for(base, "known", "lbcl");
    assert_ne!(laid.digest(), base.digest());
    assert_eq!(laid.laid.as_ref().unwrap().base, *base.digest());
    assert_eq!(laid.edition(), format!("1.0.0+known.lbcl.{}", &laid.digest()[..8]));
    assert_eq!(with.edition("infusion", &laid.edition()).unwrap().digest(), laid.digest());
    assert_eq!(with.form_for(base, "known", "mcl").digest(), base.digest(), "no overlay is laid for this disease");
    assert!(laid.checks.iter().any(|check| check.label_rule.as_deref() == Some("known/lbcl/known_dose@1.0.0")));
}

#[test]
fn what_is_published_compiles_again_from_its_own_files() {
    let mut counted = 0;
    for case in find_cases(&path("tests/compose"), &["files"]) {
        let scratch = composed(&case);
        let library = read(scratch.path());
        for publication in publications(&library).into_iter().filter(|publication| publication.kind == Kind::Form) {
            let (again, _) = Library::read(&bundle_to_files(&publication.bundle).unwrap());
            let edition = publication.version.unwrap();
            let form = again.edition(&publication.key, &edition);
            assert_eq!(form.map(|form| form.digest().to_string()), Some(publication.digest), "{}@{edition}", publication.key);
            counted += 1;
        }
    }
    assert!(counted > 6, "{counted}");
}

/// The base library with the case's files over it.
fn composed(case: &Path) -> Scratch {
    let scratch = Scratch::new("compose");
    scratch.copy(&path("tests/language/base"), "");
    scratch.copy(&case.join("files"), "");
    scratch
}

fn read(top: &Path) -> Library {
    let files = definitions(top);
    let (library, faults) = Library::read(&files);
    assert!(faults.is_empty(), "{faults:#?}");
    library
}
