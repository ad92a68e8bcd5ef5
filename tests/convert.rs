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
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("empty.csv", Vec::new(), "none of the formats"),
        ("noise.csv", (0..4_000u32).map(|n| (n * 7_919 % 251) as u8).collect(), "none of the formats"),
        ("deep.json", deep.into_bytes(), "not JSON"),
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

#[test]
fn rows_in_rows_however_deep_become_sections() {
    let scratch = Scratch::new("convert");
    let (many, one) = (rows("a", 38), rows("b", 5));
    scratch.write("deep.json", format!("{{\"resourceType\":\"Questionnaire\",\"item\":[{many},{one}]}}"));
    let folder = scratch.path().join("draft");
    let run = convert(&scratch.path().join("deep.json"), &folder, &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("dropped (0)"), "{}", run.out);
    let draft = std::fs::read_to_string(folder.join("forms/form/0.1.0.yaml")).unwrap();
    let all = |name: &'static str, depth: usize| {
        (0..depth).map(move |number| format!("{name}{number}")).chain((0..=depth).map(move |number| format!("{name}q{number}")))
    };
    for id in all("a", 38).chain(all("b", 5)) {
        assert_eq!(draft.matches(&format!("- id: {id}\n")).count(), 1, "{id}\n{draft}");
    }
    let check = ctr(&["check", &folder.to_string_lossy()]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

/// Groups with rows inside one another, each with a question of its own.
fn rows(name: &str, depth: usize) -> String {
    let question = |number: usize| format!("{{\"linkId\":\"{name}q{number}\",\"type\":\"string\",\"text\":\"{name}\"}}");
    (0..depth).fold(question(depth), |inner, number| {
        let items = format!("{},{inner}", question(number));
        format!("{{\"linkId\":\"{name}{number}\",\"type\":\"group\",\"repeats\":true,\"text\":\"{name}\",\"item\":[{items}]}}")
    })
}

/// Groups that each name the next one twice hold a million items by the twentieth: a form takes what it can, and the rest is told.
#[test]
fn groups_that_multiply_come_to_an_end() {
    let groups: String = (0..20)
        .map(|number| {
            let next = format!("<ItemGroupRef ItemGroupOID=\"G{}\"/>", number + 1);
            format!(
                "<ItemGroupDef OID=\"G{number}\" Name=\"G\" Repeating=\"No\"><ItemRef ItemOID=\"I\"/>{next}{next}</ItemGroupDef>"
            )
        })
        .collect();
    let form = "<FormDef OID=\"F\" Name=\"F\"><ItemGroupRef ItemGroupOID=\"G0\"/></FormDef>";
    let item = "<ItemDef OID=\"I\" Name=\"I\" DataType=\"text\"/>";
    let scratch = Scratch::new("convert");
    let study = format!("<ODM><Study><MetaDataVersion OID=\"V\">{form}{groups}{item}</MetaDataVersion></Study></ODM>");
    scratch.write("many.xml", study);
    let folder = scratch.path().join("draft");
    let run = convert(&scratch.path().join("many.xml"), &folder, &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("too many, not carried"), "nothing is told");
    assert!(!run.out.contains("too-many-items"), "the engine was asked about items that no form takes");
    let draft = std::fs::read_to_string(folder.join("forms/f/0.1.0.yaml")).unwrap();
    assert_eq!(draft.matches("kind: text").count(), 5_000);
}

#[test]
fn a_refusal_brings_the_report_and_says_where() {
    let scratch = Scratch::new("convert");
    scratch.write("costly.json", costly());
    let (source, folder) = (scratch.path().join("costly.json"), scratch.path().join("draft"));
    let run = convert(&source, &folder, &[]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    for said in
        ["the draft does not pass `ctr check`: form `costly`: form-too-costly: ", "lower `max_rows`", "help: the report names"]
    {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    for said in
        ["no draft was made", "cannot be taken out: form `costly`: form-too-costly", "carried (", "item `a1` → `a1` (decimal)"]
    {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    assert!(!folder.exists(), "something was written");

    let report = scratch.path().join("report.json");
    let run = convert(&source, &folder, &["--report", &report.to_string_lossy(), "--format", "json", "--lang", "ja"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    assert!(report["refused"].as_str().unwrap().contains("form-too-costly"), "{report}");
    assert_eq!(report["files"], serde_json::json!([]));
    assert!(report["counts"]["carried"].as_u64().unwrap() > 40, "{report}");

    // Nothing that could be asked: what was left out is told all the same.
    scratch.write(
        "shown.json",
        "{\"resourceType\":\"Questionnaire\",\"item\":[{\"linkId\":\"t\",\"type\":\"display\",\"text\":\"Read this\"}]}",
    );
    let run = convert(&scratch.path().join("shown.json"), &folder, &["--lang", "ja"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("no item that could be asked"), "{}", run.err);
    assert!(run.out.contains("下書きは作られませんでした") && run.out.contains("item[0]: 表示のみの文"), "{}", run.out);
}

/// Sixty values in each of 500 rows, each the sum of 500 other rows: each may be, all together are too much work for one form.
fn costly() -> String {
    let url = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";
    let group = |name: &str, items: Vec<serde_json::Value>| {
        serde_json::json!({ "linkId": name, "type": "group", "repeats": true, "text": name, "item": items,
            "extension": [{ "url": url, "valueInteger": 500 }] })
    };
    let sum = "%resource.descendants().where(linkId='a1').answer.value.sum()";
    let value = |number: usize| {
        serde_json::json!({ "linkId": format!("b{number}"), "type": "decimal", "text": "Sum", "extension": [{
            "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
            "valueExpression": { "language": "text/fhirpath", "expression": sum } }] })
    };
    let question = serde_json::json!({ "linkId": "a1", "type": "decimal", "text": "A" });
    let items = [group("a", vec![question]), group("b", (1..=60).map(value).collect())];
    serde_json::json!({ "resourceType": "Questionnaire", "name": "costly", "item": items }).to_string()
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
