//! Makes the work: one form, say of 300 items (270 asked, 30 calculated) and a repeat of 12 columns, its rules also in CEL, and records.
//!
//! Of 300, 60 items (20 %) have skip logic, 30 (10 %) are calculated, 45 (15 %) checks look across items, one check looks at the rows.
//! Every rule is written twice with the same meaning; where CEL knows no blank, its rule says `has(..)` first.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Blocks of nine items, one of each kind below.
const BLOCK: usize = 9;
/// Columns of the repeat.
const COLUMNS: usize = 12;

/// How large a form is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Items beside the repeat (a multiple of 10 comes out exactly).
    pub items: usize,
    /// Most rows of the repeat; a record has all of them.
    pub rows: usize,
}

impl Size {
    /// The blocks of the form.
    pub fn blocks(self) -> usize {
        self.items / (BLOCK + 1)
    }

    /// `300`, or `3000x200` with other than 10 rows.
    pub fn parse(text: &str) -> Option<Size> {
        let (items, rows) = text.split_once('x').unwrap_or((text, "10"));
        Some(Size { items: items.parse().ok()?, rows: rows.parse().ok()? })
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.rows {
            10 => write!(out, "{} items", self.items),
            rows => write!(out, "{} items and {rows} rows", self.items),
        }
    }
}

/// The same work for every engine.
pub struct Work {
    /// The definition library: path and text.
    pub files: Vec<(String, String)>,
    /// Rules in CEL over the record `r`.
    pub cel: Vec<String>,
    /// Records without a finding, as JSON bytes.
    pub valid: Vec<Vec<u8>>,
    /// Records with faults, as JSON bytes.
    pub faulty: Vec<Vec<u8>>,
}

/// Makes the work for a form.
pub fn generate(size: Size, records: usize) -> Work {
    let blocks = size.blocks();
    let mut chance = Chance(0x5eed);
    let valid: Vec<Value> = (0..records).map(|_| record(blocks, size.rows, &mut chance)).collect();
    let faulty: Vec<Value> = valid.iter().map(|record| spoil(record, &mut chance)).collect();
    let bytes = |records: &[Value]| records.iter().map(|record| record.to_string().into_bytes()).collect();
    Work { files: files(blocks, size.rows), cel: cel(blocks), valid: bytes(&valid), faulty: bytes(&faulty) }
}

/// The id of an item.
pub fn name(block: usize, place: usize) -> String {
    format!("i{:04}", block * BLOCK + place)
}

fn files(blocks: usize, rows: usize) -> Vec<(String, String)> {
    let registry =
        "registry: bench\ntitle: { ja: 計測, en: Bench }\nlevels:\n  - { id: patient, title: { ja: 患者, en: Patient } }\n";
    let lists = "lists:\n  - id: letter\n    title: { ja: 文字, en: Letter }\n    codes:\n      - { code: a, ja: あ, en: A }\n      - { code: b, ja: い, en: B }\n      - { code: c, ja: う, en: C }\n      - { code: d, ja: え, en: D }\n      - { code: e, ja: お, en: E }\n";
    vec![
        ("registry.yaml".into(), registry.into()),
        ("lists/letter.yaml".into(), lists.into()),
        ("forms/bench/1.0.0.yaml".into(), form(blocks, rows)),
    ]
}

fn form(blocks: usize, rows: usize) -> String {
    let mut out = String::from("form: bench\nversion: 1.0.0\ntitle: { ja: 計測, en: Bench }\nlevel: patient\nsections:\n");
    let mut checks = String::new();
    for block in 0..blocks {
        if block % 3 == 0 {
            let _ = write!(out, "  - id: section{block}\n    title: {{ ja: 部分{block}, en: Part {block} }}\n    items:\n");
        }
        for place in 0..BLOCK {
            let (id, number) = (name(block, place), block * BLOCK + place);
            let choice = name(block, 2);
            let rest = match place {
                0 => "kind: integer\n        min: 0\n        max: 1000\n        required: true".to_string(),
                1 => "kind: decimal\n        decimals: 2\n        min: 0\n        max: 500\n        soft_max: 400".into(),
                2 => "kind: choice\n        list: letter\n        required: true".into(),
                3 => "kind: date\n        max: 2999-12-31\n        missing: [UNK]".into(),
                4 => format!("kind: text\n        max_length: 40\n        show_if: {choice} in [\"a\", \"b\"]"),
                5 => "kind: boolean".into(),
                6 => format!(
                    "kind: integer\n        min: 0\n        max: 1000\n        show_if: {} > 10 && {choice} != \"e\"",
                    name(block, 0)
                ),
                7 => "kind: choices\n        list: letter".into(),
                _ => "kind: decimal\n        decimals: 2\n        min: 0\n        max: 500".into(),
            };
            let _ = write!(
                out,
                "      - id: {id}\n        label: {{ ja: 項目{number}の検査値と所見, en: Item {number} of the examination }}\n        {rest}\n"
            );
        }
        let next = name((block + 1) % blocks, 0);
        let _ = write!(
            out,
            "      - id: calc{block}\n        label: {{ ja: 計算{block}, en: Calculated {block} }}\n        kind: calculated\n        value: {} * 2 + {next}\n",
            name(block, 0)
        );
        let _ = write!(
            checks,
            "  - id: over{block}\n    violated_if: {} > {}\n    severity: warning\n    message: {{ ja: 大小が逆です。, en: The order is wrong. }}\n",
            name(block, 1),
            name(block, 8)
        );
        if block % 2 == 0 {
            let _ = write!(
                checks,
                "  - id: late{block}\n    violated_if: {} > {}\n    severity: error\n    message: {{ ja: 日付が逆です。, en: The dates are in the wrong order. }}\n",
                name(block, 3),
                name((block + 1).min(blocks - 1), 3)
            );
        }
    }
    let _ = write!(
        out,
        "  - id: repeat\n    title: {{ ja: 繰り返し, en: Repeat }}\n    items:\n      - id: rows\n        kind: group\n        label: {{ ja: 行, en: Rows }}\n        max_rows: {rows}\n        items:\n"
    );
    for column in 0..COLUMNS {
        let kind = match column % 4 {
            0 | 1 => "kind: integer, min: 0, max: 1000",
            2 => "kind: choice, list: letter",
            _ => "kind: text, max_length: 20",
        };
        let _ = writeln!(out, "          - {{ id: c{column}, label: {{ ja: 列{column}, en: Column {column} }}, {kind} }}");
    }
    checks.push_str("  - id: rows_order\n    violated_if: rows.exists(x, x.c0 > x.c1)\n    severity: error\n    message: { ja: 行の大小が逆です。, en: A row is in the wrong order. }\n");
    out + "checks:\n" + &checks
}

