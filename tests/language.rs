//! Faulty definitions: every case under `tests/language/` is laid over `base/`, and what `ctr` says about it stands in its `report.txt`,
//! in both languages. Never a crash, never more than a second.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tests::case::find_cases;
use tests::golden::Goldens;
use tests::program::{Run, binary, ctr, finished};
use tests::root::path;
use tests::scratch::Scratch;

/// What no check of a definition may exceed, also for 10 MB of nonsense.
const LONGEST: Duration = Duration::from_secs(1);

#[test]
fn every_seeded_fault_is_reported_at_its_place() {
    let top = path("tests/language");
    let mut goldens = Goldens::new();
    for case in find_cases(&top, &["form.yaml", "files", "generate.txt"]) {
        let name = case.strip_prefix(&top).unwrap().display().to_string();
        match report(&case) {
            Ok(text) => {
                if let Some(fault) = without_help(&text) {
                    goldens.fault(format!("{name}: `{fault}` says not what to do"));
                }
                goldens.compare(&case.join("report.txt"), &text);
            }
            Err(fault) => goldens.fault(format!("{name}: {fault}")),
        }
    }
    goldens.finish();
}

#[test]
fn the_small_library_below_the_cases_is_clean() {
    let base = path("tests/language/base");
    let run = ctr(&["check", &base.to_string_lossy()]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn many_misspelt_ids_take_no_longer_than_few() {
    let items: String = (0..600)
        .map(|at| format!("      - {{ id: item_alpha_{at:04}, kind: integer, label: {{ ja: 数, en: Number }} }}\n"))
        .collect();
    let given: Vec<String> = (0..1500).map(|at| format!("itm_alpha_{at:05}: 1")).collect();
    let form = format!(
        "form: faulty\nversion: 1.0.0\ntitle: {{ ja: 様式, en: Form }}\nlevel: infusion\nsections:\n  - id: main\n    \
         title: {{ ja: 本体, en: Main part }}\n    items:\n{items}examples:\n  - {{ id: typed, given: {{ {} }} }}\n",
        given.join(", ")
    );
    let scratch = Scratch::new("misspelt");
    scratch.copy(&path("tests/language/base"), "");
    scratch.write("forms/faulty/1.0.0.yaml", form);
    // Half a second alone on the machine, half a minute when all are compared with all.
    let run = within(LONGEST * 5, &["check", &scratch.path().to_string_lossy(), "--lang", "en"]).expect("in time");
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(run.out.matches("error[unknown-item]").count(), 200);
    assert_eq!(run.out.matches("help: did you mean `item_alpha_").count(), 40);
    assert_eq!(run.out.matches("help: check the id").count(), 160);
    assert!(run.out.contains("there are 1300 more faults in this file"));
}

/// A fault in a report that has no help line; faults end with an empty line.
fn without_help(report: &str) -> Option<&str> {
    report.split("\n\n").find_map(|fault| {
        let head = fault.lines().find(|line| line.starts_with("error[") || line.starts_with("warning["))?;
        let is_told = fault.lines().any(|line| {
            ["  = 対処: ", "  = help: "].iter().any(|word| line.strip_prefix(word).is_some_and(|help| !help.trim().is_empty()))
        });
        (!is_told).then_some(head)
    })
}

/// What `ctr check` says in both languages; where it finds nothing, what `ctr test` says.
fn report(case: &Path) -> Result<String, String> {
    let scratch = Scratch::new("language");
    scratch.copy(&path("tests/language/base"), "");
    lay(case, &scratch);
    for command in ["check", "test"] {
        let mut text = String::new();
        let mut found = false;
        for lang in ["ja", "en"] {
            let run = timed(&[command, &scratch.path().to_string_lossy(), "--lang", lang])?;
            if run.code > 1 || run.code < 0 {
                return Err(format!("`ctr {command}` ended with {}: {}", run.code, run.err));
            }
            text.push_str(&format!("$ ctr {command} --lang {lang}\n{}\n", run.out));
            found |= run.code == 1;
        }
        if found {
            return Ok(text);
        }
    }
    Err("nothing was found".into())
}

/// Lays the case's files over the copy of the base library.
fn lay(case: &Path, scratch: &Scratch) {
    if let Ok(form) = std::fs::read(case.join("form.yaml")) {
        scratch.write("forms/faulty/1.0.0.yaml", form);
    }
    if let Ok(recipe) = std::fs::read_to_string(case.join("generate.txt")) {
        let mut words = recipe.split_whitespace().skip(1);
        let count: usize = words.next().and_then(|word| word.parse().ok()).expect("repeat COUNT CHARACTER");
        scratch.write("forms/faulty/1.0.0.yaml", words.next().expect("repeat COUNT CHARACTER").repeat(count));
    }
    scratch.copy(&case.join("files"), "");
}

/// Runs `ctr`; a slow run is tried again, since other work of the machine counts into the time.
fn timed(arguments: &[&str]) -> Result<Run, String> {
    within(LONGEST, arguments)
}

fn within(longest: Duration, arguments: &[&str]) -> Result<Run, String> {
    let mut shortest = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let run = finished(Command::new(binary("ctr")).args(arguments).env_remove("CTR_LANG").output().expect("ctr starts"));
        shortest = shortest.min(start.elapsed());
        if shortest <= longest {
            return Ok(run);
        }
    }
    Err(format!("took {shortest:?}"))
}
