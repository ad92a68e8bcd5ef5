//! The records around one record: which of them its rules read, as its form's `uses` says, and as values under the names that rules use.
//! What was read stays with the revision (its values and the revisions they came from), so that it can be told later by what it was judged.

use engine::evaluate::choose::{choose, matches};
use engine::form::form::Form;
use engine::form::item::Item;
use engine::form::reference::{OLD, Reference, Which};
use serde_json::{Map, Value};
use storage::{ContextRecord, Place};

use crate::catalogue::published::Published;
use crate::content::Filled;
use crate::error::Error;

/// A submitted record with its contents read.
#[derive(Clone)]
pub struct Standing {
    /// The record.
    pub row: ContextRecord,
    /// Its contents.
    pub filled: Filled,
    /// Answers and calculated values of the form itself: what other forms read.
    values: Map<String, Value>,
}

/// Everything of a patient that rules may read.
#[derive(Clone)]
pub struct Around {
    places: Vec<Place>,
    records: Vec<Standing>,
}

/// What a record reads of others.
#[derive(Clone, Default)]
pub struct Read {
    /// Answers by name and item; an array of them where all records are meant.
    pub context: Map<String, Value>,
    /// The revisions that they came from, by name: `record.revision`.
    pub sources: Map<String, Value>,
    /// For names that the page binds itself, by answers of this form: the records among which it chooses.
    pub offered: Map<String, Value>,
}

impl Around {
    /// Reads contents.
    ///
    /// # Errors
    /// When a stored content cannot be read.
    pub fn new(places: Vec<Place>, rows: Vec<ContextRecord>) -> Result<Around, Error> {
        let records = rows.into_iter().map(Standing::read).collect::<Result<Vec<_>, Error>>()?;
        Ok(Around { places, records })
    }

    /// Every submitted record.
    pub fn records(&self) -> impl Iterator<Item = &Standing> {
        self.records.iter()
    }

    /// From now on this record says something else (its correction is being prepared); a record that was not submitted yet joins.
    pub fn replace(&mut self, row: ContextRecord, filled: Filled) {
        let standing = Standing::of(row, filled);
        match self.records.iter_mut().find(|known| known.row.record == standing.row.record) {
            Some(known) => *known = standing,
            None => self.records.push(standing),
        }
    }

    /// The submitted record of a form that is nearest: at this place, or above it.
    pub fn nearest(&self, form: &str, place: &str, except: &str) -> Option<&Standing> {
        let chain = self.chain(place);
        chain.iter().find_map(|place| {
            self.records
                .iter()
                .find(|known| *known.row.form.id == *form && known.row.record != except && known.row.place == place.id)
        })
    }

    /// What a record reads of others.
    pub fn read(&self, published: &Published, form: &Form, record: &str, place: &str, own: &Filled) -> Read {
        let mut read = Read::default();
        let own = own.readable();
        for reference in &form.references {
            let mut candidates = self.candidates(published, form, reference, record, place);
            if reference.which == Which::Only && !reference.matching.is_empty() {
                let offered = candidates.iter().map(|known| Value::Object(offered(form, reference, &known.values)));
                read.offered.insert(reference.alias.to_string(), offered.collect());
            }
            candidates.retain(|known| matches(reference, &known.values, &own));
            let values: Vec<&Map<String, Value>> = candidates.iter().map(|known| &known.values).collect();
            let by = reference.by.as_ref().and_then(|by| item(published, &reference.form, by));
            let before = reference.before.as_ref().and_then(|before| form.find_item(before)).map(|(_, item)| (item, &own));
            let chosen: Vec<&Standing> =
                choose(reference, by, &values, before).into_iter().filter_map(|at| candidates.get(at).copied()).collect();
            let read_items = |known: &Standing| only_read(form, &reference.alias, &known.values);
            let value = match reference.which {
                Which::All => Value::Array(chosen.iter().map(|known| Value::Object(read_items(known))).collect()),
                _ => match chosen.first() {
                    Some(known) => Value::Object(read_items(known)),
                    None => continue,
                },
            };
            read.context.insert(reference.alias.to_string(), value);
            let sources = chosen.iter().map(|known| Value::from(format!("{}.{}", known.row.record, known.row.revision)));
            read.sources.insert(reference.alias.to_string(), sources.collect());
        }
        read
    }

