//! Answers item by item in the order of the form, of two revisions beside each other. What stands in the answers but not in the
//! form (another version, a stray key) comes last, under its own name: nothing stored is left unshown.

use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::lang::Lang;
use serde_json::{Map, Value};

use crate::fields::fields::items_of_rows;

/// One item, or one item of one row, with its answers.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// `item`, `group[0].item` or `group[0].inner[2].item`.
    pub path: String,
    /// The item, unless the form does not have it.
    pub item: Option<&'a Item>,
    /// The groups around it, the outermost first, with the number of the row (from 1) in each.
    pub rows: Vec<(&'a Item, usize)>,
    /// Index of the section.
    pub section: Option<usize>,
    /// The earlier answer.
    pub before: Option<&'a Value>,
    /// The later answer.
    pub after: Option<&'a Value>,
}

impl Pair<'_> {
    /// What people read: the label, after group and number of the row.
    pub fn label(&self, lang: Lang) -> String {
        let label = self.item.map_or(self.path.as_str(), |item| item.label.get(lang));
        let rows: String = self.rows.iter().map(|(group, number)| format!("{} {number} › ", group.label.get(lang))).collect();
        format!("{rows}{label}")
    }
}

/// All items that have an answer on either side.
pub fn pairs<'a>(form: &'a Form, before: &'a Map<String, Value>, after: &'a Map<String, Value>) -> Vec<Pair<'a>> {
    let mut found = Vec::new();
    for (section, id) in form.sections.iter().enumerate().flat_map(|(at, section)| section.items.iter().map(move |id| (at, id))) {
        let Some(item) = form.item(*id) else { continue };
        let at = Frame { form, section, path: String::new(), rows: Vec::new() };
        at.push(&mut found, item, before.get(&*item.id), after.get(&*item.id));
    }
    push_strays(&mut found, form, before, after);
    found
}

/// The form, or a row, whose items are being paired.
struct Frame<'a> {
    form: &'a Form,
    section: usize,
    path: String,
    rows: Vec<(&'a Item, usize)>,
}

fn is_rows(answer: Option<&Value>) -> bool {
    answer.is_some_and(Value::is_array)
}

fn rows(answer: Option<&Value>) -> &[Value] {
    answer.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl<'a> Frame<'a> {
    fn push(&self, found: &mut Vec<Pair<'a>>, item: &'a Item, before: Option<&'a Value>, after: Option<&'a Value>) {
        if item.kind == Kind::Group && (is_rows(before) || is_rows(after)) {
            self.push_rows(found, item, rows(before), rows(after));
        } else if before.is_some() || after.is_some() {
            let path = format!("{}{}", self.path, item.id);
            found.push(Pair { path, item: Some(item), rows: self.rows.clone(), section: Some(self.section), before, after });
        }
    }

    /// Rows that are the same at the beginning and at the end stand beside each other; those between by their order.
    fn push_rows(&self, found: &mut Vec<Pair<'a>>, group: &'a Item, before: &'a [Value], after: &'a [Value]) {
        let shared = before.len().min(after.len());
        let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
        let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count().min(shared - head);
        let longest = before.len().max(after.len());
        for at in 0..longest {
            let from_tail = longest - at <= tail;
            let side = |rows: &'a [Value]| {
                if from_tail { rows.get(rows.len() + at - longest) } else { rows.get(at).filter(|_| at < rows.len() - tail) }
            };
            let (old, new) = (side(before), side(after));
            let number = if from_tail { after.len() + at - longest } else { at };
            self.push_row(found, (group, number), old, new);
        }
    }

    fn push_row(
        &self,
        found: &mut Vec<Pair<'a>>,
        (group, at): (&'a Item, usize),
        before: Option<&'a Value>,
        after: Option<&'a Value>,
    ) {
        let mut rows = self.rows.clone();
        rows.push((group, at + 1));
        let row = Frame { form: self.form, section: self.section, path: format!("{}{}[{at}].", self.path, group.id), rows };
        for item in items_of_rows(self.form, group) {
            row.push(found, item, before.and_then(|row| row.get(&*item.id)), after.and_then(|row| row.get(&*item.id)));
        }
    }
}

fn push_strays<'a>(found: &mut Vec<Pair<'a>>, form: &Form, before: &'a Map<String, Value>, after: &'a Map<String, Value>) {
    let is_stray = |id: &&String| form.find_item(id).is_none();
    let removed = before.keys().filter(|id| !after.contains_key(*id));
    for id in after.keys().chain(removed).filter(is_stray) {
        found.push(Pair {
            path: id.clone(),
            item: None,
            rows: Vec::new(),
            section: None,
            before: before.get(id),
            after: after.get(id),
        });
    }
}
