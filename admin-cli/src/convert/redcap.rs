//! A REDCap data dictionary: one row of the CSV is one field. Headings are read in the spelling of the file that people download and in
//! that of the interface for programs.

use std::collections::BTreeMap;

use engine::kind::kind::Kind;

use crate::convert::choices::{Choice, Choices};
use crate::convert::constant::number_text;
use crate::convert::convert::{Refusal, plain_section};
use crate::convert::delimited;
use crate::convert::draft::{Draft, Form, Item, Raw, Role, Section, Value};
use crate::convert::encoding;
use crate::convert::report::{Fate, Report};
use crate::convert::rule::Dialect;
use crate::convert::words::{Tongue, Words, plain};

/// Heading in the download, heading in the interface, and our word for it.
const COLUMNS: [(&str, &str, &str); 18] = [
    ("variable / field name", "field_name", "name"),
    ("form name", "form_name", "form"),
    ("section header", "section_header", "section"),
    ("field type", "field_type", "type"),
    ("field label", "field_label", "label"),
    ("choices, calculations, or slider labels", "select_choices_or_calculations", "choices"),
    ("field note", "field_note", "note"),
    ("text validation type or show slider number", "text_validation_type_or_show_slider_number", "validation"),
    ("text validation min", "text_validation_min", "min"),
    ("text validation max", "text_validation_max", "max"),
    ("identifier?", "identifier", "identifier"),
    ("branching logic (show field only if...)", "branching_logic", "logic"),
    ("required field?", "required_field", "required"),
    ("custom alignment", "custom_alignment", "alignment"),
    ("question number (surveys only)", "question_number", "number"),
    ("matrix group name", "matrix_group_name", "matrix"),
    ("matrix ranking?", "matrix_ranking", "ranking"),
    ("field annotation", "field_annotation", "annotation"),
];

/// Whether the first line has the two columns without which nothing is a dictionary.
pub fn is_like(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(4_000)).unwrap_or(&[])).to_lowercase();
    let line = start.lines().next().unwrap_or("").replace('"', "");
    let has =
        |ours: &str| COLUMNS.iter().any(|(download, api, name)| *name == ours && (line.contains(download) || line.contains(api)));
    has("name") && has("type")
}

/// A row with its number, by our words.
struct Row {
    number: u64,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    fn says_yes(&self, column: &str) -> bool {
        matches!(self.get(column).to_ascii_lowercase().as_str(), "y" | "yes" | "1" | "true")
    }
}

/// Reads a dictionary.
pub fn read(bytes: &[u8], tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let text = encoding::text(bytes, report);
    let rows = rows(&text, report)?;
    let mut draft = Draft { title: Words::both("取り込んだレジストリ", "Imported registry"), ..Draft::default() };
    let mut choices = Choices::default();
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows {
        let name = row.get("form");
        let name = if name.is_empty() { "form" } else { name };
        let next = draft.forms.len();
        let index = *forms.entry(name.to_string()).or_insert(next);
        if index == next {
            let title = Words::untagged(&name.replace('_', " "), tongue);
            draft.forms.push(Form { id: name.to_string(), title, ..Form::default() });
        }
        field(row, index, &mut draft, &mut choices, tongue, report);
    }
    Ok(draft)
}

