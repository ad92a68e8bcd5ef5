//! Every form of the library as every target, read by somebody else's program.

use std::process::Command;

use engine::lang::Lang;
use serde_json::{Value, json};
use tests::peer::{Peer, peers, python};
use tests::root::path;
use tests::scratch::Scratch;

use super::made::{Folder, folders};

/// Runs `tests/py/<script>` over a folder and gives its last line as JSON.
fn read_by_python(script: &str, scratch: &Scratch) -> Value {
    let run = Command::new(python()).arg(path("tests/py").join(script)).arg(scratch.path()).output().expect("python starts");
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{script}\n{out}\n{err}");
    let last = out.lines().last().unwrap_or_default();
    serde_json::from_str(last).unwrap_or_else(|_| panic!("{script} printed {last}"))
}

/// How many files a folder gave, and what a reader of them has to find: per form, its items.
fn expected(folder: &Folder) -> Value {
    let one = |form: &std::sync::Arc<engine::form::form::Form>| {
        let items = form.items.iter().map(|item| {
            json!({ "id": &*item.id, "kind": item.kind.name(), "ja": &*item.label.ja, "en": &*item.label.en,
                "list": item.list.as_ref().map(|list| &*list.id) })
        });
        json!({ "form": &*form.id, "edition": form.edition(), "items": items.collect::<Vec<_>>() })
    };
    Value::Array(folder.every().iter().map(one).collect())
}

#[test]
fn dictionaries_are_read_by_python() {
    if !peers("export::dictionaries_are_read_by_python", &[Peer::PythonPackages]) {
        return;
    }
    for folder in folders() {
        let scratch = Scratch::new("dictionary");
        let names = folder.write_all("dictionary", &scratch);
        scratch.write("expected.json", expected(&folder).to_string());
        let read = read_by_python("dictionary.py", &scratch);
        assert_eq!(read["files"], names.len(), "{read}");
        assert!(read["rows"].as_u64() > Some(0), "{read}");
    }
}

#[test]
fn odm_files_hold_to_the_schemas_of_odmlib() {
    if !peers("export::odm_files_hold_to_the_schemas_of_odmlib", &[Peer::PythonPackages]) {
        return;
    }
    for (target, version) in [("odm", "1.3.2"), ("odm2", "2.0")] {
        for folder in folders() {
            let scratch = Scratch::new("odm");
            let names = folder.write_all(target, &scratch);
            scratch.write("version.txt", version);
            scratch.write("expected.json", expected(&folder).to_string());
            let read = read_by_python("odm.py", &scratch);
            assert_eq!(read["files"], names.len(), "{read}");
            assert!(read["items"].as_u64() > Some(0), "{read}");
        }
    }
}

#[test]
fn questionnaires_are_parsed_by_fhir_resources() {
    if !peers("export::questionnaires_are_parsed_by_fhir_resources", &[Peer::PythonPackages]) {
        return;
    }
    for (target, release) in [("fhir-questionnaire", "R4B"), ("fhir-questionnaire-r5", "R5")] {
        for folder in folders() {
            let scratch = Scratch::new("questionnaire");
            let names = folder.write_all(target, &scratch);
            scratch.write("version.txt", release);
            scratch.write("expected.json", expected(&folder).to_string());
            let read = read_by_python("questionnaire.py", &scratch);
            assert_eq!(read["files"], names.len(), "{read}");
            assert!(read["questions"].as_u64() > Some(0), "{read}");
        }
    }
}

