//! Forms of other systems as drafts: every case under `tests/convert/` has a source, the drafted files and the report in both languages;
//! every draft checks clean. Strange files are refused with a reason. Samples that outside packages ship are converted too.

use std::path::Path;

use tests::case::{find_cases, find_files};
use tests::golden::Goldens;
use tests::peer::{Peer, peers};
use tests::program::{Run, ctr};
use tests::root::path;
use tests::scratch::Scratch;

#[test]
fn every_source_becomes_a_draft_that_checks() {
    let top = path("tests/convert");
    let mut goldens = Goldens::new();
    for case in find_cases(&top, &["source.csv", "source.json", "source.xml", "source.xlsx"]) {
        let source =
            find_files(&case, "").into_iter().find(|file| file.file_stem().is_some_and(|stem| stem == "source")).unwrap();
        let scratch = Scratch::new("convert");
        let mut report = String::new();
        for lang in ["ja", "en"] {
            let run = convert(&source, &scratch.path().join(lang), &["--lang", lang]);
            report.push_str(&format!("$ ctr convert {} --lang {lang}\n{}\n", source.file_name().unwrap().display(), run.out));
            if run.code > 1 {
                goldens.fault(format!("{}: {}", case.display(), run.err));
            }
        }
        goldens.compare(&case.join("report.txt"), &report);
        let drafted = scratch.path().join("en");
        for file in find_files(&drafted, ".yaml") {
            let name = file.strip_prefix(&drafted).unwrap().to_path_buf();
            let expected = case.join("draft").join(name);
            if std::env::var_os("CTR_ACCEPT").is_some() {
                std::fs::create_dir_all(expected.parent().unwrap()).unwrap();
            }
            goldens.compare(&expected, &std::fs::read_to_string(&file).unwrap());
        }
        let check = ctr(&["check", &drafted.to_string_lossy()]);
        if check.code != 0 {
            goldens.fault(format!("{}: {}{}", case.display(), check.out, check.err));
        }
    }
    goldens.finish();
}

#[test]
fn strange_files_are_refused_with_a_reason() {
    let scratch = Scratch::new("convert");
    let deep = format!("{}{}", "{\"resourceType\":\"Questionnaire\",\"item\":[".repeat(300), "]}".repeat(300));
    // Rows nested too deeply twice in the only section: all is taken out, and that is said.
    let refused = format!("{{\"resourceType\":\"Questionnaire\",\"item\":[{},{}]}}", rows("a", 5), rows("b", 5));
    let cases: [(&str, Vec<u8>, &str); 10] = [
        ("empty.csv", Vec::new(), "none of the formats"),
        ("noise.csv", (0..4_000u32).map(|n| (n * 7_919 % 251) as u8).collect(), "none of the formats"),
        ("deep.json", deep.into_bytes(), "not JSON"),
        ("refused.json", refused.into_bytes(), "no item of the draft passes `ctr check`"),
        ("patient.json", b"{\"resourceType\":\"Patient\"}".to_vec(), "not Questionnaire"),
        ("half.json", b"{\"resourceType\":".to_vec(), "not JSON"),
        ("bomb.xml", b"<!DOCTYPE a [<!ENTITY b \"b\">]><ODM>&b;</ODM>".to_vec(), "document type"),
        ("deep.xml", "<ODM>".repeat(5_000).into_bytes(), "nested too deeply"),
        ("broken.xlsx", b"PK\x03\x04nothing".to_vec(), "cannot be read as XLSForm"),
        ("old.xls", vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1], ".xlsx"),
    ];
    for (name, bytes, reason) in cases {
        scratch.write(name, bytes);
        let run = convert(&scratch.path().join(name), &scratch.path().join("out"), &[]);
        assert_eq!(run.code, 2, "{name}: {}", run.out);
        assert!(run.err.contains(reason), "{name}: {}", run.err);
        assert!(!scratch.path().join("out").exists(), "{name}: something was written");
    }
}

/// A question in this many groups with rows.
fn rows(name: &str, depth: usize) -> String {
    let question = format!("{{\"linkId\":\"{name}\",\"type\":\"string\",\"text\":\"{name}\"}}");
    (0..depth).fold(question, |inner, number| {
        format!("{{\"linkId\":\"{name}{number}\",\"type\":\"group\",\"repeats\":true,\"text\":\"{name}\",\"item\":[{inner}]}}")
    })
}

#[test]
fn nothing_that_stands_is_written_over() {
    let scratch = Scratch::new("convert");
    let source = path("tests/convert/redcap/rules/source.csv");
    let folder = scratch.path().join("draft");
    assert_eq!(convert(&source, &folder, &[]).code, 1);
    let again = convert(&source, &folder, &[]);
    assert_eq!(again.code, 2, "{}", again.out);
    assert!(again.err.contains("never written over"), "{}", again.err);
}

#[test]
fn samples_of_outside_packages_become_drafts_that_check() {
    if !peers("samples_of_outside_packages_become_drafts_that_check", &[Peer::FormSamples]) {
        return;
    }
    for (format, ending, least) in [("fhir", ".json", 40), ("odm", ".xml", 20)] {
        let files = find_files(&path("tests/.peers/samples").join(format), ending);
        let mut faults = Vec::new();
        let mut drafts = 0;
        for file in &files {
            let scratch = Scratch::new("convert");
            let folder = scratch.path().join("draft");
            let run = convert(file, &folder, &[]);
            match run.code {
                0 | 1 => {
                    drafts += 1;
                    let check = ctr(&["check", &folder.to_string_lossy()]);
                    if check.code != 0 {
                        faults.push(format!("{}: {}", file.display(), check.out));
                    }
                }
                // Clinical data without definitions, or a form that only shows text.
                2 if run.err.contains("no `MetaDataVersion`") || run.err.contains("no item that could be asked") => {}
                _ => faults.push(format!("{}: {}", file.display(), run.err)),
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(drafts >= least, "{format}: only {drafts} of {} files became drafts", files.len());
        println!("{format}: {drafts} of {} samples became drafts that check", files.len());
    }
}

fn convert(source: &Path, folder: &Path, more: &[&str]) -> Run {
    let (source, folder) = (source.to_string_lossy(), folder.to_string_lossy());
    let arguments: Vec<&str> = ["convert", &source, "--out", &folder].into_iter().chain(more.iter().copied()).collect();
    ctr(&arguments)
}
