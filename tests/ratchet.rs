//! What was accepted stays accepted: `ctr validate --old` over a form whose next version checks and asks more; and answers of the library's
//! own form of two versions, taken over from the one to the other.

use engine::evaluate::carry::carry;
use engine::evaluate::validator::Validator;
use engine::form::version::Version;
use engine::library::library::Library;
use serde_json::{Value, json};
use tests::definitions::definitions;
use tests::program::{Run, ctr};
use tests::root::path;
use tests::scratch::Scratch;

const REGISTRY: &str = "registry: r\ntitle: { ja: 例, en: R }\nlevels:\n  - { id: patient, title: { ja: 患者, en: Patient } }\n";
const HEAD: &str =
    "title: { ja: 検査, en: Test }\nlevel: patient\nsections:\n  - id: main\n    title: { ja: 検査, en: Test }\n    items:\n";

/// Version 1 asks `crp` and, optionally, `site`; version 2 requires `site`, asks `method`, refuses a high `crp`, and renames `note`.
fn library() -> Scratch {
    let scratch = Scratch::new("ratchet");
    let item = |line: &str| format!("      - {{ {line}, label: {{ ja: 項目, en: Item }} }}\n");
    let rows = "      - id: lines\n        kind: group\n        max_rows: 3\n        label: { ja: 行, en: Lines }\n        items:\n          ";
    let first = [item("id: crp, kind: decimal"), item("id: site, kind: text"), item("id: note, kind: text")].concat();
    let second = [
        item("id: crp, kind: decimal"),
        item("id: site, kind: text, required: true"),
        item("id: comment, kind: text, replaces: note"),
        item("id: method, kind: text, required: true"),
        item("id: why, kind: text, required: true, show_if: crp != old.crp"),
    ]
    .concat();
    let checks =
        "checks:\n  - id: crp_high\n    violated_if: crp > 40\n    severity: error\n    message: { ja: 高い, en: High }\n";
    scratch.write("registry.yaml", REGISTRY);
    let line = "- { id: dose, kind: decimal, label: { ja: 量, en: Dose }";
    scratch.write("forms/lab/1.0.0.yaml", format!("form: lab\nversion: 1.0.0\n{HEAD}{first}{rows}{line} }}\n"));
    scratch.write("forms/lab/2.0.0.yaml", format!("form: lab\nversion: 2.0.0\n{HEAD}{second}{rows}{line}, max: 5 }}\n{checks}"));
    scratch
}

fn judged(scratch: &Scratch, old: &Value, new: &Value, format: &str) -> Run {
    let [old, new] = [("old.json", old), ("new.json", new)]
        .map(|(name, value)| scratch.write(name, value.to_string()).to_string_lossy().into_owned());
    let folder = scratch.path().to_string_lossy().into_owned();
    ctr(&["validate", "lab", &new, "--old", &old, "--definitions", &folder, "--today", "2026-04-01", "--format", format])
}

fn found(run: &Run) -> Vec<(String, bool)> {
    let outcome: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err));
    let of = |finding: &Value| {
        let word = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        (format!("{}@{}", word("code"), word("path")), finding["held"] == json!(true))
    };
    outcome["findings"].as_array().expect("findings").iter().map(of).collect()
}

fn old() -> Value {
    json!({ "form": "lab@1.0.0", "answers": { "crp": "50", "note": "n", "lines": [{ "dose": "9" }, { "dose": "1" }] } })
}

#[test]
fn an_untouched_record_never_newly_fails() {
    let scratch = library();
    let same = json!({ "crp": "50", "comment": "n", "lines": [{ "dose": "9" }, { "dose": "1" }] });
    let run = judged(&scratch, &old(), &same, "json");
    let expected =
        [("required@site", true), ("required@method", false), ("out_of_range@lines[0].dose", true), ("crp_high@crp", true)];
    assert_eq!(found(&run), expected.map(|(key, held)| (key.to_owned(), held)));
    assert_eq!(run.code, 1, "the item that was never asked before is asked");
    let answered = json!({ "crp": "50", "comment": "n", "method": "m", "lines": [{ "dose": "9" }, { "dose": "1" }] });
    let run = judged(&scratch, &old(), &answered, "text");
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(
        run.out.contains("held over[crp_high] crp") && run.out.contains("0 errors, 0 warnings, 0 undecided, 3 held over"),
        "{}",
        run.out
    );
}

