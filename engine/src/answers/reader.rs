//! From JSON bytes straight into slots, in one pass. One `Reader` per form version serves any number of records and threads.

use crate::answers::error::Error;
use crate::answers::frame::{Answers, Context, Rows, Stray, StrayKind};
use crate::answers::json::Json;
use crate::answers::key_table::{KeyTable, LOOK_AHEAD};
use crate::answers::nesting::{Nesting, group_of_scope};
use crate::answers::place::{RowPath, push_groups};
use crate::answers::shelf::Shelf;
use crate::answers::slot_reader::SlotReader;
use crate::form::form::{Form, Import as ImportedItem, Scope};
use crate::kind::kind::Kind;
use crate::program::program::ScopeId;
use crate::value::value::{Fault, Slot};
use serde_json::{Map, Value as JsonValue};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Reads the answers of one form.
pub struct Reader {
    form: Arc<Form>,
    nesting: Nesting,
    readers: Box<[SlotReader]>,
    root: ScopeReader,
    groups: Box<[GroupReader]>,
    imports: Box<[Import]>,
}

struct ScopeReader {
    keys: KeyTable,
    slots: Box<[Entry]>,
}

struct Entry {
    /// Its place among the form's slot readers.
    reader: u32,
    calculated: bool,
    group: Option<u16>,
}

