//! Bytes as a rule of a form with every shape of item: parsed, typed, and where it is sound evaluated over answers.
#![no_main]

use engine::evaluate::Validator;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::value::date::Date;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

const FORM: &str = "form: rule\nversion: 1.0.0\ntitle: { ja: 規則, en: Rule }\nlevel: patient\nsections:\n  - id: main\n    title: { ja: 規則, en: Rule }\n    items:\n      - { id: t, kind: text, label: { ja: t, en: t } }\n      - { id: n, kind: integer, label: { ja: n, en: n }, missing: [UNK] }\n      - { id: d, kind: decimal, unit: kg, label: { ja: d, en: d } }\n      - { id: b, kind: boolean, label: { ja: b, en: b } }\n      - { id: day, kind: date, label: { ja: d, en: d } }\n      - { id: month, kind: partial_date, label: { ja: d, en: d } }\n      - { id: moment, kind: datetime, label: { ja: d, en: d } }\n      - { id: c, kind: choice, list: abc, label: { ja: c, en: c } }\n      - { id: cs, kind: choices, list: abc, label: { ja: c, en: c } }\n      - id: rows\n        kind: group\n        max_rows: 5\n        label: { ja: r, en: r }\n        items:\n          - { id: x, kind: decimal, label: { ja: x, en: x } }\n          - { id: y, kind: choice, list: abc, label: { ja: y, en: y } }\n      - { id: seen, kind: boolean, label: { ja: s, en: s }, show_if: RULE }\n      - { id: made, kind: calculated, label: { ja: s, en: s }, value: RULE }\n";
const LISTS: &str = "lists:\n  - id: abc\n    title: { ja: 表, en: List }\n    codes:\n      - { code: a, ja: あ, en: A }\n      - { code: \"1\", ja: い, en: B }\n";
const REGISTRY: &str =
    "registry: fuzz\ntitle: { ja: 試験, en: Fuzz }\nlevels:\n  - { id: patient, title: { ja: 患者, en: Patient } }\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(rule) = std::str::from_utf8(bytes) else { return };
    // What is no rule is not read as a form too; its faults are drawn by the target `definition`.
    if engine::expr::parser::parse(rule).is_err() {
        return;
    }
    let quoted: String = serde_json::Value::String(rule.to_string()).to_string();
    for key in ["show_if", "value"] {
        let form: String = FORM
            .lines()
            .filter(|line| !line.contains("RULE") || line.contains(key))
            .map(|line| line.replace("RULE", &quoted) + "\n")
            .collect();
        let files = [
            SourceFile::new("registry.yaml", REGISTRY.as_bytes()),
            SourceFile::new("lists/abc.yaml", LISTS.as_bytes()),
            SourceFile::new("forms/rule/1.0.0.yaml", form.as_bytes()),
        ];
        let (library, faults) = Library::read(&files);
        if !faults.is_empty() {
            continue;
        }
        let Some(form) = library.form("rule") else { continue };
        let validator = Validator::new(form.clone());
        let answers = json!({
            "t": "あx1", "n": 7, "d": "12.50", "b": true, "day": "2024-02-29", "month": "2024-02", "moment": "2024-03-01T10:05",
            "c": "a", "cs": ["a", "1"], "rows": [{ "x": "0.1", "y": "a" }, {}, { "x": "-3" }],
        });
        let context = validator.read_context(&serde_json::Map::new());
        let today = Date::new(2026, 5, 15).unwrap();
        for answers in [answers, json!({}), json!({ "n": { "missing": "UNK" }, "rows": [{}] })] {
            if let Ok(submission) = validator.read_value(&answers) {
                let _ = validator.judge(submission, &context, today).to_json(&validator.form);
            }
        }
    }
});
