//! Rules in plain words: golden cases under `tests/words/` over `tests/words/base/`, and random rules, which must all be told with
//! every item that they read.

use std::path::Path;
use std::sync::Arc;

use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::words::statement::{Style, json, statements, text};
use engine::words::thing::Things;
use tests::case::find_cases;
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::root::path;

use crate::differential::random_form;

#[test]
fn rules_are_told_in_both_languages() {
    let mut goldens = Goldens::new();
    for case in find_cases(&path("tests/words"), &["form.yaml"]) {
        let form = form(&case);
        let found = statements(&form);
        let told = |lang, style| text(&form, &found, lang, style);
        goldens.compare(&case.join("ja.txt"), &told(Lang::Ja, Style::Text));
        goldens.compare(&case.join("en.txt"), &told(Lang::En, Style::Text));
        goldens.compare(&case.join("ja.md"), &told(Lang::Ja, Style::Markdown));
        goldens.compare(&case.join("words.json"), &format!("{:#}\n", json(&form, &found)));
    }
    goldens.finish();
}

fn form(case: &Path) -> Arc<Form> {
    let base = path("tests/words/base");
    let mut files = definitions(&base);
    files.push(SourceFile::new("forms/words/1.0.0.yaml", std::fs::read(case.join("form.yaml")).unwrap()));
    let (library, faults) = Library::read(&files);
    assert!(faults.is_empty(), "{}: {faults:#?}", case.display());
    library.form("words").unwrap().clone()
}

/// Labels of random forms are all alike, so items are named with their ids.
#[test]
fn random_rules_are_told_with_every_item_they_read() {
    let mut rules = 0;
    for seed in 0..60 {
        let form = random_form(seed);
        for lang in Lang::ALL {
            let things = Things::new(&form, lang);
            for statement in statements(&form) {
                let rule = statement.rule_of(&form).unwrap();
                let clause = statement.clause(&things).unwrap();
                let line = clause.line(lang);
                let listed: String = clause.lines(lang).iter().map(|line| line.text.as_str()).collect();
                let own = rule.reads.iter().filter_map(|id| form.item(*id));
                let first = usize::from(u16::try_from(form.scopes[0].slots.len()).unwrap());
                // Few items are read of the revision before, so their labels often say enough.
                let imports = rule.imports.iter().map(|slot| &form.imports[usize::from(*slot) - first]);
                let others = imports.filter(|import| &*import.form != "old").map(|import| &*import.item);
                for item in own.chain(others) {
                    let name = format!("[{}]", item.id);
                    assert!(line.contains(&name) && listed.contains(&name), "{name} of `{}` is not in: {line}", rule.text);
                }
                assert!(!line.contains('?') || rule.text.contains('?'), "something has no name in: {line}");
                rules += 1;
            }
        }
    }
    assert!(rules > 2000, "only {rules} rules");
}
