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
    /// `item` or `group[0].item`.
    pub path: String,
    /// The item, unless the form does not have it.
    pub item: Option<&'a Item>,
    /// The group and the number of the row (from 1), for items in rows.
    pub row: Option<(&'a Item, usize)>,
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
        match self.row {
            Some((group, number)) => format!("{} {number} › {label}", group.label.get(lang)),
            None => label.to_owned(),
        }
    }
}

/// All items that have an answer on either side.
pub fn pairs<'a>(form: &'a Form, before: &'a Map<String, Value>, after: &'a Map<String, Value>) -> Vec<Pair<'a>> {
    let mut found = Vec::new();
    for (section, id) in form.sections.iter().enumerate().flat_map(|(at, section)| section.items.iter().map(move |id| (at, id))) {
        let Some(item) = form.item(*id) else { continue };
        let (before, after) = (before.get(&*item.id), after.get(&*item.id));
        if item.kind == Kind::Group && (is_rows(before) || is_rows(after)) {
            push_rows(&mut found, form, item, section, rows(before), rows(after));
        } else if before.is_some() || after.is_some() {
            found.push(Pair { path: item.id.to_string(), item: Some(item), row: None, section: Some(section), before, after });
        }
    }
    push_strays(&mut found, form, before, after);
    found
}

fn is_rows(answer: Option<&Value>) -> bool {
    answer.is_some_and(Value::is_array)
}

fn rows(answer: Option<&Value>) -> &[Value] {
    answer.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Rows that are the same at the beginning and at the end stand beside each other; those between by their order.
fn push_rows<'a>(
    found: &mut Vec<Pair<'a>>,
    form: &'a Form,
    group: &'a Item,
    section: usize,
    before: &'a [Value],
    after: &'a [Value],
) {
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
        push_row(found, form, (group, number), section, old, new);
    }
}

fn push_row<'a>(
    found: &mut Vec<Pair<'a>>,
    form: &'a Form,
    (group, at): (&'a Item, usize),
    section: usize,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
) {
    for item in items_of_rows(form, group) {
        let (before, after) = (before.and_then(|row| row.get(&*item.id)), after.and_then(|row| row.get(&*item.id)));
        if before.is_some() || after.is_some() {
            let path = format!("{}[{at}].{}", group.id, item.id);
            found.push(Pair { path, item: Some(item), row: Some((group, at + 1)), section: Some(section), before, after });
        }
    }
}

fn push_strays<'a>(found: &mut Vec<Pair<'a>>, form: &Form, before: &'a Map<String, Value>, after: &'a Map<String, Value>) {
    let is_stray = |id: &&String| form.find_item(id).is_none();
    let removed = before.keys().filter(|id| !after.contains_key(*id));
    for id in after.keys().chain(removed).filter(is_stray) {
        found.push(Pair { path: id.clone(), item: None, row: None, section: None, before: before.get(id), after: after.get(id) });
    }
}