fn rows(text: &str, report: &mut Report) -> Result<Vec<Row>, Refusal> {
    let unreadable = |reason: &str| Refusal::Unreadable { format: "REDCap data dictionary", reason: reason.to_string() };
    let first = text.lines().next().unwrap_or("");
    let delimiter =
        [b',', b';', b'\t'].into_iter().max_by_key(|sign| first.bytes().filter(|byte| byte == sign).count()).unwrap_or(b',');
    let mut reader = delimited::reader(text, delimiter, true);
    let headers = reader.headers().map_err(|_| unreadable("it has no heading line"))?.clone();
    let columns: Vec<Option<&'static str>> = headers
        .iter()
        .map(|heading| {
            let heading = heading.trim().trim_start_matches('\u{feff}').trim_matches('"').to_lowercase();
            COLUMNS.iter().find(|(download, api, _)| heading == *download || heading == *api).map(|(_, _, ours)| *ours)
        })
        .collect();
    if !columns.contains(&Some("name")) || !columns.contains(&Some("type")) {
        return Err(unreadable("the heading line has no `Variable / Field Name` or no `Field Type`"));
    }
    let mut rows = Vec::new();
    for (place, record) in reader.records().enumerate() {
        let number = u64::try_from(place).unwrap_or(0) + 2;
        let Ok(record) = record else {
            report.add(Fate::Dropped, &format!("row {number}"), "row-unreadable", "");
            continue;
        };
        let pairs =
            columns.iter().zip(record.iter()).filter_map(|(column, cell)| column.map(|column| (column, cell.to_string())));
        let row = Row { number, cells: pairs.collect() };
        if !row.get("name").is_empty() {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn field(row: &Row, form: usize, draft: &mut Draft, choices: &mut Choices, tongue: Tongue, report: &mut Report) {
    let place = format!("row {}", row.number);
    let is_new_section = !row.get("section").is_empty();
    let Some(open) = draft.forms.get_mut(form) else { return };
    if is_new_section {
        let title = Words::untagged(row.get("section"), tongue);
        let id = title.en.clone().unwrap_or_default();
        open.sections.push(Section { id, title, place: place.clone(), ..Section::default() });
    } else if open.sections.is_empty() {
        open.sections.push(plain_section(Words::default(), place.clone()));
    }
    let Some(item) = item(row, &place, draft, choices, tongue, report) else { return };
    if let Some(section) = draft.forms.get_mut(form).and_then(|form| form.sections.last_mut()) {
        section.items.push(item);
    }
}

fn item(row: &Row, place: &str, draft: &mut Draft, choices: &mut Choices, tongue: Tongue, report: &mut Report) -> Option<Item> {
    let name = row.get("name");
    let label = Words::untagged(row.get("label"), tongue);
    let mut item = Item::new(name, place.to_string(), Kind::Text, label);
    match row.get("type").to_ascii_lowercase().as_str() {
        "descriptive" => {
            report.add(Fate::Dropped, place, "display-text", format!("`{name}` {}", plain(row.get("label"))));
            return None;
        }
        "notes" | "essay" => item.kind = Kind::LongText,
        "radio" | "dropdown" | "select" | "checkbox" => coded(row, &mut item, draft, choices, tongue, report),
        "sql" => report.add(Fate::Person, place, "outside-list", format!("`{name}`")),
        "yesno" | "truefalse" => {
            item.kind = Kind::Boolean;
        }
        "calc" => {
            item.kind = Kind::Calculated;
            item.rules.push(Raw::new(Role::Value, Dialect::Redcap, row.get("choices"), place));
        }
        "slider" => {
            item.kind = Kind::Integer;
            item.set("min", Value::Plain(number_text(row.get("min")).unwrap_or("0".into())), row.get("min"));
            item.set("max", Value::Plain(number_text(row.get("max")).unwrap_or("100".into())), row.get("max"));
        }
        "file" => {
            item.attach(Vec::new(), None, "file");
            report.add(Fate::Person, place, "attachment-limits", format!("`{name}`"));
        }
        "signature" => report.add(Fate::Person, place, "attachment", format!("`{name}`")),
        "text" => validated(row, &mut item, report),
        other => report.add(Fate::Person, place, "kind-unknown", format!("`{name}` ({other})")),
    }
    more(row, &mut item, tongue, report);
    Some(item)
}

fn coded(row: &Row, item: &mut Item, draft: &mut Draft, choices: &mut Choices, tongue: Tongue, report: &mut Report) {
    let mut list: Vec<Choice> = Vec::new();
    for part in row.get("choices").split('|').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once(',') {
            Some((code, text)) if !code.trim().is_empty() => {
                let words = Words::untagged(text, tongue).or(Words::untagged(code, tongue));
                list.push((code.trim().to_string(), words));
            }
            _ => report.add(Fate::Dropped, &item.place, "choice-unreadable", format!("`{}`: {part}", item.source)),
        }
    }
    if list.is_empty() {
        report.add(Fate::Person, &item.place, "no-codes", format!("`{}`", item.source));
        return;
    }
    item.kind = if row.get("type").eq_ignore_ascii_case("checkbox") { Kind::Choices } else { Kind::Choice };
    let matrix = row.get("matrix");
    let name = if matrix.is_empty() { item.source.clone() } else { matrix.to_string() };
    choices.give(draft, item, &name, &list, report);
}

/// A text field's validation says what it holds.
fn validated(row: &Row, item: &mut Item, report: &mut Report) {
    let validation = row.get("validation").to_ascii_lowercase();
    let pattern = |item: &mut Item, text: &str, report: &mut Report| {
        item.set("pattern", Value::Text(text.to_string()), row.get("validation"));
        report.add(Fate::Carried, &item.place, "pattern", format!("`{}`: {} → {text}", item.source, row.get("validation")));
    };
    match validation.as_str() {
        "" => {}
        "integer" => item.kind = Kind::Integer,
        "number" | "number_comma_decimal" => item.kind = Kind::Decimal,
        "date_ymd" | "date_mdy" | "date_dmy" => item.kind = Kind::Date,
        _ if validation.starts_with("datetime_") => item.kind = Kind::Datetime,
        "time" | "time_hh_mm_ss" | "time_mm_ss" => {
            report.add(Fate::Person, &item.place, "time-as-text", format!("`{}`", item.source));
            let seconds = if validation == "time_hh_mm_ss" { ":[0-5][0-9]" } else { "" };
            pattern(item, &format!("([01][0-9]|2[0-3]):[0-5][0-9]{seconds}"), report);
        }
        "email" => pattern(item, "[^@ ]+@[^@ ]+", report),
        "zipcode" => pattern(item, "[0-9]{5}(-[0-9]{4})?", report),
        "phone" => pattern(item, "[-+() .0-9]+", report),
        "ssn" | "mrn_10d" | "alpha_only" => {
            let text = match validation.as_str() {
                "ssn" => "[0-9]{3}-[0-9]{2}-[0-9]{4}",
                "mrn_10d" => "[0-9]{10}",
                _ => "[A-Za-z]+",
            };
            pattern(item, text, report);
        }
        _ => match validation
            .strip_prefix("number_")
            .and_then(|rest| rest.split_once("dp"))
            .and_then(|(places, _)| places.parse::<u8>().ok())
        {
            Some(places) => {
                item.kind = Kind::Decimal;
                item.set("decimals", Value::Plain(places.min(18).to_string()), &validation);
            }
            None => report.add(Fate::Person, &item.place, "kind-unknown", format!("`{}` ({validation})", item.source)),
        },
    }
    range(row, item, report);
}

/// REDCap's ends of a range can be passed over by who enters data, so they are the usual range here.
fn range(row: &Row, item: &mut Item, report: &mut Report) {
    let mut is_carried = false;
    for (column, key) in [("min", "soft_min"), ("max", "soft_max")] {
        let text = row.get(column);
        if text.is_empty() {
            continue;
        }
        let end = match item.kind {
            Kind::Integer | Kind::Decimal => number_text(&text.replace(',', ".")),
            Kind::Date | Kind::Datetime if text.eq_ignore_ascii_case("today") || text.eq_ignore_ascii_case("now") => {
                Some("today".to_string())
            }
            Kind::Date | Kind::Datetime => engine::value::date::DateRange::parse(text.split(' ').next().unwrap_or(text))
                .map(|_| text.split(' ').next().unwrap_or(text).to_string()),
            _ => None,
        };
        match end {
            Some(end) => {
                let value =
                    if item.kind == Kind::Integer || item.kind == Kind::Decimal { Value::Plain(end) } else { Value::Text(end) };
                item.set(key, value, text);
                is_carried = true;
            }
            None => {
                item.comments.push(format!("{column}: {text}"));
                report.add(Fate::Person, &item.place, "bound-unknown", format!("`{}` {column}: {text}", item.source));
            }
        }
    }
    if is_carried {
        report.add(Fate::Carried, &item.place, "soft-range", format!("`{}` {}–{}", item.source, row.get("min"), row.get("max")));
    }
}

fn more(row: &Row, item: &mut Item, tongue: Tongue, report: &mut Report) {
    let place = item.place.clone();
    let note = Words::untagged(row.get("note"), tongue);
    item.help = (!note.is_empty()).then_some(note);
    if row.says_yes("required") && item.kind != Kind::Calculated {
        item.set("required", Value::Plain("true".to_string()), row.get("required"));
    }
    if row.says_yes("identifier") {
        item.set("pii", Value::Plain("true".to_string()), row.get("identifier"));
        report.add(Fate::Carried, &place, "identifier", format!("`{}`", item.source));
    }
    let logic = row.get("logic");
    if !logic.is_empty() {
        item.rules.push(Raw::new(Role::ShowIf, Dialect::Redcap, logic, &place));
    }
    if !row.get("matrix").is_empty() {
        report.add(Fate::Carried, &place, "matrix", format!("`{}` ({})", item.source, row.get("matrix")));
    }
    if row.says_yes("ranking") {
        report.add(Fate::Person, &place, "ranking", format!("`{}`", item.source));
    }
    let annotation = row.get("annotation");
    if !annotation.is_empty() {
        item.comments.push(format!("annotation: {annotation}"));
        report.add(Fate::Person, &place, "annotation", format!("`{}` {annotation}", item.source));
    }
}
