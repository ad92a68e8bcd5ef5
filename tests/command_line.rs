//! `ctr` as staff and auditors type it: exit codes, formats, a registry set up by hand; and that no message repeats a patient's answer.

use std::path::Path;

use serde_json::Value;
use tests::program::{Run, ctr};
use tests::root::path;
use tests::scratch::Scratch;

/// Answers of a patient who never lived; no output may repeat the secret one.
const RECORD: &str = r#"{ "answers": { "crs_occurred": "yes", "crs_fever": "秘密の回答7391", "crs_max_temp": "secret-7391", "nonsense": "secret-7391" } }"#;

fn run(arguments: &[&str]) -> Run {
    ctr(arguments)
}

#[test]
fn faults_end_with_one_and_clean_definitions_with_zero() {
    let scratch = faulty_library();
    let folder = scratch.path().to_string_lossy().into_owned();
    let found = run(&["check", &folder]);
    assert_eq!(found.code, 1, "{}", found.err);
    assert!(found.out.contains("error[unknown-kind]") || found.out.contains("error["), "{}", found.out);
    assert_eq!(run(&["check", "form-definitions"]).code, 0);
}

#[test]
fn what_could_not_be_done_ends_with_two_and_says_what_to_do() {
    for (arguments, says) in [
        (&["check", "no-such-folder"][..], "takes the folder of definitions"),
        (&["burden", "crs"], "takes the folder of definitions"),
        (&["check", "docs"], "registry.yaml"),
        (&["compile", "crz", "--target", "program"], "crs@1.0.0"),
        (&["explain", "unknow-item"], "did you mean `unknown-item`?"),
        (&["validate", "crs", "Cargo.toml"], "no JSON at line"),
        (&["nonsense"], "Usage"),
    ] {
        let run = run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn faults_are_also_json_and_annotations() {
    let scratch = faulty_library();
    let folder = scratch.path().to_string_lossy().into_owned();
    let json: Value = serde_json::from_str(&run(&["check", &folder, "--format", "json"]).out).expect("JSON");
    let first = &json[0];
    assert_eq!(first["file"], "forms/ward/1.0.0.yaml");
    assert!(
        first["message"]["ja"].is_string() && first["message"]["en"].is_string() && first["start"]["line"].is_number(),
        "{first}"
    );
    let github = run(&["check", &folder, "--format", "github", "--lang", "ja"]).out;
    assert!(github.starts_with("::error file=forms/ward/1.0.0.yaml,line="), "{github}");
}

#[test]
fn a_record_is_judged_without_repeating_its_answers() {
    let scratch = Scratch::new("validate");
    let file = scratch.write("record.json", RECORD).to_string_lossy().into_owned();
    for format in ["text", "json"] {
        for lang in ["ja", "en"] {
            let run = run(&["validate", "crs", &file, "--today", "2026-05-15", "--format", format, "--lang", lang]);
            assert_eq!(run.code, 1, "{}", run.err);
            assert!(
                run.out.contains("unknown_code") && run.out.contains("unknown_item") && run.out.contains("unreadable"),
                "{}",
                run.out
            );
            assert!(!run.out.contains("7391") && !run.err.contains("7391"), "an answer is repeated: {}{}", run.out, run.err);
        }
    }
    let broken = scratch.write("broken.json", "{ \"name\": secret-7391 }").to_string_lossy().into_owned();
    let run = run(&["validate", "crs", &broken]);
    assert_eq!(run.code, 2);
    assert!(!run.err.contains("7391"), "{}", run.err);
}

#[test]
fn a_form_becomes_other_things() {
    for (target, holds) in [
        ("json-schema", "https://json-schema.org/draft/2020-12/schema"),
        ("program", "\"rules\""),
        ("html", "data-item=\"crs_occurred\""),
        ("dictionary", ",crs_crp_max,quantity,"),
        ("fhir-questionnaire", "\"linkId\": \"crs_crp_max\""),
        ("odm2", "OID=\"IT.crs.crs_crp_max\""),
        ("meaning", "\"form\":\"crs\""),
    ] {
        let run = run(&["compile", "crs", "--target", target]);
        assert!(
            run.code == 0 && run.out.contains(holds),
            "{target}: {}{}",
            run.err,
            run.out.chars().take(400).collect::<String>()
        );
    }
}

#[test]
fn a_registry_is_set_up_by_hand() {
    let scratch = Scratch::new("set-up");
    let key = scratch.join("master.key").to_string_lossy().into_owned();
    assert_eq!(run(&["key", "create", &key]).code, 0);
    let again = run(&["key", "create", &key]);
    assert_eq!(again.code, 2, "a key is never overwritten");
    let database = format!("sqlite://{}?mode=rwc", scratch.join("registry.db").display());
    let on = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--database", &database, "--master-key", &key]);
        run(&all)
    };
    let by = ["--by", "operator"];
    let site = on(&[&["site", "create", "hosp-a", "--name-ja", "A病院", "--name-en", "Hospital A"][..], &by].concat());
    assert_eq!(site.code, 0, "{}", site.err);
    assert!(on(&["site", "list"]).out.contains("hosp-a\tA病院\tHospital A"));
    let twice = on(&[&["site", "create", "hosp-a", "--name-ja", "B", "--name-en", "B"][..], &by].concat());
    assert!(twice.code == 2 && twice.err.contains("exists already"), "{}", twice.err);
    let create = ["account", "create", "hana", "--name", "架空 花", "--role", "data_manager", "--site", "hosp-a"];
    let account = on(&[&create[..], &by].concat());
    assert!(
        account.out.contains("otpauth://totp/") && account.out.contains("password, shown this once: "),
        "{}{}",
        account.out,
        account.err
    );
    assert!(on(&["account", "list"]).out.starts_with("hana\tdata_manager\thosp-a\ton\t"));
    let enrolled = on(&[&["account", "enrol", "hana"][..], &by].concat());
    assert!(enrolled.out.contains("otpauth://totp/") && enrolled.out != account.out, "{}", enrolled.err);
    assert_eq!(on(&[&["account", "disable", "hana"][..], &by].concat()).out, "account hana is off\n");
    assert_eq!(on(&[&["account", "disable", "nobody"][..], &by].concat()).code, 2);

    let publish = ["publish", "form-definitions", "--reason", "first forms"];
    let first = on(&[&publish[..], &by].concat());
    assert!(first.code == 0 && first.out.ends_with("; 0 stood already\n"), "{}{}", first.out, first.err);
    let second = on(&[&publish[..], &by].concat());
    assert!(second.out.starts_with("published 0; "), "nothing is published twice: {}{}", second.out, second.err);

    let verified = on(&["verify"]);
    assert!(verified.code == 0 && verified.out.starts_with("clean: "), "{}{}", verified.out, verified.err);
    let head = verified.out.lines().find_map(|line| line.strip_prefix("head ")).expect("the head").to_string();
    assert_eq!(on(&["verify", "--since", &head]).code, 0);
    let forged = head.chars().rev().collect::<String>().replace(':', "");
    let rewritten = on(&["verify", "--since", &format!("1:{forged}")]);
    assert_eq!(rewritten.code, 1, "a head that never was is found: {}{}", rewritten.out, rewritten.err);
}

#[test]
fn a_calendar_is_printed_and_an_answer_that_no_form_asks_for_is_refused() {
    let schedule = |more: &[&str]| {
        let base = ["schedule", "form-definitions", "--infusion", "2026-04-01", "--today", "2026-11-26", "--format", "csv"];
        run(&[&base[..], more].concat())
    };
    let printed = schedule(&["--product", "kymriah", "--indication", "lbcl"]);
    for visit in [
        "d28,Day 28,2026-04-26,2026-04-29,2026-05-13,2026-06-12,overdue,",
        "y15,15 years,2041-03-02,2041-04-01,2041-05-01,2041-05-31,planned,",
    ] {
        assert!(printed.out.contains(visit), "{visit}: {}", printed.out);
    }
    let ended = schedule(&["--answer", "death.death_date=2026-10-05"]);
    assert!(ended.out.lines().any(|line| line.starts_with("y2,") && line.contains(",ended,")), "{}", ended.out);
    for (answer, says) in [
        ("deaht.death_date=2026-10-05", "did you mean `death`?"),
        ("death.date_of_death=2026-10-05", "death.date_of_death"),
        ("death_date=2026-10-05", "form.item=value"),
    ] {
        let refused = schedule(&["--answer", answer]);
        assert!(refused.code == 2 && refused.err.contains(says), "{answer}: {}", refused.err);
    }
}

/// A form version of the library that is released, and one that is not: only the first is held still, also by the lists that it uses.
#[test]
fn a_released_version_is_held_still_and_its_successor_is_free() {
    let scratch = Scratch::new("released");
    scratch.copy(&path("form-definitions"), "");
    let folder = text_of(scratch.path());
    let released = std::fs::read_to_string(scratch.join("PUBLISHED")).expect("PUBLISHED");
    let lines: Vec<&str> = released.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() == 1 && lines[0].starts_with("dx_lymphoma 1.0.0 "), "{released}");

    for (file, before, after, held) in [
        ("forms/dx_lymphoma/1.0.0.yaml", "en: Primary refractory }", "en: Refractory to the first line }", true),
        ("lists/lymphoma_2017.yaml", "ja: 形質転換濾胞性リンパ腫", "ja: 形質転換した濾胞性リンパ腫", true),
        ("lists/lymphoma.yaml", "ja: non-GCB型（ABC型）", "ja: non-GCB型", true),
        ("forms/dx_lymphoma/2.0.0.yaml", "en: Primary refractory }", "en: Refractory to the first line }", false),
        ("lists/lymphoma.yaml", "ja: 形質転換濾胞性リンパ腫", "ja: 形質転換した濾胞性リンパ腫", false),
        ("forms/dx_lymphoma/1.0.0.yaml", "effective: { from: \"2019-03-26\" }", "effective: { from: \"2019-04-01\" }", false),
    ] {
        let text = std::fs::read_to_string(scratch.join(file)).expect("the file");
        assert_eq!(text.matches(before).count(), 1, "{file}: {before}");
        scratch.write(file, text.replace(before, after));
        let check = run(&["check", &folder]);
        let told = check.out.contains("error[published-form-changed]") && check.out.contains("PUBLISHED:2:1");
        assert_eq!((check.code, told), (i32::from(held), held), "{file}: {}", check.out);
        if held {
            assert!(check.out.contains("`coo`") && check.out.contains("`lym_subtype_2017`"), "what it shares: {}", check.out);
        }
        scratch.write(file, text);
    }
}

