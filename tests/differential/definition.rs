//! Random forms: items of every kind with random conditions, ranges and requirements, calculated items and checks with random rules.

use std::fmt::Write;

use engine::source::SourceFile;

use crate::differential::random::Random;
use crate::differential::rule::{CODES, Group, Known, Reach, Type};

const LABEL: &str = "label: { ja: 値, en: Value }";
const HEAD: &str = "version: 1.0.0\ntitle: { ja: 表, en: Random }\nlevel: patient\n";
const REGISTRY: &str =
    "registry: tables\ntitle: { ja: 表, en: Tables }\nlevels:\n  - id: patient\n    title: { ja: 患者, en: Patient }\n";

/// Lookup tables: one that covers everything, one that leaves the rest.
const TABLES: &str = r#"tables:
  - id: score
    title: { ja: 点数, en: Score }
    columns: [{ id: size }, { id: colour, list: colours }]
    rows:
      - { if: ["< 2", "*"], then: 1 }
      - { if: [">= 2 < 7.5", [red, green]], then: 2.5 }
      - { if: [">= 2 < 7.5", ["1", "2.5", "10"]], then: 1 }
      - { if: [">= 7.5", "red"], then: 2.5 }
      - { if: [">= 7.5", ["green", "1", "2.5", "10"]], then: -4 }
  - id: rest
    title: { ja: 残り, en: Rest }
    columns: [{ id: size }, { id: colour, list: colours }]
    rows:
      - { if: ["5", "*"], then: 1 }
      - { if: ["> 5", green], then: 0 }
    otherwise: 1
"#;

/// Kinds that are typed in, with what rules see.
const KINDS: [(&str, Type); 13] = [
    ("integer", Type::Number),
    ("decimal", Type::Number),
    ("quantity", Type::Measure),
    ("boolean", Type::Truth),
    ("date", Type::Date),
    ("partial_date", Type::Date),
    ("partial_date", Type::Date),
    ("datetime", Type::Time),
    ("text", Type::Text),
    ("choice", Type::Code),
    ("choices", Type::Codes),
    ("boolean", Type::Truth),
    ("attachment", Type::File),
];

struct Writer {
    random: Random,
    reach: Reach,
    items: String,
    checks: String,
    /// Items of a whole number in reach.
    whole: Vec<String>,
    /// Calculated items in reach, with what they give.
    derivable: Vec<(String, Type)>,
    next: usize,
}

/// A library with the forms `random` and `other`, whose items `random` may read.
pub fn library(mut random: Random) -> Vec<SourceFile> {
    let mut reach = Reach::default();
    let mut foreign = String::new();
    for (at, (kind, gives)) in KINDS.iter().enumerate().filter(|(at, _)| at % 2 == 0 || *at == 9) {
        let id = format!("other_{at}");
        let _ = write!(
            foreign,
            "      - id: {id}\n        kind: {kind}\n        {LABEL}\n        missing: [UNK, ND]\n{}",
            needed(kind, "        ")
        );
        reach.items.push(Known { name: format!("other.{id}"), gives: *gives });
    }
    let mut writer = Writer {
        random: random.fork(),
        reach,
        items: String::new(),
        checks: String::new(),
        whole: Vec::new(),
        derivable: Vec::new(),
        next: 0,
    };
    writer.form();
    let mut lists = String::from("lists:\n  - id: colours\n    title: { ja: 色, en: Colours }\n    codes:\n");
    for code in CODES {
        let _ = writeln!(lists, "      - {{ code: \"{code}\", ja: 色, en: Colour }}");
    }
    let sections = "sections:\n  - id: part\n    title: { ja: 表, en: Part }\n";
    let show_if =
        if random.percent(20) { "    show_if: 'other.other_4 >= date(\"2024\") || !answered(other.other_9)'\n" } else { "" };
    let items = writer.items;
    vec![
        SourceFile::new("registry.yaml", REGISTRY.as_bytes()),
        SourceFile::new("lists/colours.yaml", lists.into_bytes()),
        SourceFile::new("forms/other/1.0.0.yaml", format!("form: other\n{HEAD}{sections}    items:\n{foreign}").into_bytes()),
        SourceFile::new(
            "forms/random/1.0.0.yaml",
            format!(
                "form: random\n{HEAD}uses: [other]\n{sections}{show_if}    items:\n{items}{TABLES}checks:\n{}",
                writer.checks
            )
            .into_bytes(),
        ),
    ]
}

impl Writer {
    fn form(&mut self) {
        for _ in 0..4 + self.random.below(5) {
            self.typed(6);
        }
        self.group(6);
        for _ in 0..3 + self.random.below(4) {
            self.typed(6);
            if self.random.percent(80) {
                self.calculated(6);
            }
        }
        if self.random.percent(40) {
            self.group(6);
        }
        for _ in 0..3 {
            self.calculated(6);
        }
        for _ in 0..4 {
            self.check("item_0");
        }
    }

