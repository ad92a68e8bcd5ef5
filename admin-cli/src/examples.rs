//! Runs the authors' own examples: what a form says about given answers, beside what its author expects.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::evaluate::{Outcome, Validator};
use engine::form::form::{Example, Form};
use engine::lang::{Lang, Text};
use engine::library::library::Library;
use engine::source::{Position, position};
use serde_json::Value;

/// What came of one example.
#[derive(Debug)]
pub struct ExampleResult {
    /// The form, as `crs@1.0.0`.
    pub form: String,
    /// The form's file.
    pub file: Arc<str>,
    /// Where the example stands.
    pub place: Position,
    /// The example's id.
    pub id: Arc<str>,
    /// Where outcome and expectation part; empty when the example holds.
    pub differences: Vec<Text>,
}

impl ExampleResult {
    /// The differences as people read them; empty when there are none.
    pub fn report(&self, lang: Lang) -> String {
        if self.differences.is_empty() {
            return String::new();
        }
        let word = if lang == Lang::Ja { "例" } else { "example" };
        let mut text = format!("{word} `{}` ({})\n", self.id, self.form);
        text.push_str(&format!("  --> {}:{}:{}\n", self.file, self.place.line, self.place.column));
        for difference in &self.differences {
            text.push_str(&format!("  - {}\n", difference.get(lang)));
        }
        text
    }
}

/// Runs every example of every form.
pub fn run(library: &Library) -> Vec<ExampleResult> {
    library.forms.values().flatten().flat_map(|form| run_form(library, form)).collect()
}

fn run_form(library: &Library, form: &Arc<Form>) -> Vec<ExampleResult> {
    let file = library.sources.form_files.get(&(form.id.clone(), form.version)).and_then(|at| library.sources.files.get(*at));
    let text = file.map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
    let validator = Validator::new(form.clone());
    let one = |example: &Example| ExampleResult {
        form: form.reference(),
        file: file.map_or_else(|| "".into(), |file| file.path.clone()),
        place: position(&text, example.span.start),
        id: example.id.clone(),
        differences: run_example(&validator, example),
    };
    form.examples.iter().map(one).collect()
}

fn run_example(validator: &Validator, example: &Example) -> Vec<Text> {
    let (Some(today), Ok(answers)) = (example.today.single(), validator.read_value(&example.given)) else {
        return vec![Text::new(
            "`today` は1日、`given` は項目と回答の組で書きます。",
            "`today` is one day and `given` is items with answers",
        )];
    };
    let outcome = validator.judge(answers, &validator.read_context(&example.context), today);
    let mut differences = Vec::new();
    compare_findings(example, &outcome, &mut differences);
    compare_calculated(example, &outcome, &validator.form, &mut differences);
    let hidden: BTreeSet<String> = outcome.hidden.iter().map(|place| place.path(&validator.form)).collect();
    for path in example.hidden.iter().filter(|path| !hidden.contains(&***path)) {
        differences.push(Text::new(format!("`{path}` は隠れていません。"), format!("`{path}` is not hidden")));
    }
    for check in example.undecided.iter().filter(|check| !outcome.undecided.iter().any(|open| open.check == **check)) {
        differences
            .push(Text::new(format!("チェック `{check}` は判定済みか対象外です。"), format!("check `{check}` is not undecided")));
    }
    differences
}

/// `findings` names all of them, in any order.
fn compare_findings(example: &Example, outcome: &Outcome, differences: &mut Vec<Text>) {
    let Some(expected) = &example.findings else { return };
    let mut found: Vec<String> = outcome.findings.iter().map(engine::evaluate::Finding::key).collect();
    for key in expected {
        match found.iter().position(|other| **other == **key) {
            Some(at) => drop(found.swap_remove(at)),
            None => differences
                .push(Text::new(format!("期待した指摘 `{key}` が出ません。"), format!("expected finding `{key}` did not come"))),
        }
    }
    found.sort();
    for key in found {
        differences
            .push(Text::new(format!("期待していない指摘 `{key}` が出ました。"), format!("finding `{key}` was not expected")));
    }
}

/// `calculated` names some of them; `null` is blank.
fn compare_calculated(example: &Example, outcome: &Outcome, form: &Form, differences: &mut Vec<Text>) {
    let json = outcome.to_json(form);
    for (path, expected) in &example.calculated {
        let actual = json.get("calculated").and_then(|all| all.get(path)).unwrap_or(&Value::Null);
        let (expected, actual) = (plain(expected), plain(actual));
        if expected != actual {
            differences.push(Text::new(
                format!("`{path}` の計算値は {actual} です(期待: {expected})。"),
                format!("`{path}` is calculated as {actual}, expected {expected}"),
            ));
        }
    }
}

/// `3` and `"3"` are the same value; an author need not know which kinds are written as text.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "(blank)".to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
