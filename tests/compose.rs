//! Composition: a form put together from shared items and blocks means the same as the one written out, and its parts can be traced.
//!
//! Each case under `tests/compose/` holds `files/`, laid over the small library of the language cases, and `written.yaml`, the form
//! `visit` once more without any use.

use std::path::Path;

use engine::form::digest::meaning;
use engine::library::library::Library;
use engine::source::SourceFile;
use tests::case::{find_cases, find_files};
use tests::program::ctr;
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
        assert_eq!(one.digest, other.digest);
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

/// The base library with the case's files over it.
fn composed(case: &Path) -> Scratch {
    let scratch = Scratch::new("compose");
    scratch.copy(&path("tests/language/base"), "");
    scratch.copy(&case.join("files"), "");
    scratch
}

fn read(top: &Path) -> Library {
    let files: Vec<SourceFile> = find_files(top, ".yaml")
        .iter()
        .map(|file| SourceFile::new(file.strip_prefix(top).unwrap().to_string_lossy().into_owned(), std::fs::read(file).unwrap()))
        .collect();
    let (library, faults) = Library::read(&files);
    assert!(faults.is_empty(), "{faults:#?}");
    library
}
