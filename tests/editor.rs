//! The schemas for editors: ajv compiles them strictly, they accept every shipped definition as another YAML reader reads it, and they
//! refuse keys that have no meaning.

use std::path::{Path, PathBuf};
use std::process::Command;

use engine::editor::map::{FILES, find};
use engine::editor::schema::file_schema;
use engine::kind::kind::{COMMON, KINDS};
use serde_json::{Value, json};
use tests::case::{find_cases, find_files};
use tests::peer::{Peer, peers};
use tests::program::ctr;
use tests::root::{path, root};
use tests::scratch::Scratch;

#[test]
fn every_key_of_an_item_is_explained() {
    let item = find("item").unwrap();
    for property in COMMON.iter().chain(KINDS.iter().flat_map(|row| row.properties)) {
        assert!(item.keys.iter().any(|key| key.name == *property), "`{property}` has no row in engine/src/editor/map.rs");
    }
}

/// What kind of file stands at a path inside a library.
fn kind(path: &Path) -> Option<&'static str> {
    let path = path.to_string_lossy();
    [
        ("forms/", "form"),
        ("items/", "items"),
        ("blocks/", "block"),
        ("lists/", "list"),
        ("products/", "product"),
        ("schedules/", "schedule"),
        ("crosswalks/", "crosswalk"),
        ("registry.yaml", "registry"),
        ("purposes.yaml", "purposes"),
    ]
    .iter()
    .find(|(start, _)| path.starts_with(start))
    .map(|(_, name)| *name)
}

/// Files that must be accepted: every sound library of ours.
fn sound() -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for library in ["form-definitions", "tests/language/base", "tests/lint/base", "tests/schema/definitions"] {
        let folder = path(library);
        let files = find_files(&folder, ".yaml").into_iter();
        found.extend(files.filter_map(|file| Some((file.clone(), kind(file.strip_prefix(&folder).unwrap())?))));
    }
    found
}

/// Forms that must be refused: those whose only faults are unknown keys, unknown kinds, missing keys or texts.
fn faulty() -> Vec<PathBuf> {
    const SEEN: [&str; 6] =
        ["unknown-key", "unknown-kind", "missing-key", "missing-translation", "unknown-missing-reason", "unknown-severity"];
    find_cases(&path("tests/language"), &["form.yaml"])
        .into_iter()
        .filter(|case| {
            let report = std::fs::read_to_string(case.join("report.txt")).unwrap_or_default();
            let mut codes = report.lines().filter_map(|line| line.strip_prefix("error[")?.split_once(']')).map(|(code, _)| code);
            codes.next().is_some_and(|code| SEEN.contains(&code)) && codes.all(|code| SEEN.contains(&code))
        })
        .map(|case| case.join("form.yaml"))
        .collect()
}

#[test]
fn another_reader_accepts_what_is_sound_and_refuses_what_is_not() {
    if !peers("another_reader_accepts_what_is_sound_and_refuses_what_is_not", &[Peer::Node, Peer::NodePackages]) {
        return;
    }
    let schemas: Value = FILES.iter().map(|(name, ..)| file_schema(name).unwrap()).collect();
    let (sound, faulty) = (sound(), faulty());
    assert!(sound.len() > 15 && faulty.len() > 10, "{} sound, {} faulty", sound.len(), faulty.len());
    let file = |path: &Path, kind: &str, accept: bool| {
        let place = FILES.iter().position(|(name, ..)| *name == kind);
        json!({ "path": path, "schema": place, "accept": accept })
    };
    let files: Vec<Value> = sound
        .iter()
        .map(|(path, kind)| file(path, kind, true))
        .chain(faulty.iter().map(|path| file(path, "form", false)))
        .collect();
    let scratch = Scratch::new("editor");
    let work = scratch.write("work.json", json!({ "schemas": schemas, "files": files }).to_string());
    let run = Command::new("node").arg(root().join("tests/js/editor.mjs")).arg(work).output().unwrap();
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
}

#[test]
fn the_command_writes_them() {
    let scratch = Scratch::new("schemas");
    let folder = scratch.path().to_string_lossy().into_owned();
    assert_eq!(ctr(&["schema", "--to", &folder]).code, 0);
    let written = std::fs::read_to_string(scratch.join("form.schema.json")).unwrap();
    assert_eq!(written, ctr(&["schema", "form"]).out);
    assert_eq!(written, std::fs::read_to_string(path("form-definitions/form.schema.json")).unwrap());
    assert_eq!(ctr(&["schema", "--to", "/no/such/folder"]).code, 2);
}