    /// The records among which a reference chooses: nearest first for the one above, else in the order in which they were opened.
    fn candidates(&self, published: &Published, form: &Form, reference: &Reference, record: &str, place: &str) -> Vec<&Standing> {
        let of_form = |known: &&Standing| *known.row.form.id == *reference.form && known.row.record != record;
        if reference.which == Which::Above {
            return self.nearest(&reference.form, place, record).into_iter().collect();
        }
        let chain = self.chain(place);
        let level = reference.within.as_deref().map(str::to_owned).or_else(|| shared_level(published, form, &reference.form));
        let scope = level.and_then(|level| chain.iter().find(|place| place.level == level).copied()).or(chain.last().copied());
        let Some(scope) = scope else { return Vec::new() };
        let inside = |known: &&Standing| self.chain(&known.row.place).iter().any(|place| place.id == scope.id);
        self.records.iter().filter(of_form).filter(inside).collect()
    }

    /// A place of the patient.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// A place and those above it, nearest first.
    fn chain(&self, place: &str) -> Vec<&Place> {
        let mut chain: Vec<&Place> = Vec::new();
        let mut next = self.place(place);
        while let Some(place) = next.filter(|place| !chain.iter().any(|known| known.id == place.id)) {
            chain.push(place);
            next = place.parent.as_ref().and_then(|parent| self.places.iter().find(|known| known.id == *parent));
        }
        chain
    }
}

impl Standing {
    /// Answers and calculated values of the form itself.
    pub fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    fn read(row: ContextRecord) -> Result<Standing, Error> {
        let filled = Filled::read(&row.content)?;
        Ok(Standing::of(row, filled))
    }

    fn of(row: ContextRecord, filled: Filled) -> Standing {
        let mut values = filled.answers.clone();
        values.extend(filled.calculated.iter().filter(|(path, _)| !path.contains('[')).map(|(id, v)| (id.clone(), v.clone())));
        Standing { row, filled, values }
    }
}

/// What rules read of a record, and what it is told by.
fn offered(form: &Form, reference: &Reference, values: &Map<String, Value>) -> Map<String, Value> {
    let mut read = only_read(form, &reference.alias, values);
    let told = reference.matching.iter().filter_map(|(theirs, _)| Some((theirs.to_string(), values.get(&**theirs)?.clone())));
    read.extend(told);
    read
}

/// Only the items that rules read leave their own form. A fold, `max(dose)`, reads its item.
fn only_read(form: &Form, alias: &str, values: &Map<String, Value>) -> Map<String, Value> {
    let imports = form.imports.iter().filter(|import| *import.form == *alias && *import.form != *OLD);
    let ids = imports.map(|import| {
        let id = &*import.item.id;
        id.strip_suffix(')').and_then(|id| id.split_once('(')).map_or(id, |(_, inner)| inner)
    });
    ids.filter_map(|id| Some((id.to_owned(), values.get(id)?.clone()))).collect()
}

fn item<'p>(published: &'p Published, form: &str, id: &str) -> Option<&'p Item> {
    published.latest(form)?.form.find_item(id).map(|(_, item)| item)
}

/// The innermost level around both forms.
fn shared_level(published: &Published, form: &Form, other: &str) -> Option<String> {
    let registry = published.registry()?;
    let (own, theirs) = (registry.path(&form.level), registry.path(&published.latest(other)?.form.level));
    own.iter().zip(&theirs).take_while(|(a, b)| a == b).last().map(|(level, _)| level.to_string())
}
