//! The newcomer's journey in a real browser: in Japanese, in English, and without JavaScript. Screenshots are kept as build output.

use std::path::PathBuf;
use std::process::Command;

use tests::demo::Demo;
use tests::peer::{Peer, peers};
use tests::program::finished;
use tests::root::path;

#[test]
fn in_japanese() {
    walk("ja", "on", "hana");
}

#[test]
fn in_english() {
    walk("en", "on", "ken");
}

#[test]
fn without_javascript() {
    walk("ja", "off", "mio");
}

fn walk(lang: &str, javascript: &str, login: &str) {
    if !peers("journey", &[Peer::Node, Peer::NodePackages, Peer::Chromium]) {
        return;
    }
    let demo = Demo::start("journey");
    let run = finished(
        Command::new("node")
            .arg(path("tests/js/journey.mjs"))
            .arg(demo.sign_ins())
            .args([lang, javascript, login])
            .arg(screenshots())
            .output()
            .expect("node starts"),
    );
    assert_eq!(run.code, 0, "{}\n{}\n{}", run.out, run.err, demo.log());
    // The attached file's name and content stand nowhere in clear.
    let files = std::fs::read_dir(demo.data()).expect("the data").map(|file| std::fs::read(file.expect("a file").path()));
    let bytes: Vec<u8> = files.flat_map(Result::unwrap_or_default).chain(demo.log().into_bytes()).collect();
    for canary in ["花代".as_bytes(), b"%PDF-1."] {
        assert!(!bytes.windows(canary.len()).any(|window| window == canary), "{}", String::from_utf8_lossy(canary));
    }
    let verify: Vec<String> = ["verify".to_string()].into_iter().chain(demo.database_arguments()).collect();
    let verified = tests::program::ctr(&verify.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

/// `tests/output`, or where `make screenshots` wants them.
fn screenshots() -> PathBuf {
    std::env::var_os("CTR_SCREENSHOTS").map_or_else(|| path("tests/output"), |folder| path("").join(folder))
}
