//! What authors are given: files to begin with, texts for reviewers and back, and forms shown while they are written.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tests::port;
use tests::program::{binary, ctr};
use tests::root::path;
use tests::scratch::Scratch;
use tests::web::Web;

#[test]
fn what_is_begun_is_sound_before_the_first_change() {
    let scratch = library("new");
    let folder = scratch.path().to_string_lossy().into_owned();
    for arguments in [
        &["form", "pregnancy_notice", "--ja", "妊娠の連絡", "--en", "Notice of pregnancy: first"][..],
        &["list", "notice_way"],
        &["block", "notice_day"],
        &["product", "nova", "--en", "Nova (novacel)"],
        &["version", "crs", "--raise", "patch"],
        &["version", "dx_lymphoma"],
    ] {
        let run = ctr(&[&["new"], arguments, &["--definitions", &folder]].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        if arguments[0] == "form" {
            let said = format!("{}{}", run.out, run.err);
            assert!(
                said.contains("level: course") && said.contains("patient, course, infusion"),
                "the level taken and the others: {said}"
            );
        }
    }
    assert!(scratch.join("forms/crs/1.0.1.yaml").exists() && scratch.join("forms/pregnancy_notice/1.0.0.yaml").exists());
    let next = std::fs::read_to_string(scratch.join("forms/dx_lymphoma/2.1.0.yaml")).unwrap();
    assert!(!next.contains("effective:"), "a version that is begun has no day yet");
    let check = ctr(&["check", &folder]);
    assert_eq!(check.code, 0, "{}", check.out);
    let test = ctr(&["test", &folder]);
    assert_eq!(test.code, 0, "{}", test.out);
    // Nothing is written over what is there, and an id that cannot be one is refused.
    assert_eq!(ctr(&["new", "form", "crs", "--definitions", &folder]).code, 2);
    let refused = ctr(&["new", "list", "Answers", "--definitions", &folder]);
    assert!(refused.code == 2 && refused.err.contains("small letters"), "{}", refused.err);
}

#[test]
fn texts_go_to_a_reviewer_and_back() {
    let scratch = library("wording");
    let folder = scratch.path().to_string_lossy().into_owned();
    let sheet = scratch.join("texts.csv").to_string_lossy().into_owned();
    assert_eq!(ctr(&["wording", "export", "infusion", "--definitions", &folder, "--out", &sheet]).code, 0);
    let before = std::fs::read_to_string(&sheet).unwrap();
    assert!(before.starts_with("\u{feff}file,text,ja,en,ja_new,en_new"), "Excel reads it as UTF-8");

    // The reviewer changes both halves of one text and one half of another;
    let changed: String = before
        .lines()
        .map(|line| match line.split(',').nth(1) {
            Some("title") if line.starts_with("forms/") => {
                format!("{}投与の記録,\"Infusion: \"\"record\"\"\"\n", line.strip_suffix(',').unwrap())
            }
            Some("items/infusion_date/label") => format!("{line}Day 0\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    std::fs::write(&sheet, &changed).unwrap();

    // Meanwhile somebody changed one of them in the file: a conflict, shown and left alone.
    let form = scratch.join("forms/infusion/1.0.0.yaml");
    let text = std::fs::read_to_string(&form).unwrap();
    let own = text.lines().find(|line| line.contains("label:") && line.contains("投与日")).unwrap().to_owned();
    std::fs::write(&form, text.replacen(&own, &own.replace("en: ", "en: Changed "), 1)).unwrap();

    let dry = ctr(&["wording", "import", &sheet, "--definitions", &folder, "--dry-run"]);
    assert!(dry.out.contains("nothing was written") && !std::fs::read_to_string(&form).unwrap().contains("投与の記録"));
    let run = ctr(&["wording", "import", &sheet, "--definitions", &folder]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("conflict at forms/infusion/1.0.0.yaml:") && run.out.contains("Day 0"), "{}", run.out);
    let now = std::fs::read_to_string(&form).unwrap();
    assert!(
        now.contains("ja: 投与の記録") && now.contains(r#"en: "Infusion: \"record\"""#) && now.contains("en: Changed "),
        "{now}"
    );
    assert_eq!(ctr(&["check", &folder]).code, 0);
    assert_eq!(ctr(&["wording", "import", &sheet, "--definitions", &folder, "--overwrite"]).code, 0);
    assert!(std::fs::read_to_string(&form).unwrap().contains("en: Day 0"));

    // A published version never changes.
    std::fs::write(scratch.join("PUBLISHED"), "infusion 1.0.0 00\n").unwrap();
    std::fs::write(&sheet, before.replacen("forms/infusion/1.0.0.yaml,title,", "forms/infusion/1.0.0.yaml,title,x", 1)).unwrap();
    let locked = ctr(&["wording", "import", &sheet, "--definitions", &folder]);
    assert_eq!(locked.code, 0, "nothing is asked for: {}", locked.out);
    std::fs::write(&sheet, "file,text,ja,en,ja_new,en_new\nforms/infusion/1.0.0.yaml,title,投与,Infusion,,Given\n").unwrap();
    let locked = ctr(&["wording", "import", &sheet, "--definitions", &folder]);
    assert!(locked.code == 1 && locked.out.contains("never changes"), "{}", locked.out);
}

#[test]
fn the_preview_follows_the_file_and_keeps_what_was_typed() {
    let scratch = library("preview");
    let preview = Preview::start(scratch.path());
    let mut web = Web::new(&preview.address);
    let list = web.get("/").unwrap();
    assert!(list.status == 200 && list.body.contains("/forms/crs@1.0.0"), "{}", list.body);
    let page = web.get("/forms/crs?lang=en").unwrap();
    assert_eq!(page.location, "/forms/crs", "the language is kept and the address cleaned");
    let page = web.get("/forms/crs?example=before_infusion").unwrap().body;
    assert!(
        page.contains("crs_onset_before_infusion@crs_onset_date") && page.contains("before_infusion"),
        "findings beside the form"
    );
    let typed =
        [("a.crs_occurred", "yes"), ("a.crs_max_temp", "37.0"), ("a.crs_fever", "yes"), ("a.crs_previously_reported", "no")];
    let panel = web.post("/forms/crs/panel", &typed).unwrap().body;
    assert!(panel.contains("crs_fever_below_38@crs_max_temp") && panel.contains("- id: new_example"), "{panel}");

    // A rule is changed: the next page judges by it, what was typed is still there.
    let file = find(scratch.path(), "crs_max_temp < 38");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("crs_max_temp < 38", "crs_max_temp < 36")).unwrap();
    let stamp = web.get("/changed?stamp=1").unwrap();
    assert!(stamp.body.contains("2"), "{}", stamp.body);
    let page = web.post("/forms/crs", &typed).unwrap().body;
    assert!(!page.contains("<code>crs_fever_below_38@crs_max_temp</code>") && page.contains(r#"value="37.0""#), "{page}");

    // Half a rule: the fault is shown with its caret, the form stays as it was.
    std::fs::write(&file, text.replace("crs_max_temp < 38", "crs_max_temp <")).unwrap();
    web.get("/changed?stamp=2").unwrap();
    let page = web.post("/forms/crs", &typed).unwrap().body;
    assert!(page.contains("error[") && page.contains("^") && page.contains(r#"value="37.0""#), "{page}");
    assert!(page.contains("last compiled"), "{page}");
    assert_eq!(web.get("/forms/nowhere").unwrap().status, 404);
}

/// A preview of a folder on a free port; it ends with the value.
struct Preview {
    child: Child,
    address: String,
}

impl Preview {
    fn start(folder: &Path) -> Preview {
        let port = port::free();
        let child = Command::new(binary("ctr-server"))
            .args(["preview", "--port", &port.to_string(), "--definitions"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("ctr-server starts");
        let preview = Preview { child, address: format!("http://localhost:{port}") };
        let start = Instant::now();
        while Web::new(&preview.address).get("/").is_err() {
            assert!(start.elapsed() < Duration::from_secs(90), "the preview did not start in time");
            std::thread::sleep(Duration::from_millis(50));
        }
        preview
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn library(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.copy(&path("form-definitions"), ".");
    // A list that nobody uses yet is what a beginner has; the library's own copy of published digests does not bind this one.
    let _ = std::fs::remove_file(scratch.join("PUBLISHED"));
    scratch
}

fn find(folder: &Path, text: &str) -> std::path::PathBuf {
    let files = tests::case::find_files(folder, ".yaml");
    let found = files.into_iter().find(|file| std::fs::read_to_string(file).is_ok_and(|content| content.contains(text)));
    found.unwrap_or_else(|| panic!("no file holds `{text}`"))
}