/// The same rules in CEL, in the order skip logic, calculated, checks.
fn cel(blocks: usize) -> Vec<String> {
    let mut rules = Vec::new();
    for block in 0..blocks {
        let (n, c) = (name(block, 0), name(block, 2));
        rules.push(format!("has(r.{c}) && r.{c} in [\"a\", \"b\"]"));
        rules.push(format!("has(r.{n}) && has(r.{c}) && r.{n} > 10 && r.{c} != \"e\""));
        let next = name((block + 1) % blocks, 0);
        rules.push(format!("has(r.{n}) && has(r.{next}) ? r.{n} * 2 + r.{next} : 0"));
        let (a, b) = (name(block, 1), name(block, 8));
        rules.push(format!("has(r.{a}) && has(r.{b}) && double(r.{a}) > double(r.{b})"));
        if block % 2 == 0 {
            let (a, b) = (name(block, 3), name((block + 1).min(blocks - 1), 3));
            rules.push(format!("has(r.{a}) && has(r.{b}) && r.{a} > r.{b}"));
        }
    }
    rules.push("has(r.rows) && r.rows.exists(x, has(x.c0) && has(x.c1) && x.c0 > x.c1)".into());
    rules
}

/// A record without a finding: choices are `a`, dates rise with the block, the first of each pair is the smaller one.
fn record(blocks: usize, rows: usize, chance: &mut Chance) -> Value {
    let mut answers = Map::new();
    for block in 0..blocks {
        let year = 1990 + block;
        let mut put = |place: usize, value: Value| answers.insert(name(block, place), value);
        put(0, json!(11 + chance.below(900)));
        put(1, json!(format!("{}.{:02}", chance.below(100), chance.below(100))));
        put(2, json!("a"));
        put(3, json!(format!("{year}-{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28))));
        put(4, json!(format!("所見 {}", chance.below(10_000))));
        if chance.below(4) > 0 {
            put(5, json!(chance.below(2) == 0));
        }
        put(6, json!(chance.below(1000)));
        if chance.below(4) > 0 {
            put(7, json!(["a", "c"]));
        }
        put(8, json!(format!("{}.{:02}", 200 + chance.below(100), chance.below(100))));
    }
    let table: Vec<Value> = (0..rows)
        .map(|_| {
            let mut row = Map::new();
            for column in 0..COLUMNS {
                let value = match column {
                    0 => json!(chance.below(100)),
                    1 => json!(100 + chance.below(100)),
                    _ if column % 4 < 2 => json!(chance.below(1000)),
                    _ if column % 4 == 2 => json!("b"),
                    _ => json!(format!("備考 {}", chance.below(1000))),
                };
                row.insert(format!("c{column}"), value);
            }
            Value::Object(row)
        })
        .collect();
    answers.insert("rows".into(), Value::Array(table));
    Value::Object(answers)
}

/// The record with about 3 % of its values out of range, of the wrong type, with an unknown code, or breaking a check.
fn spoil(record: &Value, chance: &mut Chance) -> Value {
    let Value::Object(answers) = record else { return record.clone() };
    let mut spoilt = answers.clone();
    for (id, value) in &mut spoilt {
        if id == "rows" || chance.below(100) >= 3 {
            continue;
        }
        *value = match &*value {
            Value::Number(_) => json!(5000),
            Value::String(text) if text == "a" => json!("zz"),
            Value::String(text) if text.starts_with("所見") => json!("x".repeat(60)),
            Value::String(text) if text.contains('.') => json!("9999"),
            Value::String(_) => json!("2026-02-30"),
            other => json!(other.to_string()),
        };
    }
    Value::Object(spoilt)
}

/// A small generator of numbers, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
