//! Every requirement that a definition can satisfy is named by the definition or the test that does: the purposes that items name under
//! `why`, the `source` of checks, and lines `requirement: Rnnn` in tests. The list is the reference page `requirements.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use engine::library::library::Library;
use tests::case::find_files;
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::root::path;

const MADE: &str =
    "<!-- made by `make docs` from purposes.yaml, the definitions and the tests; change those, not this page -->\n\n";

/// Requirement to the forms whose items ask for it, by way of their purposes or directly.
fn asked(library: &Library) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let purposes = library.purposes.as_ref().expect("the library declares purposes");
    for form in library.forms.values().filter_map(|versions| versions.last()) {
        for word in form.items.iter().flat_map(|item| &item.why) {
            for requirement in purposes.requirements_of(word) {
                found.entry(requirement.to_string()).or_default().insert(form.id.to_string());
            }
        }
    }
    found
}

/// Requirement to the checks and label rules whose source names it.
fn checked(library: &Library) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for form in library.forms.values().filter_map(|versions| versions.last()) {
        for check in &form.checks {
            for requirement in named(check.source.as_deref().unwrap_or_default()) {
                found.entry(requirement).or_default().insert(format!("{}/{}", form.id, check.id));
            }
        }
    }
    found
}

/// Requirement to the test files that say `requirement: Rnnn`.
fn tested() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for folder in ["tests", "engine/src", "storage/src", "server/src"] {
        for ending in [".rs", ".yaml", ".md"] {
            for file in find_files(&path(folder), ending) {
                let name = file.strip_prefix(path("")).unwrap_or(&file).to_string_lossy().into_owned();
                if name.contains("node_modules") || name.ends_with("requirements.rs") {
                    continue;
                }
                let text = std::fs::read_to_string(&file).unwrap_or_default();
                for line in text.lines().filter_map(|line| line.split_once("requirement: ")) {
                    for requirement in named(line.1) {
                        found.entry(requirement).or_default().insert(name.clone());
                    }
                }
            }
        }
    }
    found
}

/// `R` and three digits, wherever they stand in a text.
fn named(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_one =
        |word: &&str| word.len() == 4 && word.starts_with('R') && word.chars().skip(1).all(|digit| digit.is_ascii_digit());
    words.filter(is_one).map(str::to_owned).collect()
}

#[test]
fn every_requirement_is_named_by_what_satisfies_it() {
    let (library, faults) = Library::read(&definitions(&path("form-definitions")));
    assert!(faults.is_empty(), "{faults:?}");
    let (asked, checked, tested) = (asked(&library), checked(&library), tested());
    let mut page = String::from(
        "# Requirements\n\nRequirements that a definition can satisfy, with what does: forms whose items name them under `why` (by way of a purpose), checks whose source\nnames them, and tests.\n\n| requirement | asks | forms | checks | tests |\n|---|---|---|---|---|\n",
    );
    let mut unnamed = Vec::new();
    for requirement in &library.purposes.as_ref().expect("purposes").requirements {
        let id = &*requirement.id.value;
        let list = |map: &BTreeMap<String, BTreeSet<String>>| {
            map.get(id).map_or(String::new(), |names| names.iter().cloned().collect::<Vec<_>>().join(", "))
        };
        let (forms, checks, tests) = (list(&asked), list(&checked), list(&tested));
        if forms.is_empty() && checks.is_empty() && tests.is_empty() {
            unnamed.push(id.to_owned());
        }
        let source = requirement.source.as_deref().unwrap_or_default();
        let _ = writeln!(page, "| {id} ({source}) | {} | {forms} | {checks} | {tests} |", requirement.text.en);
    }
    assert!(unnamed.is_empty(), "no definition or test names {}", unnamed.join(", "));
    let mut goldens = Goldens::new();
    goldens.compare(&path("docs/reference/requirements.md"), &(MADE.to_owned() + &page));
    goldens.finish();
}
