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