#[test]
fn a_version_is_locked_by_its_name() {
    let scratch = Scratch::new("lock");
    scratch.copy(&path("form-definitions"), "");
    let folder = text_of(scratch.path());
    let lines = || {
        let text = std::fs::read_to_string(scratch.join("PUBLISHED")).expect("PUBLISHED");
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    for (names, says) in [
        (&["crz@1.0.0"][..], "`crz@1.0.0`"),
        (&["crs", "crs@9.0.0", "nowhere"], "`crs@9.0.0`, `nowhere`"),
        (&["crs@1.0.0+kymriah.lbcl"], "under an overlay"),
    ] {
        let named = names.iter().flat_map(|name| ["--form", name]);
        let refused = run(&["lock", &folder].into_iter().chain(named).collect::<Vec<_>>());
        assert!(refused.code == 2 && refused.err.contains(says), "{names:?}: {}", refused.err);
    }
    let before = lines();
    let again = run(&["lock", &folder, "--form", "dx_lymphoma@1.0.0"]);
    assert!(again.code == 0 && again.out.contains("already"), "{}", again.out);
    assert_eq!(lines(), before, "a refused or repeated name writes nothing");
    let one = run(&["lock", &folder, "--form", "crs", "--form", "crs@1.0.0", "--form", "icans@1.0.0"]);
    assert_eq!((one.code, one.out.as_str()), (0, "2 form versions added to PUBLISHED\n"), "{}", one.err);
    let after = lines();
    assert_eq!(after[..before.len()], before, "what stood stays");
    assert!(after.len() == before.len() + 2 && after.iter().any(|line| line.starts_with("crs 1.0.0 ")), "{after:?}");
    assert_eq!(run(&["lock", &folder]).code, 0);
    assert!(lines().iter().any(|line| line.starts_with("dx_lymphoma 2.0.0 ")), "without names every version is locked");
    assert_eq!(run(&["check", &folder]).code, 0);
}

#[test]
fn the_days_of_a_version_go_where_it_goes() {
    let questionnaire = |form: &str| {
        let run = run(&["compile", form, "--target", "fhir-questionnaire"]);
        serde_json::from_str::<Value>(&run.out).unwrap_or_else(|_| panic!("{}", run.err))["effectivePeriod"].clone()
    };
    assert_eq!(questionnaire("dx_lymphoma@1.0.0"), serde_json::json!({ "start": "2019-03-26", "end": "2022-12-31" }));
    assert_eq!(questionnaire("dx_lymphoma"), serde_json::json!({ "start": "2023-01-01" }));
    assert_eq!(questionnaire("crs"), Value::Null);
    let coverage: Value = serde_json::from_str(&run(&["coverage", "--format", "json"]).out).expect("JSON");
    let rows = coverage["forms"].as_array().expect("rows").iter().filter(|row| row["from"] != "");
    let days: Vec<_> =
        rows.map(|row| [&row["form"], &row["from"], &row["until"]].map(|cell| cell.as_str().unwrap_or_default())).collect();
    assert_eq!(days, [["dx_lymphoma@1.0.0", "2019-03-26", "2023-01-01"], ["dx_lymphoma@2.0.0", "2023-01-01", ""]]);
}

#[test]
fn what_holds_later_is_not_published_yet() {
    let scratch = Scratch::new("not-yet");
    scratch.copy(&path("form-definitions"), "definitions");
    let form = scratch.join("definitions/forms/dx_lymphoma/2.0.0.yaml");
    let text = std::fs::read_to_string(&form).expect("the form");
    std::fs::write(&form, text.replacen("from: \"2023-01-01\"", "from: \"2999-01-01\"", 1)).expect("written");
    let (folder, key) = (text_of(&scratch.join("definitions")), text_of(&scratch.join("master.key")));
    run(&["key", "create", &key]);
    let database = format!("sqlite://{}?mode=rwc", scratch.join("registry.db").display());
    let refused = run(&["publish", &folder, "--reason", "x", "--by", "x", "--database", &database, "--master-key", &key]);
    assert!(refused.code == 2 && refused.err.contains("`dx_lymphoma@2.0.0` holds from 2999-01-01"), "{}", refused.err);
}

#[test]
fn nothing_is_published_while_an_example_fails() {
    let scratch = Scratch::new("publish");
    scratch.copy(&path("form-definitions"), "definitions");
    let form = scratch.join("definitions/forms/crs/1.0.0.yaml");
    let text = std::fs::read_to_string(&form).expect("the form");
    std::fs::write(
        &form,
        text.replacen(
            "given: { crs_occurred: \"no\" }\n    findings: []",
            "given: { crs_occurred: \"no\" }\n    findings: [required@crs_fever]",
            1,
        ),
    )
    .expect("written");
    let (folder, key) = (text_of(&scratch.join("definitions")), text_of(&scratch.join("master.key")));
    run(&["key", "create", &key]);
    assert_eq!(run(&["test", &folder]).code, 1);
    let database = format!("sqlite://{}?mode=rwc", scratch.join("registry.db").display());
    let refused = run(&["publish", &folder, "--reason", "x", "--by", "x", "--database", &database, "--master-key", &key]);
    assert!(refused.code == 2 && refused.err.contains("1 examples do not hold"), "{}", refused.err);
}

fn text_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn faulty_library() -> Scratch {
    let scratch = Scratch::new("faulty");
    scratch.copy(&path("tests/diff/base"), "");
    scratch.write(
        "forms/ward/1.0.0.yaml",
        "form: ward\nversion: 1.0.0\ntitle: { ja: 病棟, en: Ward }\nlevel: patient\nsections:\n  - id: main\n    title: { ja: 主要, en: Main }\n    items:\n      - { id: a, kind: chioce, label: { ja: あ, en: A } }\n",
    );
    scratch
}
