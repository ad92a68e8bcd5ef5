//! An XLSForm: the sheets `survey`, `choices` and `settings` of a workbook.

use std::collections::BTreeMap;

use engine::kind::kind::Kind;

use crate::convert::choices::{Choice, Choices};
use crate::convert::convert::{DEEPEST, Refusal, plain_section};
use crate::convert::draft::{Draft, Form, Item, ROWS, Raw, Role, Section, Value};
use crate::convert::report::{Fate, Report};
use crate::convert::rule::Dialect;
use crate::convert::sheet::{self, Row, Sheets};
use crate::convert::words::{Tongue, Words};

/// Whether bytes are a workbook.
pub fn is_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// What is open while the rows of `survey` go by.
enum Open {
    /// `begin group`: rules that hold for everything inside.
    Group { title: Words, rules: Vec<Raw> },
    /// `begin repeat`: the rows' item, and how many groups were open before it.
    Repeat(Box<Item>),
}

/// Everything that reading a survey needs.
struct Survey<'r> {
    draft: Draft,
    sections: Vec<Section>,
    open: Vec<Open>,
    choices: Choices,
    lists: BTreeMap<String, Vec<Choice>>,
    tongue: Tongue,
    report: &'r mut Report,
    is_fresh: bool,
}

/// Reads a workbook.
pub fn read(bytes: &[u8], tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let unreadable = |reason: String| Refusal::Unreadable { format: "XLSForm", reason };
    let sheets = sheet::read(bytes, &["survey", "choices", "settings"]).map_err(unreadable)?;
    read_sheets(&sheets, tongue, report)
}

/// Reads the sheets of a workbook.
pub fn read_sheets(sheets: &Sheets, tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let unreadable = |reason: String| Refusal::Unreadable { format: "XLSForm", reason };
    let Some(rows) = sheets.get("survey") else { return Err(unreadable("it has no sheet `survey`".to_string())) };
    let settings = sheets.get("settings").and_then(|rows| rows.first());
    let setting = |name: &str| settings.map_or("", |row| row.get(name));
    // The language of columns without a tag.
    let tongue = match setting("default_language").to_lowercase().as_str() {
        tag if is_japanese(tag) => Tongue::Ja,
        tag if tag.contains("english") || tag.contains("(en)") => Tongue::En,
        _ => tongue,
    };
    let lists = lists(sheets.get("choices").map_or(&[][..], Vec::as_slice), tongue);
    let mut survey = Survey {
        draft: Draft { title: Words::both("取り込んだレジストリ", "Imported registry"), ..Draft::default() },
        sections: Vec::new(),
        open: Vec::new(),
        choices: Choices::default(),
        lists,
        tongue,
        report,
        is_fresh: true,
    };
    languages(rows, survey.report);
    for row in rows {
        survey.row(row);
    }
    while !survey.open.is_empty() {
        survey.close();
    }
    let id = [setting("form_id"), setting("id_string"), setting("form_title")].into_iter().find(|name| !name.is_empty());
    let title = Words::untagged(setting("form_title"), tongue);
    let form = Form { id: id.unwrap_or("form").to_string(), title, sections: survey.sections, ..Form::default() };
    let mut draft = survey.draft;
    draft.forms.push(form);
    Ok(draft)
}

fn is_japanese(tag: &str) -> bool {
    tag.contains("(ja)") || tag == "ja" || tag.contains("japanese") || tag.contains("日本語")
}

/// The texts of a row under `label`, `label::English (en)`, `label::日本語`.
fn words(row: &Row, column: &str, tongue: Tongue) -> Words {
    let mut words = Words::untagged(row.get(column), tongue);
    for (heading, text) in row.all() {
        let Some(language) = heading.strip_prefix(column).and_then(|rest| rest.strip_prefix("::")) else { continue };
        let tag = if is_japanese(language) {
            "ja"
        } else if language.contains("english") || language.contains("(en)") || language == "en" {
            "en"
        } else {
            "xx"
        };
        words.add(tag, &without_fields(text));
    }
    words
}

