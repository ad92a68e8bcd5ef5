//! The browser's interpreter (`renderer/assets`) under node: programs and cases go in as a file of JSON lines, answers come back.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tests::root::path;
use tests::scratch::Scratch;

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
    let output = Command::new("node").arg(path("tests/js").join(script)).arg(&file).output().expect("node starts");
    assert!(output.status.success(), "{script} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("node prints UTF-8");
    printed.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}
