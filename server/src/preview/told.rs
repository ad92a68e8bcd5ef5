//! What the panel beside the form says: faults of the files, what the engine finds in the answers now, and how the examples fare.

use engine::diagnostic::diagnostic::Diagnostic;
use engine::diagnostic::render;
use engine::evaluate::example::judge;
use engine::evaluate::{Finding, Outcome};
use engine::form::item::Severity;
use engine::lang::Lang;
use serde_json::{Map, Value, json};

use crate::folder::text_of;
use crate::preview::draft;
use crate::preview::workbench::{Shown, Workbench};

/// Answers on the page, and with what they are judged.
pub struct Answered<'a> {
    /// The day.
    pub today: &'a str,
    /// Answers of other forms.
    pub context: &'a Map<String, Value>,
    /// Answers of this form.
    pub given: &'a Map<String, Value>,
    /// What the engine says.
    pub outcome: &'a Outcome,
}

/// Faults: those of the form's own file first.
pub fn faults(bench: &Workbench, shown: Option<&Shown>, lang: Lang) -> Value {
    let own = |fault: &Diagnostic| shown.is_none_or(|shown| fault.file == shown.file);
    let told = |fault: &Diagnostic| json!({ "level": fault.level.name(), "text": render::text(fault, &text_of(&bench.files, &fault.file), lang) });
    let first = bench.faults.iter().filter(|fault| own(fault)).map(told);
    let others = bench.faults.iter().filter(|fault| !own(fault)).map(told);
    first.chain(others).collect()
}

/// What the engine says about the answers.
pub fn judged(shown: &Shown, answered: &Answered<'_>, lang: Lang) -> Value {
    let (form, outcome) = (&shown.form, answered.outcome);
    let finding = |finding: &Finding| {
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        json!({ "key": finding.key(), "severity": severity, "message": finding.message.get(lang) })
    };
    let undecided = outcome.undecided.iter().map(|undecided| {
        let needs: Vec<String> = undecided.needs.iter().map(|need| need.path(form)).collect();
        json!({ "check": &*undecided.check, "needs": needs })
    });
    let json = outcome.to_json(form);
    let calculated: Vec<Value> = json
        .get("calculated")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(path, value)| json!({ "path": path, "value": if value.is_null() { Value::Null } else { Value::from(word(value)) } }))
        .collect();
    json!({
        "findings": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
        "undecided": undecided.collect::<Vec<_>>(),
        "calculated": calculated,
        "hidden": json.get("hidden"),
        "draft": draft::example(form, answered.today, answered.context, answered.given, outcome),
    })
}

/// A value without the quotes of JSON.
fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Each example, and where it parts from what its author expects.
pub fn examples(shown: &Shown, chosen: &str, lang: Lang) -> Value {
    shown
        .form
        .examples
        .iter()
        .map(|example| {
            let differences: Vec<String> =
                judge(&shown.validator, example).iter().map(|difference| difference.text().get(lang).to_owned()).collect();
            json!({ "id": &*example.id, "chosen": &*example.id == chosen, "differences": differences })
        })
        .collect()
}
