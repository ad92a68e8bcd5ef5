//! A power cut while eight people save: nothing acknowledged is lost, every row has its leaf, the server starts again, drafts are there;
//! and a name and an answer that were entered are found nowhere in clear: not in the database, its log of changes to come, nor the logs.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tests::case::find_files;
use tests::demo::Demo;
use tests::program::ctr;
use tests::web::Web;

const CLIENTS: usize = 8;
/// Saves that must be acknowledged before the power goes.
const ENOUGH: usize = 80;
const CANARY_NAME: &str = "カナリアヤマダ";
const CANARY_ANSWER: &str = "canary-department-7391";

/// What the server acknowledged last to one client.
#[derive(Debug)]
struct Acknowledged {
    record: String,
    version: i64,
    value: usize,
}

#[test]
fn nothing_acknowledged_is_lost() {
    let mut demo = Demo::start("crash");
    let mut web = Web::sign_in(demo.address(), &demo.sign_ins(), "hana");
    let saved = Arc::new(AtomicUsize::new(0));
    let records: Vec<String> = (0..CLIENTS).map(|_| register(&mut web)).collect();
    let clients: Vec<_> = records
        .into_iter()
        .map(|record| {
            let (web, saved) = (web.clone(), Arc::clone(&saved));
            std::thread::spawn(move || save_until_the_end(web, record, &saved))
        })
        .collect();
    let start = Instant::now();
    while saved.load(Ordering::Relaxed) < ENOUGH && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    demo.kill();
    let acknowledged: Vec<Acknowledged> = clients.into_iter().map(|client| client.join().expect("a client ends")).collect();
    assert!(saved.load(Ordering::Relaxed) >= ENOUGH, "the clients saved: {}", demo.log());

    assert_nothing_in_clear(&demo.data(), &demo.log());
    let arguments: Vec<String> = ["verify".to_string()].into_iter().chain(demo.database_arguments()).collect();
    let verified = ctr(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);

    demo.restart();
    let mut web = Web::sign_in(demo.address(), &demo.sign_ins(), "ken");
    for last in acknowledged {
        let page = web.get(&format!("{}/fill", last.record)).expect("the page of the draft");
        let version: i64 = page.input("version").and_then(|text| text.parse().ok()).expect("the draft's version");
        let value: usize = page.input("a.facility_mrn").and_then(|text| text.parse().ok()).expect("the draft's answer");
        assert!(
            version >= last.version && value >= last.value,
            "{last:?} was acknowledged, found version {version}, value {value}"
        );
        assert!(value <= last.value + 1, "{last:?} was sent, found {value}, which nobody sent");
    }
}

/// Registers a patient; the address of the record that opens.
fn register(web: &mut Web) -> String {
    let list = web.get("/patients").expect("the list");
    let token = list.input("csrf").expect("the page's token");
    let answer = web.post("/patients", &[("csrf", &token)]).expect("registered");
    answer.location.strip_suffix("/fill").expect("the fill page of a record").to_string()
}

/// Saves the draft again and again, each time with the next number, until the server is gone.
fn save_until_the_end(mut web: Web, record: String, saved: &AtomicUsize) -> Acknowledged {
    let page = web.get(&format!("{record}/fill")).expect("the fill page");
    let token = page.input("csrf").expect("the page's token");
    let mut last = Acknowledged { record, version: 0, value: 0 };
    loop {
        let (value, version) = ((last.value + 1).to_string(), last.version.to_string());
        let pairs = [
            ("csrf", token.as_str()),
            ("version", version.as_str()),
            ("do", "save"),
            ("a.facility_mrn", value.as_str()),
            ("a.family_name_kana", CANARY_NAME),
            ("a.department", CANARY_ANSWER),
            ("n.former_names", "0"),
        ];
        let Ok(answer) = web.post(&format!("{}/draft", last.record), &pairs) else { return last };
        assert_eq!(answer.status, 200, "a save is acknowledged or the server is gone: {}", answer.body);
        let reply: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        last.version = reply["version"].as_i64().expect("the new version");
        last.value += 1;
        saved.fetch_add(1, Ordering::Relaxed);
    }
}

fn assert_nothing_in_clear(data: &Path, log: &str) {
    let files = find_files(data, "");
    assert!(
        files.iter().any(|file| file.to_string_lossy().ends_with("-wal")),
        "the database's log is among the files: {files:?}"
    );
    for canary in [CANARY_NAME, CANARY_ANSWER] {
        for file in &files {
            let bytes = std::fs::read(file).expect("a file of the database");
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} stands in clear in {}", file.display());
        }
        assert!(!log.contains(canary), "{canary} stands in the log");
    }
}
