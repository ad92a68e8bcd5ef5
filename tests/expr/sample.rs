//! A small form for each table: its items, every rule as a check (truth) or a calculated item (anything else), and each line's answers.

use std::collections::BTreeMap;
use std::fmt::Write;

use engine::source::SourceFile;
use serde_json::{Map, Value, json};

use crate::expr::table::{Block, Line, Table};

const REGISTRY: &str =
    "registry: tables\ntitle: { ja: 表, en: Tables }\nlevels:\n  - id: patient\n    title: { ja: 患者, en: Patient }\n";
const LABEL: &str = "{ ja: 値, en: Value }";
const REASONS: &str = "[UNK, ND, NASK]";

/// The files of a library that holds the table's form (`table`) and, for items of another form, `other`.
pub fn library(table: &Table) -> Vec<SourceFile> {
    let mut lists = Lists::default();
    let (mut own, mut foreign) = (String::new(), String::new());
    let mut tables = String::new();
    for (id, kind) in &table.items {
        if let Some(keys) = kind.strip_prefix("table ") {
            let _ = writeln!(tables, "  - {{ id: {id}, title: {LABEL}, {keys} }}");
            continue;
        }
        match kind.strip_suffix(" from other form") {
            Some(kind) => item(&mut foreign, 6, id, kind, &mut lists, false),
            None => item(&mut own, 6, id, kind, &mut lists, true),
        }
    }
    let mut checks = String::new();
    for (at, block) in table.blocks.iter().enumerate() {
        rule(&mut own, &mut checks, at, block);
    }
    let uses = if foreign.is_empty() { "" } else { "uses: [other]\n" };
    let tables = if tables.is_empty() { tables } else { format!("tables:\n{tables}") };
    let checks = if checks.is_empty() { checks } else { format!("checks:\n{checks}") };
    let mut files = vec![
        SourceFile::new("registry.yaml", REGISTRY.as_bytes()),
        SourceFile::new("forms/table/1.0.0.yaml", format!("{}{tables}{checks}", form("table", uses, &own)).into_bytes()),
    ];
    if !foreign.is_empty() {
        files.push(SourceFile::new("forms/other/1.0.0.yaml", form("other", "", &foreign).into_bytes()));
    }
    if !lists.0.is_empty() {
        files.push(SourceFile::new("lists/table.yaml", lists.yaml().into_bytes()));
    }
    files
}

fn form(id: &str, uses: &str, items: &str) -> String {
    format!(
        "form: {id}\nversion: 1.0.0\ntitle: {{ ja: 表, en: Table }}\nlevel: patient\n{uses}sections:\n  - id: part\n    title: {{ ja: 表, en: Table }}\n    items:\n      - {{ id: anchor_item, kind: text, label: {LABEL} }}\n{items}"
    )
}

/// The code lists that items name; equal codes are one list.
#[derive(Default)]
struct Lists(BTreeMap<String, String>);

impl Lists {
    fn id(&mut self, codes: &str) -> String {
        let next = format!("codes_{}", self.0.len());
        self.0.entry(codes.to_owned()).or_insert(next).clone()
    }

    fn yaml(&self) -> String {
        let mut text = String::from("lists:\n");
        for (codes, id) in &self.0 {
            let _ = writeln!(text, "  - id: {id}\n    title: {{ ja: 一覧, en: List }}\n    codes:");
            for code in codes.split(", ") {
                let _ = writeln!(text, "      - {{ code: \"{code}\", ja: 値, en: Value }}");
            }
        }
        text
    }
}

/// An item, and before it the one that can hide it.
fn item(out: &mut String, indent: usize, id: &str, kind: &str, lists: &mut Lists, hideable: bool) {
    let pad = " ".repeat(indent);
    if hideable {
        let _ = writeln!(out, "{pad}- {{ id: {id}_shown, kind: boolean, label: {LABEL} }}");
    }
    let _ = writeln!(out, "{pad}- id: \"{id}\"\n{pad}  label: {LABEL}");
    if hideable {
        let _ = writeln!(out, "{pad}  show_if: {id}_shown");
    }
    let Some(fields) = kind.strip_prefix("rows of ") else {
        for property in properties(kind, lists) {
            let _ = writeln!(out, "{pad}  {property}");
        }
        let _ = writeln!(out, "{pad}  missing: {REASONS}");
        return;
    };
    let _ = writeln!(out, "{pad}  kind: group\n{pad}  max_rows: 20\n{pad}  items:");
    for field in fields.split(", ") {
        let (id, kind) = field.split_once(": ").expect("rows of x: kind");
        item(out, indent + 4, id, kind, lists, false);
    }
}

/// The properties of a declared kind.
fn properties(kind: &str, lists: &mut Lists) -> Vec<String> {
    if let Some(kind) = kind.strip_prefix("censored ") {
        let mut all = properties(kind, lists);
        all.push("censored: [below, above, not_detected]".to_owned());
        return all;
    }
    match kind.split_once(' ') {
        Some((kind, rest)) if rest.starts_with("of ") => {
            vec![format!("kind: {kind}"), format!("list: {}", lists.id(&rest["of ".len()..]))]
        }
        Some((kind, rest)) => vec![format!("kind: {kind}"), format!("units: [{}]", rest.trim_start_matches("in "))],
        None => vec![format!("kind: {kind}")],
    }
}

