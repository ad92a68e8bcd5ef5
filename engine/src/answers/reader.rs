//! From JSON bytes straight into slots, in one pass. One `Reader` per form version serves any number of records and threads.

use crate::answers::error::Error;
use crate::answers::frame::{Answers, Context, Rows, Stray, StrayKind};
use crate::answers::json::Json;
use crate::answers::key_table::KeyTable;
use crate::answers::slot_reader::SlotReader;
use crate::form::form::Form;
use crate::kind::kind::Kind;
use crate::value::value::{Fault, Slot};
use serde_json::{Map, Value as JsonValue};
use std::sync::Arc;

/// Reads the answers of one form.
pub struct Reader {
    root: ScopeReader,
    groups: Vec<GroupReader>,
    imports: Vec<Import>,
}

struct ScopeReader {
    keys: KeyTable,
    slots: Vec<Entry>,
}

struct Entry {
    reader: SlotReader,
    calculated: bool,
    group: Option<usize>,
}

struct GroupReader {
    id: Arc<str>,
    rows: ScopeReader,
    most: usize,
}

struct Import {
    form: Arc<str>,
    id: Arc<str>,
    reader: SlotReader,
}

impl Reader {
    /// A reader for the answers of a form.
    pub fn new(form: &Form) -> Reader {
        let groups = form.scopes.first().map(|root| root.groups.as_slice()).unwrap_or_default();
        let imports = form.imports.iter();
        Reader {
            root: ScopeReader::new(form, 0),
            groups: groups.iter().filter_map(|group| GroupReader::new(form, form.item(*group)?)).collect(),
            imports: imports
                .map(|import| Import {
                    form: import.form.clone(),
                    id: import.item.id.clone(),
                    reader: SlotReader::new(&import.item),
                })
                .collect(),
        }
    }

    /// No answers at all.
    pub fn blank(&self) -> Answers {
        Answers {
            slots: (0..self.root.slots.len() + self.imports.len()).map(|_| Slot::Blank).collect(),
            groups: self.groups.iter().map(|group| Rows::new(group.rows.slots.len())).collect(),
            strays: Vec::new(),
        }
    }

    /// Reads a record. Fails only when the bytes are no JSON object; everything else becomes findings.
    pub fn read(&self, bytes: &[u8]) -> Result<Answers, Error> {
        let mut json = Json::new(bytes)?;
        if json.peek() != Some(b'{') {
            json.skip(0)?;
            return Err(Error::NotAnObject);
        }
        json.expect(b'{')?;
        let mut answers = self.blank();
        let (mut first, mut expected) = (true, 0);
        while let Some(key) = json.key(first)? {
            first = false;
            let Some((slot, entry)) = self.root.find(&key, expected) else {
                answers.strays.push(unknown_item("", &key));
                json.skip(1)?;
                continue;
            };
            expected = slot + 1;
            if answers.slots.get(slot).is_some_and(|before| !before.is_blank()) || self.has_rows(&answers, entry) {
                answers.strays.push(Stray { kind: StrayKind::DuplicateItem, path: key.clone().into_owned() });
            }
            let read = match entry.group.and_then(|group| Some((self.groups.get(group)?, answers.groups.get_mut(group)?))) {
                Some((group, rows)) => group.read(&mut json, rows, &mut answers.strays)?,
                None => entry.reader.read(&mut json)?,
            };
            if let Some(place) = answers.slots.get_mut(slot) {
                *place = read;
            }
        }
        json.end()?;
        Ok(answers)
    }

    /// The same from parsed JSON.
    pub fn read_value(&self, value: &JsonValue) -> Result<Answers, Error> {
        self.read(value.to_string().as_bytes())
    }

    /// Answers of the other forms, by form id. What is absent or not readable is not known, without a finding: it is the other form's.
    pub fn read_context(&self, forms: &Map<String, JsonValue>) -> Context {
        let slots = self.imports.iter().map(|import| {
            let answer = forms.get(&*import.form).and_then(|answers| answers.get(&*import.id));
            answer
                .and_then(|answer| import.reader.read(&mut Json::new(answer.to_string().as_bytes()).ok()?).ok())
                .unwrap_or_default()
        });
        Context { slots: slots.collect() }
    }