    fn id(&mut self) -> String {
        self.next += 1;
        format!("item_{}", self.next - 1)
    }

    fn rule(&mut self, gives: Type, depth: usize) -> String {
        let rule = self.reach.rule(&mut self.random, gives, depth);
        format!("'{rule}'")
    }

    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.items, "{:indent$}  {line}", "");
    }

    fn begin(&mut self, indent: usize, kind: &str) -> String {
        let id = self.id();
        let _ = writeln!(self.items, "{:indent$}- id: {id}\n{:indent$}  kind: {kind}\n{:indent$}  {LABEL}", "", "", "");
        id
    }

    fn typed(&mut self, indent: usize) {
        let (kind, gives) = *self.random.one(&KINDS);
        let id = self.begin(indent, kind);
        if gives == Type::File {
            let files = [
                "accept: [pdf]\nmax_size: 500 KB",
                "accept: [png, pdf]\nmax_size: 20 MB",
                "accept: [jpeg, tiff]\nmax_size: 1 KB",
            ];
            self.random.pick(&files).lines().for_each(|line| self.line(indent, line));
        } else {
            self.items.push_str(&needed(kind, &" ".repeat(indent + 2)));
        }
        self.line(indent, "missing: [UNK, ND]");
        if self.next > 2 && self.random.percent(30) {
            let rule = self.rule(Type::Truth, 2);
            self.line(indent, &format!("show_if: {rule}"));
        }
        match self.random.below(4) {
            0 => self.line(indent, "required: true"),
            1 if self.next > 2 => {
                let rule = self.rule(Type::Truth, 1);
                self.line(indent, &format!("required: {rule}"));
            }
            _ => {}
        }
        self.limits(indent, kind);
        if matches!(kind, "choice" | "choices") && self.next > 2 && self.random.percent(40) {
            let (one, two) = (self.rule(Type::Truth, 2), self.rule(Type::Truth, 1));
            self.line(indent, &format!("choices_if: [{{ codes: [red, \"1\"], if: {one} }}, {{ codes: [\"10\"], if: {two} }}]"));
        }
        self.derived(indent, kind);
        if indent == 6 && self.random.percent(35) {
            self.reach.items.push(Known { name: format!("old.{id}"), gives });
        }
        if kind == "integer" {
            self.whole.push(id.clone());
        }
        self.reach.items.push(Known { name: id, gives });
    }

    /// Now and then an item stands beside a calculated one that says what follows.
    fn derived(&mut self, indent: usize, kind: &str) {
        let wanted = match kind {
            "integer" | "decimal" => Type::Number,
            "choice" => Type::Code,
            _ => return,
        };
        let fitting: Vec<String> =
            self.derivable.iter().filter(|(_, gives)| *gives == wanted).map(|(name, _)| name.clone()).collect();
        if !fitting.is_empty() && self.random.percent(50) {
            let name = self.random.one(&fitting).clone();
            self.line(indent, &format!("derived: {name}"));
            if let Some(reason) = self.whole.last().filter(|_| self.next.is_multiple_of(2)).cloned() {
                self.line(indent, &format!("difference_reason: {reason}"));
            }
        }
    }

    fn limits(&mut self, indent: usize, kind: &str) {
        let limits: &[&str] = match kind {
            "integer" => &[
                "min: 0\nmax: 10",
                "censored: [below, above, not_detected]\nsoft_min: 2\nmax: 9",
                "soft_min: 2\nsoft_max: 5",
                "min: -3\nsoft_max: 4",
            ],
            "decimal" => &[
                "decimals: 1",
                "censored: [below, above]\nmin: 0.5\nsoft_max: 5",
                "censored: [not_detected, below]\ndecimals: 1",
                "min: 0.5\nmax: 9.95\ndecimals: 2",
                "soft_max: 2.50",
            ],
            "quantity" => {
                &["decimals: 1\nsoft_max: 5", "censored: [below, above, not_detected]\nmin: 1\nmax: 20", "min: 1\nmax: 20"]
            }
            "date" | "partial_date" | "datetime" => &["max: today", "min: 2024-03\nsoft_max: today", "soft_min: 2025-06-15"],
            "text" => &[
                "max_length: 2",
                "characters: katakana",
                "characters: alphanumeric\nmax_length: 3",
                "pattern: \"[a-c]+|東京\"",
                "max_length: 3\npattern: \"\\\\S+\"",
            ],
            "choices" => &["exclusive: [red]", "exclusive: [red, \"10\"]", "other: { code: green }"],
            "choice" => &["other: { code: red }"],
            _ => return,
        };
        if self.random.percent(60) {
            for line in self.random.pick(limits).lines() {
                self.line(indent, line);
            }
        }
    }

    fn calculated(&mut self, indent: usize) {
        let gives = *self.random.one(&[
            Type::Number,
            Type::Number,
            Type::Date,
            Type::Truth,
            Type::Measure,
            Type::Code,
            Type::Text,
            Type::Time,
        ]);
        let readable = |reach: &Reach| reach.items.iter().any(|known| known.gives == gives);
        if !readable(&self.reach) && !matches!(gives, Type::Number | Type::Date | Type::Truth) {
            return;
        }
        let rule = self.rule(gives, 3);
        let id = self.begin(indent, "calculated");
        self.line(indent, &format!("value: {rule}"));
        match gives {
            Type::Code => self.line(indent, "list: colours"),
            Type::Number if self.random.percent(40) => {
                let decimals = self.random.below(4);
                self.line(indent, &format!("decimals: {decimals}"));
                let rounding = self.random.pick(&["half_up", "half_even", "down", "up", "floor", "ceiling"]);
                self.line(indent, &format!("rounding: {rounding}"));
            }
            _ => {}
        }
        if self.random.percent(15) {
            let rule = self.rule(Type::Truth, 1);
            self.line(indent, &format!("show_if: {rule}"));
        }
        self.derivable.push((id.clone(), gives));
        self.reach.items.push(Known { name: id, gives });
    }

    /// A group, now and then with groups in its rows.
    fn group(&mut self, indent: usize) {
        let id = self.begin(indent, "group");
        self.line(indent, "max_rows: 3");
        if self.random.percent(30) {
            self.line(indent, "min_rows: 1");
        }
        if self.random.percent(30) {
            let rule = self.rule(Type::Truth, 1);
            self.line(indent, &format!("show_if: {rule}"));
        }
        if !self.whole.is_empty() && self.random.percent(40) {
            let count = self.random.one(&self.whole).clone();
            self.line(indent, &format!("row_count: {count}"));
        }
        self.line(indent, "items:");
        let (outside, whole, derivable) = (self.reach.clone(), self.whole.clone(), self.derivable.clone());
        let (first, first_group) = (self.reach.items.len(), self.reach.groups.len());
        for _ in 0..2 + self.random.below(4) {
            self.typed(indent + 4);
            if self.random.percent(30) {
                self.calculated(indent + 4);
            }
        }
        let deepest = indent >= 6 + 3 * 4;
        while !deepest && self.random.percent(40) {
            self.group(indent + 4);
            if self.random.percent(60) {
                self.calculated(indent + 4);
            }
        }
        let items = self.reach.items[first..].to_vec();
        self.check(&items[0].name);
        let groups = self.reach.groups.split_off(first_group);
        self.row_rules(indent, &items);
        (self.reach, self.whole, self.derivable) = (outside, whole, derivable);
        self.reach.groups.push(Group { name: id, items, groups });
    }

    /// Checks of each row, and items that no two rows may share.
    fn row_rules(&mut self, indent: usize, items: &[Known]) {
        let one = items.iter().filter(|known| !matches!(known.gives, Type::Codes | Type::File) && !known.name.contains('.'));
        let one: Vec<String> = one.map(|known| known.name.clone()).collect();
        if !one.is_empty() && self.random.percent(60) {
            let mut unique = vec![self.random.one(&one).clone(), self.random.one(&one).clone()];
            unique.dedup();
            self.line(indent, &format!("unique: [{}]", unique.join(", ")));
        }
        if self.random.percent(50) {
            let rule = self.rule(Type::Truth, 2);
            let at = self.next;
            self.next += 1;
            self.line(
                indent,
                &format!(
                    "checks: [{{ id: check_{at}, violated_if: {rule}, severity: error, message: {{ ja: 値, en: Value }} }}]"
                ),
            );
        }
    }

    fn check(&mut self, on: &str) {
        let rule = self.rule(Type::Truth, 3);
        let at = self.next;
        self.next += 1;
        let severity = self.random.pick(&[
            "error",
            "warning",
            "{ typing: warning, submit: error }",
            "{ save: error }",
            "{ typing: error, save: warning, submit: error }",
            "{ submit: warning }",
        ]);
        let _ = write!(
            self.checks,
            "  - id: check_{at}\n    violated_if: {rule}\n    severity: {severity}\n    on: {on}\n    message: {{ ja: 値, en: Value }}\n"
        );
    }
}

fn needed(kind: &str, pad: &str) -> String {
    match kind {
        "quantity" => format!(
            "{pad}units: [mg/dL, mg/L, g/L, umol/L]\n{pad}conversions: [{{ unit: umol/L, multiply_by: 113.12, divide_by: 10000 }}]\n"
        ),
        "choice" | "choices" => format!("{pad}list: colours\n"),
        "attachment" => format!("{pad}accept: [pdf, png]\n{pad}max_size: 500 KB\n"),
        _ => String::new(),
    }
}