fn rule(items: &mut String, checks: &mut String, at: usize, block: &Block) {
    let quoted = |rule: &str| format!("'{}'", rule.replace('\'', "''"));
    if !block.is_truth() {
        let _ = write!(
            items,
            "      - id: value_{at}\n        kind: calculated\n        label: {LABEL}\n        value: {}\n",
            quoted(&block.rule)
        );
        return;
    }
    for (word, rule) in [("true", block.rule.clone()), ("false", format!("!({})", block.rule))] {
        let _ = write!(
            checks,
            "  - id: {word}_{at}\n    violated_if: {}\n    severity: error\n    on: anchor_item\n    message: {LABEL}\n",
            quoted(&rule)
        );
    }
}

/// A line as (answers, answers of `other` and of the revision before).
pub fn answers(table: &Table, block: &Block, line: &Line) -> (Value, Map<String, Value>) {
    let (mut own, mut foreign, mut old) = (Map::new(), Map::new(), Map::new());
    for (id, _) in table.items.iter().filter(|(_, kind)| !kind.ends_with(" from other form")) {
        own.insert(format!("{id}_shown"), Value::Bool(true));
    }
    for (column, cell) in block.columns.iter().zip(&line.cells) {
        let id = column.strip_prefix("other.").or_else(|| column.strip_prefix("old.")).unwrap_or(column);
        let kind = &table
            .items
            .iter()
            .find(|(name, _)| name == id)
            .unwrap_or_else(|| panic!("{}.md: `{column}` is not declared", table.name))
            .1;
        let (cell, hidden) = match cell.strip_prefix("(hidden").and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => (inner.trim(), true),
            None => (cell.as_str(), false),
        };
        let into = match column.split_once('.') {
            Some(("other", _)) => &mut foreign,
            Some(("old", _)) => &mut old,
            _ => &mut own,
        };
        if hidden {
            into.insert(format!("{id}_shown"), Value::Bool(false));
        }
        if let Some(answer) = answer(kind.trim_end_matches(" from other form"), cell) {
            into.insert(id.to_owned(), answer);
        }
    }
    (Value::Object(own), Map::from_iter([("other".to_owned(), Value::Object(foreign)), ("old".to_owned(), Value::Object(old))]))
}

fn answer(kind: &str, cell: &str) -> Option<Value> {
    if let Some(fields) = kind.strip_prefix("rows of ") {
        return Some(Value::Array(if cell == "(no rows)" {
            Vec::new()
        } else {
            cell.split(';').map(|row| one_row(fields, row)).collect()
        }));
    }
    if cell.is_empty() || cell == "(blank)" {
        return None;
    }
    if let Some(reason) = reason(cell) {
        return Some(json!({ "missing": reason }));
    }
    if let Some(kind) = kind.strip_prefix("censored ") {
        return censored(kind, cell).or_else(|| answer(kind, cell));
    }
    let (typed, readable) = match cell.strip_prefix("(unreadable ").and_then(|rest| rest.strip_suffix(')')) {
        Some(typed) => (typed, false),
        None => (cell, true),
    };
    Some(match kind.split(' ').next().unwrap_or(kind) {
        "integer" if readable => typed.parse::<i64>().expect("an integer").into(),
        "boolean" if readable => typed.parse::<bool>().expect("true or false").into(),
        "text" => typed.trim_matches('"').into(),
        "choices" => typed.split(' ').collect(),
        "quantity" => {
            let (value, unit) = typed.split_once(' ').expect("5 mg/L");
            json!({ "value": value, "unit": unit })
        }
        _ => typed.into(),
    })
}

/// `<0.02`, `>=5 mg/L` or `(not detected)`.
fn censored(kind: &str, cell: &str) -> Option<Value> {
    if cell == "(not detected)" {
        return Some(json!({ "comparator": "not_detected" }));
    }
    let sign = ["<=", ">=", "<", ">"].into_iter().find(|sign| cell.starts_with(sign))?;
    let limit = answer(kind, &cell[sign.len()..])?;
    Some(match limit {
        Value::Object(mut parts) => {
            parts.insert("comparator".to_owned(), sign.into());
            Value::Object(parts)
        }
        value => json!({ "comparator": sign, "value": value }),
    })
}

/// `(UNK)`, or `UNK` inside `(hidden UNK)`.
fn reason(cell: &str) -> Option<&str> {
    let word = cell.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(cell);
    ["UNK", "ND", "NASK"].contains(&word).then_some(word)
}

fn one_row(fields: &str, row: &str) -> Value {
    let mut answers = Map::new();
    let mut rest = row.trim();
    while let Some((id, after)) = rest.split_once('=') {
        let end = if after.starts_with('(') {
            after.find(')').map_or(after.len(), |at| at + 1)
        } else {
            after.find(' ').unwrap_or(after.len())
        };
        let (cell, next) = after.split_at(end);
        let kind = fields
            .split(", ")
            .find_map(|field| field.strip_prefix(&format!("{id}: ")))
            .unwrap_or_else(|| panic!("no field `{id}` in rows"));
        if let Some(answer) = answer(kind, cell) {
            answers.insert(id.to_owned(), answer);
        }
        rest = next.trim_start();
    }
    Value::Object(answers)
}