    /// Reads the answer of one item of the form (`group` `None`) or of one item in a row of a group; JSON as in a record.
    pub fn read_slot(&self, group: Option<usize>, slot: usize, value: &JsonValue) -> Slot {
        let scope = group.map_or(Some(&self.root), |group| self.groups.get(group).map(|group| &group.rows));
        let read = |entry: &Entry| entry.reader.read(&mut Json::new(value.to_string().as_bytes()).ok()?).ok();
        scope.and_then(|scope| scope.slots.get(slot)).and_then(read).unwrap_or(Slot::Unreadable(Fault::Unreadable))
    }

    fn has_rows(&self, answers: &Answers, entry: &Entry) -> bool {
        entry.group.and_then(|group| answers.groups.get(group)).is_some_and(|rows| !rows.is_empty())
    }
}

impl ScopeReader {
    fn new(form: &Form, scope: usize) -> ScopeReader {
        let slots = form.scopes.get(scope).map(|scope| scope.slots.as_slice()).unwrap_or_default();
        let items: Vec<_> = slots.iter().filter_map(|item| form.item(*item)).collect();
        ScopeReader {
            keys: KeyTable::new(items.iter().map(|item| &*item.id)),
            slots: items
                .iter()
                .map(|item| Entry {
                    reader: SlotReader::new(item),
                    calculated: item.kind == Kind::Calculated,
                    group: item.group.map(usize::from),
                })
                .collect(),
        }
    }

    /// The slot that a key fills, and how; a calculated item is never typed.
    #[inline]
    fn find(&self, key: &str, expected: usize) -> Option<(usize, &Entry)> {
        let slot = self.keys.find(key, expected)?;
        let entry = self.slots.get(slot)?;
        (!entry.calculated).then_some((slot, entry))
    }
}

impl GroupReader {
    fn new(form: &Form, group: &crate::form::item::Item) -> Option<GroupReader> {
        let rows = ScopeReader::new(form, usize::from(group.rows?.0));
        // One row more than allowed is enough to know that there are too many.
        Some(GroupReader { id: group.id.clone(), rows, most: usize::from(group.max_rows) + 1 })
    }

    /// Reads all rows. A slot of a group is blank, or unreadable when the answer is not an array of objects.
    fn read(&self, json: &mut Json<'_>, rows: &mut Rows, strays: &mut Vec<Stray>) -> Result<Slot, Error> {
        *rows = Rows::new(self.rows.slots.len());
        let faulty = Slot::Unreadable(Fault::Unreadable);
        if json.peek() != Some(b'[') {
            return json.skip(1).map(|()| faulty);
        }
        json.expect(b'[')?;
        let (mut first, mut slot) = (true, Slot::Blank);
        while json.element(first)? {
            first = false;
            if rows.len() >= self.most {
                json.skip(2)?;
                continue;
            }
            rows.push_blank();
            if json.peek() == Some(b'{') {
                self.read_row(json, rows, strays)?;
            } else {
                json.skip(2)?;
                slot = faulty.clone();
            }
        }
        Ok(slot)
    }

    fn read_row(&self, json: &mut Json<'_>, rows: &mut Rows, strays: &mut Vec<Stray>) -> Result<(), Error> {
        json.expect(b'{')?;
        let at = rows.len() - 1;
        let (mut first, mut expected) = (true, 0);
        while let Some(key) = json.key(first)? {
            first = false;
            let Some((slot, entry)) = self.rows.find(&key, expected) else {
                strays.push(unknown_item(&format!("{}[{at}].", self.id), &key));
                json.skip(3)?;
                continue;
            };
            expected = slot + 1;
            let read = entry.reader.read(json)?;
            let Some(place) = rows.row_mut(at).get_mut(slot) else { continue };
            if !place.is_blank() {
                strays.push(Stray { kind: StrayKind::DuplicateItem, path: format!("{}[{at}].{key}", self.id) });
            }
            *place = read;
        }
        Ok(())
    }
}

/// A key is shown only when it could be an id: a stranger's key may hold anything, even a name.
fn unknown_item(prefix: &str, key: &str) -> Stray {
    let like_an_id = key.len() <= 64
        && key.starts_with(|first: char| first.is_ascii_lowercase())
        && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    Stray { kind: StrayKind::UnknownItem, path: format!("{prefix}{}", if like_an_id { key } else { "?" }) }
}
