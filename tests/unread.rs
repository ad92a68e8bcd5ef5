//! One file of a library that cannot be read: its own fault is told, what only follows from it is counted, and a true fault elsewhere
//! is told all the same.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use engine::diagnostic::diagnostic::Diagnostic;
use engine::library::library::Library;
use engine::source::SourceFile;
use tests::root::path;

/// What a way is called, what is found then, and how it changes a file.
type Way = (&'static str, &'static str, fn(&[u8]) -> Vec<u8>);

/// Ways in which a file is broken by a slip of the hand or of an editor.
const WAYS: &[Way] = &[
    ("a bracket left open", "yaml-syntax", |text| [text, b"\nbroken: [\n"].concat()),
    ("a colon forgotten", "yaml-syntax", |text| [text, b"\nlast\n"].concat()),
    ("bytes that are not UTF-8", "not-utf8", |text| [text, b"\n# \x83J\x83\x8b\x83e\n"].concat()),
];

/// Every folder's first, middle and last file, what stands beside the folders, and all that is shared, which everything takes from.
fn some_of(files: &[SourceFile]) -> Vec<usize> {
    let folder = |file: &SourceFile| file.path.split('/').next().unwrap().to_owned();
    let folders: BTreeSet<String> = files.iter().map(folder).collect();
    let places = folders.iter().flat_map(|wanted| {
        let here: Vec<usize> = (0..files.len()).filter(|place| folder(&files[*place]) == *wanted).collect();
        if ["blocks", "items"].contains(&wanted.as_str()) {
            here
        } else {
            vec![here[0], here[here.len() / 2], here[here.len() - 1]]
        }
    });
    places.collect::<BTreeSet<_>>().into_iter().collect()
}

fn library() -> Vec<SourceFile> {
    let top = path("form-definitions");
    let mut files = Vec::new();
    gather(&top, &top, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn gather(top: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && !entry.ends_with("review") {
            gather(top, &entry, files);
        } else if entry.extension().is_some_and(|kind| kind == "yaml") {
            let path: Arc<str> = entry.strip_prefix(top).unwrap().to_string_lossy().into();
            files.push(SourceFile::new(path, std::fs::read(&entry).unwrap()));
        }
    }
}

fn found(files: &[SourceFile]) -> Vec<Diagnostic> {
    Library::read(files).1
}

#[test]
fn a_broken_file_brings_no_fault_to_others() {
    let whole = library();
    assert_eq!(found(&whole).len(), 0, "the library is clean");
    let mut held_back = 0;
    for (turn, place) in some_of(&whole).into_iter().enumerate() {
        let (way, code, breaks) = WAYS[turn % WAYS.len()];
        let mut files = whole.clone();
        let path = files[place].path.clone();
        files[place].bytes = breaks(&whole[place].bytes).into();
        let found = found(&files);
        let own: Vec<_> =
            found.iter().map(|fault| (&*fault.file, fault.code)).filter(|(_, code)| *code != "faults-held-back").collect();
        assert_eq!(own, [(&*path, code)], "{path}, {way}");
        held_back += found.len() - own.len();
    }
    assert!(held_back > 10, "most broken files are used by others: {held_back}");
}

#[test]
fn a_true_fault_beside_a_broken_file_is_told() {
    let whole = library();
    // A misspelt item in a rule, list, block, shared item and form, each in a file of its own, beside a file that could not be read.
    let slips = [
        ("forms/crs/1.0.0.yaml", "  - infusion\n", "  - infusionn\n", "unknown-form", "lists/answer.yaml"),
        ("forms/crs/1.0.0.yaml", "block: crs\n", "block: crss\n", "unknown-block", "blocks/icans.yaml"),
        ("forms/infection/1.0.0.yaml", "list: ", "list: no_such_", "unknown-list", "lists/crs.yaml"),
        ("forms/infusion/1.0.0.yaml", "item: ", "item: no_such_", "unknown-shared-item", "items/visit.yaml"),
        ("forms/infusion/1.0.0.yaml", "why: [", "why: [no_such, ", "unknown-purpose", "purposes.yaml"),
        ("forms/infection/1.0.0.yaml", "inf_outcome in", "inf_outcom in", "unknown-item", "lists/answer.yaml"),
        // The unread block or form holds the end of the misspelt word, but not as an id.
        ("forms/crs/1.0.0.yaml", "on: crs_onset_date", "on: crs_onset_dat", "unknown-item", "blocks/crs.yaml"),
        ("forms/crs/1.0.0.yaml", "on: crs_onset_date", "on: crs_onst_date", "unknown-item", "forms/pregnancy/1.0.0.yaml"),
        (
            "forms/ct_indication/1.0.0.yaml",
            "therapy_category == \"cart\"",
            "therapy_category == \"pos\"",
            "unknown-code",
            "products/kymriah.yaml",
        ),
        ("registry.yaml", "form: patient_registration", "form: patient_registraton", "unknown-form", "lists/answer.yaml"),
    ];
    for (path, right, wrong, code, broken) in slips {
        let mut files = whole.clone();
        let change = |file: &mut SourceFile, text: String| file.bytes = text.into_bytes().into();
        for file in &mut files {
            let text = String::from_utf8(file.bytes.to_vec()).unwrap();
            if *file.path == *path {
                assert!(text.contains(right), "{path} holds {right:?}");
                change(file, text.replacen(right, wrong, 1));
            } else if *file.path == *broken {
                change(file, format!("{text}\nbroken: [\n"));
            }
        }
        let told: BTreeSet<_> = found(&files).iter().map(|fault| (fault.file.to_string(), fault.code)).collect();
        assert!(told.contains(&(path.to_owned(), code)), "{path} {code}: {told:?}");
    }
}
