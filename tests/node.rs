//! The browser's interpreter (`renderer/assets`) under node: programs and cases go in as a file of JSON lines, answers come back.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use renderer::asset::{TABLE, content};
use serde_json::Value;
use tests::root::path;
use tests::scratch::Scratch;

/// The scripts as the server sends them, in a folder of their own: what is tested is what goes out.
pub fn sent(scratch: &Scratch) -> PathBuf {
    scratch.write("assets/package.json", "{ \"type\": \"module\" }");
    for asset in TABLE {
        scratch.write(&format!("assets/{}", asset.file), content(asset.file).expect("a file of the table"));
    }
    scratch.join("assets")
}

/// Runs `tests/js/<script>` over lines and gives what it printed, one JSON value per line.
pub fn run(script: &str, lines: &[Value]) -> Vec<Value> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&line.to_string());
        text.push('\n');
    }
    run_text(script, &text)
}

/// The same for lines that are text already.
pub fn run_text(script: &str, lines: &str) -> Vec<Value> {
    let scratch = Scratch::new("node");
    let file = scratch.path().join("lines.ndjson");
    fs::write(&file, lines).expect("the scratch folder takes a file");
    let run = Command::new("node").arg(path("tests/js").join(script)).arg(&file).env("CTR_ASSETS", sent(&scratch)).output();
    let output = run.expect("node starts");
    assert!(output.status.success(), "{script} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("node prints UTF-8");
    printed.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}
