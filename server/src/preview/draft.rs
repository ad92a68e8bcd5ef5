//! What stands in the fields, written as a new example of the form: the author fills the page, reads what the engine says, and when it
//! is what the form should say, copies the text into the file.

use std::fmt::Write as _;

use engine::evaluate::{Finding, Outcome};
use engine::form::form::Form;
use serde_json::{Map, Value};

/// The example as YAML, to stand under `examples:`.
pub fn example(form: &Form, today: &str, context: &Map<String, Value>, given: &Map<String, Value>, outcome: &Outcome) -> String {
    let mut text = String::from("  - id: new_example\n");
    let _ = writeln!(text, "    today: {today}");
    map(&mut text, "context", context);
    map(&mut text, "given", given);
    let keys: Vec<String> = outcome.findings.iter().map(Finding::key).collect();
    list(&mut text, "findings", &keys);
    let json = outcome.to_json(form);
    let calculated = json.get("calculated").and_then(Value::as_object);
    let known: Map<String, Value> = calculated
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(path, value)| (path.clone(), value.clone()))
        .collect();
    map(&mut text, "calculated", &known);
    let undecided: Vec<String> = outcome.undecided.iter().map(|undecided| undecided.check.to_string()).collect();
    if !undecided.is_empty() {
        list(&mut text, "undecided", &undecided);
    }
    text
}

/// JSON is YAML too, one member a line.
fn map(text: &mut String, key: &str, members: &Map<String, Value>) {
    if members.is_empty() {
        if key == "given" {
            text.push_str("    given: {}\n");
        }
        return;
    }
    let _ = writeln!(text, "    {key}:");
    for (name, value) in members {
        let _ = writeln!(text, "      {}: {value}", plain(name));
    }
}

fn list(text: &mut String, key: &str, members: &[String]) {
    let members: Vec<String> = members.iter().map(|member| plain(member)).collect();
    let _ = writeln!(text, "    {key}: [{}]", members.join(", "));
}

/// A word as it may stand in YAML: with brackets or dots inside it wants quotes.
fn plain(word: &str) -> String {
    let is_plain = word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '@' | '-'));
    if is_plain && !word.starts_with(|c: char| c.is_ascii_digit() || c == '@' || c == '-') {
        word.to_owned()
    } else {
        Value::from(word).to_string()
    }
}