#[test]
fn lforms_shows_questionnaires() {
    let needed = [Peer::Node, Peer::NodePackages, Peer::Chromium, Peer::LForms];
    if !peers("export::lforms_shows_questionnaires", &needed) {
        return;
    }
    let scratch = Scratch::new("lforms");
    let mut names = 0;
    for folder in folders() {
        for (target, release) in [("fhir-questionnaire", "r4b"), ("fhir-questionnaire-r5", "r5")] {
            let target = renderer::export::find(target).expect("a target");
            for form in folder.all_newest() {
                let made = folder.make(target, std::slice::from_ref(&form), Lang::Ja);
                scratch.write(&format!("{}.{release}.json", form.id), made);
                names += 1;
            }
        }
    }
    let run = Command::new("node")
        .arg(path("tests/js/lforms.mjs"))
        .args([scratch.path(), &path("tests/.peers/lforms")])
        .output()
        .expect("node starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let seen: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(seen["opened"], names, "{seen}");
}

/// Chromium prints every paper form and dictionary; another program reads the sheets.
#[test]
fn paper_forms_are_a4_and_say_everything() {
    let needed = [Peer::Node, Peer::NodePackages, Peer::Chromium, Peer::PythonPackages];
    if !peers("export::paper_forms_are_a4_and_say_everything", &needed) {
        return;
    }
    for (which, folder) in folders().iter().enumerate() {
        let scratch = Scratch::new("print");
        let mut wanted = Vec::new();
        // Reading Japanese sheets takes seconds each: of the library two forms stand for all.
        let forms = if which == 0 { folder.all_newest() } else { [folder.newest("crs"), folder.newest("infusion")].concat() };
        for (at, form) in forms.iter().enumerate() {
            // The sample in every way, of the library each form in one.
            let all = [(Lang::Ja, true), (Lang::Ja, false), (Lang::En, true)];
            let ways = if which == 0 { all.to_vec() } else { vec![all[at % 3]] };
            for (lang, annotated) in ways {
                let target = renderer::export::find("print").expect("a target");
                let forms = [form.clone()];
                let subject = renderer::export::target::Subject {
                    library: &folder.library,
                    forms: &forms,
                    lang,
                    made: super::made::MADE,
                    spreadsheet: false,
                    annotated,
                };
                let name = format!("{}.{}.{}", form.id, lang.tag(), if annotated { "annotated" } else { "plain" });
                scratch.write(&format!("{name}.html"), (target.make)(&subject).expect("it is made"));
                let asked: Vec<_> = form.items.iter().filter(|item| !item.retired).collect();
                wanted.push(json!({
                    "file": format!("{name}.pdf"),
                    "title": form.title.get(lang),
                    "form": format!("{} {}", form.id, form.edition()),
                    "labels": asked.iter().map(|item| item.label.get(lang)).collect::<Vec<_>>(),
                    "ids": if annotated { asked.iter().map(|item| &*item.id).collect() } else { Vec::new() },
                    "landscape": false,
                }));
            }
        }
        let dictionary = renderer::export::find("dictionary-html").expect("a target");
        scratch.write(
            "dictionary.html",
            folder.make(dictionary, &folder.newest(if which == 0 { "visit" } else { "crs" }), Lang::Ja),
        );
        wanted.push(
            json!({ "file": "dictionary.pdf", "title": "データ辞書", "form": "", "labels": [], "ids": [], "landscape": true }),
        );
        scratch.write("expected.json", Value::Array(wanted.clone()).to_string());
        let run = Command::new("node").arg(path("tests/js/print.mjs")).arg(scratch.path()).output().expect("node starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let read = read_by_python("sheets.py", &scratch);
        assert_eq!(read["files"], wanted.len(), "{read}");
    }
}

/// A spreadsheet gets its mark, and no cell that it would compute.
#[test]
fn spreadsheets_compute_nothing() {
    let folder = Folder::read("tests/export/definitions");
    let target = renderer::export::find("dictionary").expect("a target");
    let forms = folder.all_newest();
    let subject = renderer::export::target::Subject {
        library: &folder.library,
        forms: &forms,
        lang: Lang::Ja,
        made: super::made::MADE,
        spreadsheet: true,
        annotated: true,
    };
    let made = (target.make)(&subject).expect("it is made");
    assert!(made.starts_with('\u{feff}') && made.contains("\r\n"));
    assert!(!made.contains(",=") && !made.contains(",\"="), "{made}");
}
