//! Answers of one form version taken over into another: by id, or by the id that an item replaces. What does not fit is named, never lost.

use crate::answers::place::Place;
use crate::evaluate::validator::Validator;
use crate::form::form::Form;
use crate::form::item::Item;
use crate::value::value::Slot;
use serde_json::{Map, Value};

/// Answers under another version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// What was taken over, by the items of the new version.
    pub answers: Map<String, Value>,
    /// Paths that were taken over under another id: from, to.
    pub renamed: Vec<(String, String)>,
    /// Paths (of the earlier version) whose answers do not fit and stay behind.
    pub left: Vec<String>,
    /// What stays behind, in the shape of answers of the earlier version.
    pub behind: Map<String, Value>,
}

/// Takes answers over.
pub fn carry(from: &Form, to: &Validator, answers: &Map<String, Value>) -> Carried {
    let mut carried = Carried::default();
    for (id, answer) in answers {
        let Some((_, old)) = from.find_item(id) else {
            carried.leave(id.clone(), id, answer.clone());
            continue;
        };
        match heir(from, &to.form, id).filter(|new| new.scope.0 == 0) {
            Some(new) if old.rows.is_some() && new.rows.is_some() => carried.rows(from, to, (old, new), answer),
            Some(new) if old.rows.is_none() && fits(to, new, answer) => {
                if *new.id != *old.id {
                    carried.renamed.push((old.id.to_string(), new.id.to_string()));
                }
                carried.answers.insert(new.id.to_string(), answer.clone());
            }
            _ => carried.leave(id.clone(), id, answer.clone()),
        }
    }
    carried
}

/// The item that stands for an earlier item: one of the same id, else the one that replaces it.
pub fn heir<'f>(from: &Form, to: &'f Form, id: &str) -> Option<&'f Item> {
    let same = to.find_item(id).map(|(_, item)| item).filter(|item| item.value.is_none() && !item.retired);
    same.or_else(|| to.items.iter().find(|item| item.replaces.as_deref() == Some(id) && from.find_item(&item.id).is_none()))
        .or_else(|| to.find_item(id).map(|(_, item)| item).filter(|item| item.value.is_none()))
}

impl Carried {
    fn leave(&mut self, path: String, id: &str, answer: Value) {
        self.left.push(path);
        self.behind.insert(id.to_owned(), answer);
    }

    /// Rows are taken over row by row; in a row, what does not fit stays behind in a row of its own.
    fn rows(&mut self, from: &Form, to: &Validator, (old, new): (&Item, &Item), answer: &Value) {
        let Some(rows) = answer.as_array() else { return self.leave(old.id.to_string(), &old.id, answer.clone()) };
        let (mut kept, mut behind, mut lacks) = (Vec::new(), Vec::new(), false);
        for (at, row) in rows.iter().enumerate() {
            let (mut here, mut left) = (Map::new(), Map::new());
            for (id, value) in row.as_object().into_iter().flatten() {
                let heir = heir(from, &to.form, id).filter(|item| Some(item.scope) == new.rows && item.rows.is_none());
                match heir.filter(|item| fits(to, item, value)) {
                    Some(item) => drop(here.insert(item.id.to_string(), value.clone())),
                    None => {
                        self.left.push(format!("{}[{at}].{id}", old.id));
                        left.insert(id.clone(), value.clone());
                        lacks = true;
                    }
                }
            }
            kept.push(Value::Object(here));
            behind.push(Value::Object(left));
        }
        if *new.id != *old.id {
            self.renamed.push((old.id.to_string(), new.id.to_string()));
        }
        self.answers.insert(new.id.to_string(), Value::Array(kept));
        if lacks {
            self.behind.insert(old.id.to_string(), Value::Array(behind));
        }
    }
}

/// Whether an answer can be read as one of this item.
fn fits(to: &Validator, item: &Item, answer: &Value) -> bool {
    let place = to.form.find_item(&item.id).map(|(id, _)| Place::of(id));
    place.is_some_and(|place| !matches!(to.read_slot(place, answer), Slot::Unreadable(_)))
}
