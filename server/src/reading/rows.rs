//! A record's answers as rows of label and words, in the order of its form.

use engine::form::form::Form;
use engine::form::item::Item;
use engine::lang::Lang;
use engine::program::program::ItemId;
use serde_json::{Map, Value};

use crate::reading::words;

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
    let mut rows = Vec::new();
    for section in &form.sections {
        let reading = Reading { form, lang, section: section.title.get(lang) };
        for item in section.items.iter().filter_map(|id| form.item(*id)) {
            if let Some(answer) = answers.get(&*item.id) {
                reading.item(item, answer, "", "", &mut rows);
            }
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
    section: &'r str,
}

impl Reading<'_> {
    fn item(&self, item: &Item, answer: &Value, path: &str, label: &str, rows: &mut Vec<Row>) {
        let path = format!("{path}{}", item.id);
        let label = format!("{label}{}", item.label.get(self.lang));
        match (item.rows, answer) {
            (Some(scope), Value::Array(given)) => {
                let slots: &[ItemId] =
                    self.form.scopes.get(usize::from(scope.0)).map(|scope| scope.slots.as_slice()).unwrap_or_default();
                for (at, row) in given.iter().enumerate() {
                    let inside = slots.iter().filter_map(|id| self.form.item(*id));
                    for (item, answer) in inside.filter_map(|item| Some((item, row.get(&*item.id)?))) {
                        self.item(item, answer, &format!("{path}[{at}]."), &format!("{label} {} › ", at + 1), rows);
                    }
                }
            }
            _ => rows.push(Row { path, section: self.section.to_owned(), label, value: words::of(item, answer, self.lang) }),
        }
    }
}