/// The next member of an object.
enum Member<'r, 'j> {
    /// The slot that its key fills, and how.
    Known(usize, &'r Entry),
    /// A key that no answer has.
    Stranger(Cow<'j, str>),
}

struct GroupReader {
    scope: ScopeId,
    rows: ScopeReader,
    most: usize,
}

struct Import {
    form: Arc<str>,
    id: Arc<str>,
    /// Its place among the form's slot readers.
    reader: u32,
}

impl Reader {
    /// A reader for the answers of a form.
    pub fn new(form: &Arc<Form>) -> Reader {
        let mut shelf = Shelf::default();
        let groups = (0_u16..).zip(&form.scopes).skip(1);
        let import = |import: &ImportedItem, shelf: &mut Shelf| Import {
            form: import.form.clone(),
            id: import.item.id.clone(),
            reader: shelf.place(&import.item),
        };
        Reader {
            form: form.clone(),
            nesting: Nesting::new(form),
            root: ScopeReader::new(form, 0, &mut shelf),
            groups: groups.map(|(at, scope)| GroupReader::new(form, ScopeId(at), scope, &mut shelf)).collect(),
            imports: form.imports.iter().map(|one| import(one, &mut shelf)).collect(),
            readers: shelf.readers(),
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
        while json.member(first)? {
            first = false;
            let (slot, entry) = match self.root.next(&mut json, expected)? {
                Member::Known(slot, entry) => (slot, entry),
                Member::Stranger(key) => {
                    answers.strays.push(unknown_item("", &key));
                    json.skip(1)?;
                    continue;
                }
            };
            expected = slot + 1;
            if answers.slots.get(slot).is_some_and(|before| !before.is_blank()) || has_rows(&answers, entry, None) {
                answers.strays.push(Stray { kind: StrayKind::DuplicateItem, path: self.root.keys.name(slot).to_owned() });
            }
            let read = match entry.group {
                Some(group) => self.read_rows(&mut json, &mut answers, usize::from(group), None, RowPath::FORM)?,
                None => self.read_next(entry.reader, &mut json)?,
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
            answer.and_then(|answer| self.read_one(import.reader, answer)).unwrap_or_default()
        });
        Context { slots: slots.collect() }
    }

    /// Reads the answer of one item of the form (`group` `None`) or of one item in a row of a group; JSON as in a record.
    pub fn read_slot(&self, group: Option<usize>, slot: usize, value: &JsonValue) -> Slot {
        let scope = group.map_or(Some(&self.root), |group| self.groups.get(group).map(|group| &group.rows));
        let read = |entry: &Entry| self.read_one(entry.reader, value);
        scope.and_then(|scope| scope.slots.get(slot)).and_then(read).unwrap_or(Slot::Unreadable(Fault::Unreadable))
    }

    fn read_one(&self, reader: u32, value: &JsonValue) -> Option<Slot> {
        self.read_next(reader, &mut Json::new(value.to_string().as_bytes()).ok()?).ok()
    }

    /// Reads the value that comes next.
    #[inline]
    fn read_next(&self, reader: u32, json: &mut Json<'_>) -> Result<Slot, Error> {
        match self.readers.get(reader as usize) {
            Some(reader) => reader.read(json),
            None => json.skip(1).map(|()| Slot::Unreadable(Fault::Unreadable)),
        }
    }

    /// Reads all rows of a group in a frame. Its slot is blank, or unreadable when the answer is not an array of objects.
    fn read_rows(
        &self,
        json: &mut Json<'_>,
        answers: &mut Answers,
        group: usize,
        outer: Option<usize>,
        path: RowPath,
    ) -> Result<Slot, Error> {
        let before = rows_in(answers, group, outer);
        self.nesting.remove(&mut answers.groups, group, before, outer);
        let depth = 2 * u32::try_from(path.depth()).unwrap_or_default();
        let faulty = Slot::Unreadable(Fault::Unreadable);
        let Some(reader) = self.groups.get(group).filter(|_| json.peek() == Some(b'[')) else {
            return json.skip(depth + 1).map(|()| faulty);
        };
        json.expect(b'[')?;
        let (mut count, mut slot) = (0_usize, Slot::Blank);
        let start = answers.groups.get(group).map_or(0, Rows::len);
        let most = reader.most.min(Rows::MOST.saturating_sub(start));
        while json.element(count == 0)? {
            count = count.saturating_add(1);
            if count > most {
                json.skip(depth + 2)?;
                continue;
            }
            self.nesting.push(&mut answers.groups, group);
            if json.peek() == Some(b'{') {
                let row = u16::try_from(count - 1).ok().and_then(|row| path.inside(row)).unwrap_or_default();
                self.read_row(json, answers, group, start + count - 1, row)?;
            } else {
                json.skip(depth + 2)?;
                slot = faulty.clone();
            }
        }
        Ok(slot)
    }

    fn read_row(&self, json: &mut Json<'_>, answers: &mut Answers, group: usize, at: usize, path: RowPath) -> Result<(), Error> {
        let Some(reader) = self.groups.get(group) else { return json.skip(1) };
        json.expect(b'{')?;
        let (mut first, mut expected) = (true, 0);
        while json.member(first)? {
            first = false;
            let (slot, entry) = match reader.rows.next(json, expected)? {
                Member::Known(slot, entry) => (slot, entry),
                Member::Stranger(key) => {
                    answers.strays.push(unknown_item(&self.prefix(reader.scope, path), &key));
                    json.skip(2 * u32::try_from(path.depth()).unwrap_or_default() + 1)?;
                    continue;
                }
            };
            expected = slot + 1;
            let (read, had_rows) = match entry.group {
                None => (self.read_next(entry.reader, json)?, false),
                Some(inner) => {
                    let had_rows = has_rows(answers, entry, Some(at));
                    (self.read_rows(json, answers, usize::from(inner), Some(at), path)?, had_rows)
                }
            };
            let Some(place) = answers.groups.get_mut(group).and_then(|rows| rows.row_mut(at).get_mut(slot)) else { continue };
            if had_rows || !place.is_blank() {
                let path = format!("{}{}", self.prefix(reader.scope, path), reader.rows.keys.name(slot));
                answers.strays.push(Stray { kind: StrayKind::DuplicateItem, path });
            }
            *place = read;
        }
        Ok(())
    }

    fn prefix(&self, scope: ScopeId, path: RowPath) -> String {
        let mut prefix = String::new();
        push_groups(&mut prefix, &self.form, scope, path.rows());
        prefix
    }
}

/// The rows that a group has so far in a frame.
fn rows_in(answers: &Answers, group: usize, outer: Option<usize>) -> Range<usize> {
    let Some(rows) = answers.groups.get(group) else { return 0..0 };
    outer.map_or(0..rows.len(), |outer| rows.inside(outer))
}

fn has_rows(answers: &Answers, entry: &Entry, outer: Option<usize>) -> bool {
    entry.group.is_some_and(|group| !rows_in(answers, usize::from(group), outer).is_empty())
}

impl ScopeReader {
    fn new(form: &Form, scope: usize, shelf: &mut Shelf) -> ScopeReader {
        let slots = form.scopes.get(scope).map(|scope| scope.slots.as_slice()).unwrap_or_default();
        let items: Vec<_> = slots.iter().filter_map(|item| form.item(*item)).collect();
        ScopeReader {
            keys: KeyTable::new(items.iter().map(|item| &*item.id)),
            slots: items
                .iter()
                .map(|item| Entry {
                    reader: shelf.place(item),
                    calculated: item.kind == Kind::Calculated,
                    group: item.rows.and_then(|rows| group_of_scope(rows.0)),
                })
                .collect(),
        }
    }

    /// Takes the next key. Keys mostly stand in form order and as machines write them: those expected next are compared with the bytes as
    /// they stand, and only another key is read.
    #[inline]
    fn next<'j>(&self, json: &mut Json<'j>, expected: usize) -> Result<Member<'_, 'j>, Error> {
        for slot in expected..expected + LOOK_AHEAD {
            let Some(id) = self.keys.id(slot) else { break };
            if json.take_name(id) {
                let known = self.typed(slot).map(|entry| Member::Known(slot, entry));
                return Ok(known.unwrap_or_else(|| Member::Stranger(self.keys.name(slot).to_owned().into())));
            }
        }
        let key = json.name()?;
        let slot = self.keys.find(&key, self.slots.len());
        let known = slot.and_then(|slot| Some(Member::Known(slot, self.typed(slot)?)));
        Ok(known.unwrap_or(Member::Stranger(key)))
    }

    /// How a slot is filled; a calculated item is never typed.
    #[inline]
    fn typed(&self, slot: usize) -> Option<&Entry> {
        self.slots.get(slot).filter(|entry| !entry.calculated)
    }
}

impl GroupReader {
    fn new(form: &Form, at: ScopeId, scope: &Scope, shelf: &mut Shelf) -> GroupReader {
        let group = scope.group.and_then(|group| form.item(group));
        // One row more than allowed is enough to know that there are too many.
        let most = group.map_or(0, |group| usize::from(group.max_rows)) + 1;
        GroupReader { scope: at, rows: ScopeReader::new(form, usize::from(at.0), shelf), most }
    }
}

/// A key is shown only when it could be an id: a stranger's key may hold anything, even a name.
fn unknown_item(prefix: &str, key: &str) -> Stray {
    let like_an_id = key.len() <= 64
        && key.starts_with(|first: char| first.is_ascii_lowercase())
        && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    Stray { kind: StrayKind::UnknownItem, path: format!("{prefix}{}", if like_an_id { key } else { "?" }) }
}
