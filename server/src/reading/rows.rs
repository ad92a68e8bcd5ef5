//! A record's answers as rows of label and words, in the order of its form.

use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::lang::Lang;
use renderer::display::display;
use renderer::fields::fields::items_of_rows;
use serde_json::{Map, Value};

use crate::content::Filled;

/// One answered item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the answer stands: `item` or `group[0].item`.
    pub path: String,
    /// Title of its section.
    pub section: String,
    /// Label, with the group and row before it.
    pub label: String,
    /// The answer in words.
    pub value: String,
}

/// The answered items of a record in the order of its form.
pub fn of(form: &Form, answers: &Map<String, Value>, lang: Lang) -> Vec<Row> {
    read(form, answers, &Map::new(), lang)
}

/// The answered and calculated items of a record in the order of its form.
pub fn all(form: &Form, filled: &Filled, lang: Lang) -> Vec<Row> {
    read(form, &filled.answers, &filled.calculated, lang)
}

fn read(form: &Form, answers: &Map<String, Value>, calculated: &Map<String, Value>, lang: Lang) -> Vec<Row> {
    let mut rows = Vec::new();
    for section in &form.sections {
        let reading = Reading { form, lang, calculated, section: section.title.get(lang) };
        for item in section.items.iter().filter_map(|id| form.item(*id)) {
            reading.item(item, answers.get(&*item.id), "", "", &mut rows);
        }
    }
    rows
}

/// The label of a path, with group and row before it; the path itself when the form does not know it.
pub fn label(form: &Form, path: &str, lang: Lang) -> String {
    let known = |id: &str| form.find_item(id).map(|(_, item)| item.label.get(lang).to_owned());
    let labelled = match path.split_once("].") {
        Some((group, item)) => group.split_once('[').and_then(|(group, row)| {
            let row: usize = row.parse().ok()?;
            Some(format!("{} {} › {}", known(group)?, row + 1, known(item)?))
        }),
        None => known(path),
    };
    labelled.unwrap_or_else(|| path.to_owned())
}

struct Reading<'r> {
    form: &'r Form,
    lang: Lang,
    calculated: &'r Map<String, Value>,
    section: &'r str,
}

impl Reading<'_> {
    fn item(&self, item: &Item, answer: Option<&Value>, path: &str, label: &str, rows: &mut Vec<Row>) {
        let path = format!("{path}{}", item.id);
        let label = format!("{label}{}", item.label.get(self.lang));
        if let (Kind::Group, Some(Value::Array(given))) = (item.kind, answer) {
            for (at, row) in given.iter().enumerate() {
                for inside in items_of_rows(self.form, item) {
                    self.item(inside, row.get(&*inside.id), &format!("{path}[{at}]."), &format!("{label} {} › ", at + 1), rows);
                }
            }
        } else if let Some(answer) = answer.or_else(|| self.calculated.get(&path)) {
            rows.push(Row { path, section: self.section.to_owned(), label, value: words(item, answer, self.lang) });
        }
    }
}

fn words(item: &Item, answer: &Value, lang: Lang) -> String {
    match (item.kind, answer) {
        (Kind::Calculated, Value::String(text)) => display::calculated(item, text, lang),
        (Kind::Calculated, other) => display::calculated(item, &other.to_string(), lang),
        _ => display::answer(item, answer, lang),
    }
}
