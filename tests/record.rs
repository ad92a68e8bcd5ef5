//! Revisions for reading: what changed between two, and one in full, in both languages, as an auditor reads them.

use std::fmt::Write as _;
use std::path::Path;

use engine::lang::Lang;
use renderer::record::history::changes;
use renderer::record::record::{label, lines};
use serde_json::{Map, Value};
use tests::case::find_cases;
use tests::golden::Goldens;
use tests::root::root;

use crate::page::every_kind;

fn answers(path: &Path) -> Map<String, Value> {
    serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap().as_object().unwrap().clone()
}

#[test]
fn changes_are_told_by_label() {
    let (form, mut goldens) = (every_kind(), Goldens::new());
    for case in find_cases(&root().join("tests/record"), &["before.json"]) {
        let (before, after) = (answers(&case.join("before.json")), answers(&case.join("after.json")));
        let mut report = String::new();
        for lang in Lang::ALL {
            let _ = writeln!(report, "# {}", lang.tag());
            for change in changes(&form, &before, &after, lang) {
                let side = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
                let _ = writeln!(
                    report,
                    "{} | {}: {:?} -> {:?}",
                    change.section,
                    change.label,
                    side(change.before),
                    side(change.after)
                );
            }
        }
        goldens.compare(&case.join("changes.txt"), &report);
    }
    goldens.finish();
}

#[test]
fn every_stored_answer_is_shown() {
    let form = every_kind();
    let stored = answers(&root().join("tests/page/stray/answers.json"));
    let shown = lines(&form, &stored, Lang::En);
    for id in stored.keys() {
        let rows = format!("{id}[");
        let is_shown = |path: &str| path == *id || path.starts_with(&rows);
        assert!(shown.iter().any(|line| is_shown(&line.path) && !line.value.is_empty()), "{id}");
    }
    assert_eq!(label(&form, "bags[1].lot", Lang::Ja), "バッグ 2 › ロット");
    assert_eq!(label(&form, "unheard_of", Lang::Ja), "unheard_of");
}
