//! Lints: every case under `tests/lint/` is laid over its `base/`, and what `ctr check` says stands in its `report.txt`, in both languages;
//! and the SARIF of all of them is what the official schema allows.

use std::path::Path;
use std::process::Command;

use engine::lint::LINTS;
use serde_json::Value;
use tests::case::find_cases;
use tests::golden::Goldens;
use tests::peer::{Peer, peers};
use tests::program::ctr;
use tests::root::{path, root};
use tests::scratch::Scratch;

fn laid(case: &Path) -> Scratch {
    let scratch = Scratch::new("lint");
    scratch.copy(&path("tests/lint/base"), "");
    if let Ok(form) = std::fs::read(case.join("form.yaml")) {
        scratch.write("forms/ward/1.0.0.yaml", form);
    }
    scratch.copy(&case.join("files"), "");
    scratch
}

fn cases() -> Vec<std::path::PathBuf> {
    find_cases(&path("tests/lint"), &["form.yaml", "files"])
}

#[test]
fn every_lint_is_reported_at_its_place() {
    let mut goldens = Goldens::new();
    let mut all = String::new();
    for case in cases() {
        let scratch = laid(&case);
        let folder = scratch.path().to_string_lossy().into_owned();
        let mut text = String::new();
        for lang in ["ja", "en"] {
            let run = ctr(&["check", &folder, "--deny-lints", "--waived", "--lang", lang]);
            text.push_str(&format!("$ ctr check --deny-lints --waived --lang {lang}\n{}\n", run.out));
            let is_waived = case.ends_with("waived");
            assert_eq!(run.code, i32::from(!is_waived), "{}: {}{}", case.display(), run.out, run.err);
            assert_eq!(ctr(&["check", &folder]).code, 0, "lints alone are no faults");
        }
        goldens.compare(&case.join("report.txt"), &text);
        all.push_str(&text);
    }
    goldens.finish();
    for lint in LINTS {
        assert!(all.contains(&format!("[{}]", lint.row.code)), "no case under tests/lint shows {}", lint.row.code);
    }
}

#[test]
fn the_small_library_below_the_lints_is_clean() {
    let run = ctr(&["check", "tests/lint/base", "--deny-lints"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn lints_stand_in_the_order_of_their_codes() {
    assert!(LINTS.is_sorted_by_key(|lint| lint.row.code));
}

/// Every log as SARIF, of lints, of waived findings, of faults, and of nothing.
fn logs() -> Vec<Value> {
    let mut folders: Vec<Scratch> = cases().iter().map(|case| laid(case)).collect();
    for fault in find_cases(&path("tests/language"), &["form.yaml"]) {
        let scratch = Scratch::new("lint");
        scratch.copy(&path("tests/language/base"), "");
        scratch.write("forms/faulty/1.0.0.yaml", std::fs::read(fault.join("form.yaml")).unwrap());
        folders.push(scratch);
    }
    let log = |folder: &str, lang: &str| {
        let run = ctr(&["check", folder, "--format", "sarif", "--lang", lang]);
        serde_json::from_str(&run.out).unwrap_or_else(|cause| panic!("{cause}: {}{}", run.out, run.err))
    };
    let mut logs: Vec<Value> = folders.iter().map(|folder| log(&folder.path().to_string_lossy(), "ja")).collect();
    logs.push(log("form-definitions", "en"));
    logs
}

#[test]
fn sarif_says_where_and_why() {
    let scratch = laid(&path("tests/lint/waived"));
    let run = ctr(&["check", &scratch.path().to_string_lossy(), "--format", "sarif", "--lang", "en"]);
    let log: Value = serde_json::from_str(&run.out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let onset = results.iter().find(|result| result["ruleId"] == "date-without-upper-bound").unwrap();
    assert_eq!(onset["suppressions"][0]["justification"], "may lie ahead");
    let place = &onset["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "forms/ward/1.0.0.yaml");
    assert_eq!((place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()), (Some(12), Some(15)));
    assert_eq!(place["region"]["endColumn"], 20);
    let at_home = ctr(&["check", "tests/lint/unused_list/../base/", "--format", "sarif"]);
    assert_eq!(at_home.code, 0, "{}", at_home.err);
    let shipped: Value = serde_json::from_str(&ctr(&["check", "form-definitions", "--format", "sarif"]).out).unwrap();
    let uri = shipped["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("form-definitions/forms/"), "{uri}");
}

#[test]
fn sarif_is_valid_by_its_schema() {
    if !peers("sarif_is_valid_by_its_schema", &[Peer::Node, Peer::NodePackages]) {
        return;
    }
    let logs = logs();
    assert!(logs.len() > 50);
    let scratch = Scratch::new("sarif");
    let work = scratch.write("logs.json", Value::from(logs).to_string());
    let run = Command::new("node").arg(root().join("tests/js/sarif.mjs")).arg(work).output().unwrap();
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
}
