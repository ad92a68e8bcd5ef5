//! What changed between two versions of a form: `before.yaml` and `after.yaml` of each case under `tests/diff/`, over `tests/diff/base/`,
//! and the report in both languages. The two files are the same form in version 1.0.0 and 1.1.0.
//! requirement: R086

use std::path::Path;

use engine::diff::{compare::compare, render};
use engine::form::version::Version;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use tests::case::find_cases;
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::root::path;

#[test]
fn changes_are_told_by_id() {
    let mut goldens = Goldens::new();
    for case in find_cases(&path("tests/diff"), &["before.yaml"]) {
        goldens.compare(&case.join("report.txt"), &report(&case));
    }
    goldens.finish();
}

fn report(case: &Path) -> String {
    let base = path("tests/diff/base");
    let mut files = definitions(&base);
    for (name, version) in [("before.yaml", "1.0.0"), ("after.yaml", "1.1.0")] {
        files.push(SourceFile::new(format!("forms/ward/{version}.yaml"), std::fs::read(case.join(name)).unwrap()));
    }
    let (library, faults) = Library::read(&files);
    assert!(faults.is_empty(), "{}: {faults:#?}", case.display());
    let form = |text| library.form_version("ward", Version::parse(text).unwrap()).unwrap();
    let changes = compare(form("1.0.0"), form("1.1.0"));
    let same = form("1.0.0").digest == form("1.1.0").digest;
    assert!(!same, "{}: versions differ, so digests do", case.display());
    let text = |lang: Lang| format!("$ ctr diff ward@1.0.0 ward@1.1.0 --lang {}\n{}", lang.tag(), render::text(&changes, lang));
    format!("{}\n{}", text(Lang::Ja), text(Lang::En))
}