#[test]
fn a_touched_answer_is_judged_by_todays_rules() {
    let scratch = library();
    let corrected = json!({ "crp": "45", "comment": "n", "method": "m", "lines": [{ "dose": "9" }, { "dose": "1" }] });
    let keys = found(&judged(&scratch, &old(), &corrected, "json"));
    let is = |key: &str, held| keys.contains(&(key.to_owned(), held));
    assert!(is("crp_high@crp", false), "{keys:?}");
    assert!(is("required@why", false), "what depends on a changed answer is asked: {keys:?}");
    assert!(is("required@site", true) && is("out_of_range@lines[0].dose", true), "{keys:?}");
}

#[test]
fn a_finding_that_stood_keeps_standing() {
    let scratch = library();
    let old = json!({ "form": "lab@2.0.0", "answers": { "crp": "50", "site": "s", "method": "m" } });
    let same = json!({ "crp": "50", "site": "s", "method": "m" });
    assert_eq!(found(&judged(&scratch, &old, &same, "json")), [("crp_high@crp".to_owned(), false)]);
}

/// The one name of the classification of 2017 that those of 2022 do not have: it is two of theirs.
const SPLIT: &str = "hgbl_dth";

/// Every author's example of the earlier version of a shipped form: what fits is taken over as it stands, what does not is named.
#[test]
fn answers_of_a_shipped_form_go_along_or_are_named() {
    let (library, faults) = Library::read(&definitions(&path("form-definitions")));
    assert!(faults.is_empty(), "{faults:#?}");
    let version = |text| library.form_version("dx_lymphoma", Version::parse(text).unwrap()).unwrap();
    let (from, to) = (version("1.0.0"), Validator::new(version("2.0.0").clone()));
    let (mut whole, mut named) = (0, 0);
    for example in &from.examples {
        let given = example.given.members();
        let carried = carry(from, &to, &given);
        let split = given.iter().filter(|(_, answer)| **answer == json!(SPLIT));
        let split: Vec<String> = split.map(|(item, _)| item.clone()).collect();
        assert_eq!(carried.left, split, "{}", example.id);
        assert!(carried.renamed.is_empty());
        for (item, answer) in &given {
            let home = if split.contains(item) { &carried.behind } else { &carried.answers };
            assert_eq!(home.get(item), Some(answer), "{}/{item}", example.id);
        }
        assert_eq!(carried.answers.len() + carried.behind.len(), given.len(), "{}", example.id);
        whole += usize::from(split.is_empty());
        named += usize::from(!split.is_empty());
    }
    assert!(whole > 20 && named >= 4, "{whole} records go along whole, {named} leave an answer behind");
}

/// The same on the command line: a record accepted under 1.0.0 and left as it was, judged under the version of today.
#[test]
fn a_record_of_a_shipped_form_is_judged_under_its_next_version() {
    let (library, _) = Library::read(&definitions(&path("form-definitions")));
    let first = library.form_version("dx_lymphoma", Version::parse("1.0.0").unwrap()).unwrap();
    let scratch = Scratch::new("shipped-versions");
    let judged = |id: &str, over: &[(&str, Value)], form: &str| {
        let example = first.examples.iter().find(|known| &*known.id == id).unwrap();
        let mut given = example.given.members();
        let context = Value::Object(example.context.members());
        let old = json!({ "form": "dx_lymphoma@1.0.0", "answers": given.clone(), "context": context });
        given.extend(over.iter().map(|(item, value)| ((*item).to_owned(), value.clone())));
        let new = json!({ "answers": given, "context": context });
        let [old, new] = [("old.json", old), ("new.json", new)]
            .map(|(name, value)| scratch.write(name, value.to_string()).display().to_string());
        ctr(&["validate", form, &new, "--old", &old, "--today", "2026-05-01", "--format", "json"])
    };
    let fits = judged("large_cell_lymphoma", &[], "dx_lymphoma");
    assert_eq!((found(&fits), fits.code), (Vec::new(), 0), "{}", fits.out);
    let stands = judged("bcl6_double_hit", &[], "dx_lymphoma@1.0.0");
    assert_eq!((found(&stands), stands.code), (Vec::new(), 0), "under its own version it stands");
    let split = judged("bcl6_double_hit", &[], "dx_lymphoma");
    assert_eq!((found(&split), split.code), (vec![("unknown_code@ly_subtype".to_owned(), false)], 1), "the answer is named");
    let answered = judged("bcl6_double_hit", &[("ly_subtype", json!("hgbl_bcl6"))], "dx_lymphoma");
    assert_eq!((found(&answered), answered.code), (Vec::new(), 0), "{}", answered.out);
}