/// `${name}` inside a text shows an answer; here it stays as the name.
fn without_fields(text: &str) -> String {
    text.replace("${", "[").replace('}', "]")
}

fn languages(rows: &[Row], report: &mut Report) {
    let mut others: Vec<&str> = rows
        .iter()
        .flat_map(Row::all)
        .filter_map(|(heading, _)| heading.strip_prefix("label::"))
        .filter(|language| {
            !is_japanese(language) && !language.contains("english") && !language.contains("(en)") && *language != "en"
        })
        .collect();
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        report.add(Fate::Dropped, "survey", "language", others.join(", "));
    }
}

fn lists(rows: &[Row], tongue: Tongue) -> BTreeMap<String, Vec<Choice>> {
    let mut lists: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for row in rows {
        let list = [row.get("list_name"), row.get("list name")].into_iter().find(|name| !name.is_empty());
        let code = [row.get("name"), row.get("value")].into_iter().find(|name| !name.is_empty());
        if let (Some(list), Some(code)) = (list, code) {
            let text = words(row, "label", tongue).or(Words::untagged(code, tongue));
            lists.entry(list.to_string()).or_default().push((code.to_string(), text));
        }
    }
    lists
}

impl Survey<'_> {
    fn row(&mut self, row: &Row) {
        let place = format!("survey row {}", row.number);
        let kind = row.get("type").split_whitespace().collect::<Vec<_>>().join(" ");
        let words: Vec<&str> = kind.split(' ').collect();
        match words.as_slice() {
            [""] => {}
            ["begin", what] | ["begin_group" | "begin_repeat", what] => self.begin(row, what == &"repeat", &place),
            ["begin_group"] => self.begin(row, false, &place),
            ["begin_repeat"] => self.begin(row, true, &place),
            ["end", ..] | ["end_group" | "end_repeat", ..] => self.close(),
            _ => {
                if let Some(items) = self.items(row, &words, &place) {
                    items.into_iter().for_each(|item| self.push(item));
                }
            }
        }
    }

    fn begin(&mut self, row: &Row, is_repeat: bool, place: &str) {
        if self.open.len() >= DEEPEST {
            self.report.add(Fate::Dropped, place, "too-deep", row.get("name"));
            return;
        }
        let title = words(row, "label", self.tongue).or(Words::untagged(&row.get("name").replace('_', " "), self.tongue));
        let rules = rule(row, "relevant", Role::ShowIf, place).into_iter().collect::<Vec<_>>();
        if !is_repeat {
            if self.in_rows() {
                self.report.add(Fate::Carried, place, "heading-flattened", title.any());
            }
            self.open.push(Open::Group { title, rules });
            self.is_fresh = true;
            return;
        }
        let mut item = Item::new(row.get("name"), place.to_string(), Kind::Group, title);
        item.rules = rules;
        let count = row.get("repeat_count");
        let (most, source) = match count.parse::<u16>() {
            Ok(count @ 1..=1000) => {
                item.set("min_rows", Value::Plain(count.to_string()), &count.to_string());
                (count.to_string(), "repeat_count")
            }
            _ => {
                self.report.add(Fate::Person, place, "max-rows", format!("`{}` {count}", row.get("name")));
                (ROWS.to_string(), "")
            }
        };
        item.set("max_rows", Value::Plain(most), source);
        self.open.push(Open::Repeat(Box::new(item)));
    }

    fn in_rows(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Repeat(_)))
    }

    fn close(&mut self) {
        self.is_fresh = true;
        if let Some(Open::Repeat(item)) = self.open.pop() {
            self.push(*item);
        }
    }

    /// Puts an item where it belongs: into the rows that are open, else into the section of the groups that are open.
    fn push(&mut self, mut item: Item) {
        let last_repeat = self.open.iter().rposition(|open| matches!(open, Open::Repeat(_)));
        let inner = self.open.iter().skip(last_repeat.map_or(0, |at| at + 1));
        let rules: Vec<Raw> =
            inner.flat_map(|open| if let Open::Group { rules, .. } = open { rules.clone() } else { Vec::new() }).collect();
        if let Some(Open::Repeat(rows)) = last_repeat.and_then(|at| self.open.get_mut(at)) {
            item.rules.extend(rules);
            rows.items.push(item);
            return;
        }
        if self.is_fresh || self.sections.is_empty() {
            self.sections.push(self.section(rules, &item.place));
            self.is_fresh = false;
        }
        if let Some(section) = self.sections.last_mut() {
            section.items.push(item);
        }
    }

    fn section(&self, rules: Vec<Raw>, place: &str) -> Section {
        let titles: Vec<&Words> =
            self.open.iter().filter_map(|open| if let Open::Group { title, .. } = open { Some(title) } else { None }).collect();
        let Some(last) = titles.last() else { return plain_section(Words::default(), place.to_string()) };
        let title = (*last).clone();
        let id = title.en.clone().unwrap_or_default();
        Section { id, title, rules, place: place.to_string(), ..Section::default() }
    }

    fn items(&mut self, row: &Row, words_of_type: &[&str], place: &str) -> Option<Vec<Item>> {
        const COLLECTION: [&str; 13] = [
            "start",
            "end",
            "today",
            "deviceid",
            "subscriberid",
            "simserial",
            "phonenumber",
            "username",
            "email",
            "audit",
            "start-geopoint",
            "background-audio",
            "background-geopoint",
        ];
        let name = row.get("name");
        let label = words(row, "label", self.tongue);
        let kind = words_of_type.first().copied().unwrap_or("").to_lowercase();
        if COLLECTION.contains(&kind.as_str()) {
            self.report.add(Fate::Dropped, place, "metadata", format!("{kind} `{name}`"));
            return None;
        }
        let mut item = Item::new(name, place.to_string(), Kind::Text, label);
        let mut other = None;
        match (kind.as_str(), words_of_type.get(1).copied().unwrap_or("")) {
            ("note", _) => {
                self.report.add(Fate::Dropped, place, "display-text", format!("`{name}` {}", item.label.any()));
                return None;
            }
            ("text" | "string", _) => {}
            ("integer" | "int", _) => item.kind = Kind::Integer,
            ("range", _) => self.range_kind(row, &mut item),
            ("decimal", _) => item.kind = Kind::Decimal,
            ("date", _) => item.kind = Kind::Date,
            ("datetime" | "date_time", _) => item.kind = Kind::Datetime,
            ("acknowledge" | "trigger", _) => item.kind = Kind::Boolean,
            ("time", _) => {
                item.set("pattern", Value::Text("([01][0-9]|2[0-3]):[0-5][0-9]".into()), "time");
                self.report.add(Fate::Person, place, "time-as-text", format!("`{name}`"));
            }
            ("calculate" | "hidden", _) => {
                item.kind = Kind::Calculated;
                item.label = std::mem::take(&mut item.label).or(Words::untagged(&name.replace('_', " "), self.tongue));
            }
            ("select_one" | "select_multiple" | "rank", list) => other = self.coded(&mut item, &kind, list, words_of_type),
            ("image" | "photo" | "file", _) => {
                let accept = if kind == "file" { Vec::new() } else { vec!["jpeg", "png"] };
                item.attach(accept, None, &kind);
                self.report.add(Fate::Person, place, "attachment-limits", format!("`{name}` ({kind})"));
            }
            ("audio" | "video" | "barcode" | "geopoint" | "geotrace" | "geoshape", _) => {
                self.report.add(Fate::Person, place, "attachment", format!("`{name}` ({kind})"));
            }
            _ => self.report.add(Fate::Person, place, "kind-unknown", format!("`{name}` ({kind})")),
        }
        self.more(row, &mut item);
        Some(std::iter::once(item).chain(other).collect())
    }

    fn range_kind(&mut self, row: &Row, item: &mut Item) {
        item.kind = Kind::Decimal;
        for word in row.get("parameters").split([' ', ';', ',']).filter(|word| !word.is_empty()) {
            let Some((key, value)) = word.split_once('=') else { continue };
            let Some(number) = crate::convert::constant::number_text(value) else { continue };
            match key.trim() {
                "start" => item.set("min", Value::Plain(number), word),
                "end" => item.set("max", Value::Plain(number), word),
                _ => {}
            }
        }
    }

    /// A choice with its list; `or_other` gives a second item for the free text.
    fn coded(&mut self, item: &mut Item, kind: &str, list: &str, words_of_type: &[&str]) -> Option<Item> {
        let place = item.place.clone();
        let mut choices = self.lists.get(list).cloned().unwrap_or_default();
        if choices.is_empty() {
            self.report.add(Fate::Person, &place, "no-codes", format!("`{}` ({list})", item.source));
            return None;
        }
        let has_other = words_of_type.iter().any(|word| word.eq_ignore_ascii_case("or_other"));
        let mut name = list.to_string();
        if has_other && !choices.iter().any(|(code, _)| code == "other") {
            choices.push(("other".to_string(), Words::both("その他", "Other")));
            name.push_str("_or_other");
        }
        item.kind = if kind == "select_one" { Kind::Choice } else { Kind::Choices };
        if kind == "rank" {
            self.report.add(Fate::Person, &place, "ranking", format!("`{}`", item.source));
        }
        self.choices.give(&mut self.draft, item, &name, &choices, self.report);
        if !has_other {
            return None;
        }
        let source = format!("{}_other", item.source);
        self.report.add(Fate::Carried, &place, "open-choice", format!("`{source}`"));
        let mut other = Item::new(&source, place.clone(), Kind::Text, Words::both("その他の内容", "Specify other"));
        let text = format!("selected(${{{}}}, 'other')", item.source);
        other.rules.push(Raw::new(Role::ShowIf, Dialect::Xpath, &text, &place));
        Some(other)
    }

    fn more(&mut self, row: &Row, item: &mut Item) {
        let place = item.place.clone();
        let hint = words(row, "hint", self.tongue);
        item.help = (!hint.is_empty()).then_some(hint);
        match row.get("required").to_lowercase().as_str() {
            "" | "no" | "false" | "false()" => {}
            "yes" | "true" | "true()" if item.kind != Kind::Calculated => {
                item.set("required", Value::Plain("true".to_string()), row.get("required"));
            }
            _ if item.kind == Kind::Calculated => {}
            _ => item.rules.extend(rule(row, "required", Role::Required, &place)),
        }
        item.rules.extend(rule(row, "relevant", Role::ShowIf, &place));
        if let Some(mut constraint) = rule(row, "constraint", Role::Constraint, &place) {
            let message = words(row, "constraint_message", self.tongue);
            constraint.message = (!message.is_empty()).then_some(message);
            item.rules.push(constraint);
        }
        match (rule(row, "calculation", Role::Value, &place), item.kind) {
            (Some(value), Kind::Calculated) => item.rules.push(value),
            (Some(value), _) => {
                item.comments.push(format!("calculation: {}", value.text));
                self.report.add(Fate::Person, &place, "rule-as-comment", format!("calculation: {}", value.text));
            }
            (None, _) => {}
        }
        for (column, note) in [
            ("default", "default-value"),
            ("appearance", "appearance"),
            ("choice_filter", "choice-filter"),
            ("read_only", "read-only"),
            ("readonly", "read-only"),
            ("trigger", "annotation"),
        ] {
            let cell = row.get(column);
            if cell.is_empty() || cell.eq_ignore_ascii_case("no") || cell.eq_ignore_ascii_case("false") {
                continue;
            }
            if note == "choice-filter" {
                item.comments.push(format!("choice_filter: {cell}"));
            }
            let fate = if note == "choice-filter" { Fate::Person } else { Fate::Dropped };
            self.report.add(fate, &place, note, format!("`{}` {cell}", item.source));
        }
    }
}

fn rule(row: &Row, column: &str, role: Role, place: &str) -> Option<Raw> {
    let text = row.get(column);
    (!text.is_empty()).then(|| Raw::new(role, Dialect::Xpath, text, place))
}
