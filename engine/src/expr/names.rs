//! What names mean at a place of a form: items, groups, used forms, row variables.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::expr::types::Type;
use crate::form::item::Item;
use crate::form::table::Table;
use crate::kind::kind::Kind;
use crate::program::node::{Base, Read, Rows};
use crate::program::program::{ItemId, ScopeId};

/// An item as a rule sees it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The item.
    pub id: ItemId,
    /// The scope that holds it.
    pub scope: ScopeId,
    /// Its slot there.
    pub slot: u16,
    /// What its values are.
    pub holds: Holds,
}

/// What an item's values are.
#[derive(Clone, Debug)]
pub enum Holds {
    /// Values of a type.
    Values(Type),
    /// Rows: their scope, and the group's place in its frame.
    Rows(ScopeId, u16),
    /// Not known, because the item itself is faulty: rules on it are not judged.
    Faulty,
}

/// An item of another form as a rule sees it.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The item, as its own form defines it.
    pub item: Arc<Item>,
    /// What its values are; groups and faulty items cannot be read.
    pub values: Option<Type>,
}

/// Everything that a form's rules can name.
#[derive(Debug, Default)]
pub struct Names {
    /// Items of this form by id.
    pub items: HashMap<Arc<str>, Known>,
    /// Items of the forms it uses, by form id and item id.
    pub forms: BTreeMap<Arc<str>, HashMap<Arc<str>, Foreign>>,
    /// Names among `forms` under which records of this form itself are read.
    pub itself: BTreeSet<Arc<str>>,
    /// Names among `itself` that stand for an earlier record (or revision): what is read there was settled before.
    pub earlier: BTreeSet<Arc<str>>,
    /// Types that calculated items of this form were taken to have before their rules were typed.
    pub assumed: RefCell<Vec<(Arc<str>, Type)>>,
    /// Names among `forms` that stand for several records: rules bring their values together.
    pub plurals: BTreeSet<Arc<str>>,
    /// Forms it uses that have faults of their own or do not exist: that is reported once, rules on them are not judged.
    pub faulty_forms: BTreeSet<Arc<str>>,
    /// Lookup tables of this form.
    pub tables: HashMap<Arc<str>, Arc<Table>>,
    /// Tables that were written, also those with faults of their own: those are reported once.
    pub faulty_tables: BTreeSet<Arc<str>>,
    /// The parent of each scope.
    pub parents: Vec<Option<ScopeId>>,
    /// Slots of the form's own frame; imports come after them.
    pub own_slots: u16,
    /// Items of other forms that rules read, in the order of first reading.
    pub imports: RefCell<Vec<(Arc<str>, Arc<Item>)>>,
    /// Patterns of `matches`.
    pub patterns: RefCell<Vec<Arc<str>>>,
    /// How many mistyped names were already looked up; after some, looking for near ones is given up.
    pub looked_up: Cell<u32>,
}

/// Mistyped names for which near ones are looked for: more are not mended one by one.
const MOST_LOOKED_UP: u32 = 40;

impl Names {
    /// Whether to look for names near a mistyped one.
    pub fn may_look_up(&self) -> bool {
        self.looked_up.set(self.looked_up.get().saturating_add(1));
        self.looked_up.get() <= MOST_LOOKED_UP
    }

    /// Help for an unknown word, as long as near ones are looked for.
    pub fn near<'k>(&self, word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> (String, String) {
        if self.may_look_up() {
            did_you_mean(word, known)
        } else {
            ("IDを確かめてください。".into(), "check the id".into())
        }
    }

    /// The type of an item of another record: one of this form itself has its rule's type or, before that is known, what its list or unit says.
    pub fn foreign_type(&self, form: &Arc<str>, foreign: &Foreign) -> Option<Type> {
        if !self.itself.contains(form) {
            return foreign.values.clone();
        }
        match self.items.get(&foreign.item.id).map(|known| &known.holds) {
            Some(Holds::Values(values)) => Some(values.clone()),
            _ if foreign.item.kind == Kind::Calculated => {
                let assumed = match &foreign.item.list {
                    Some(list) => Type::Code(list.clone()),
                    None => Type::Number(foreign.item.units.first().cloned()),
                };
                self.assumed.borrow_mut().push((foreign.item.id.clone(), assumed.clone()));
                Some(assumed)
            }
            _ => foreign.values.clone(),
        }
    }

    /// How many frames out from `from` the scope `to` is; `None` when it is not around it.
    pub fn up(&self, from: ScopeId, to: ScopeId) -> Option<u8> {
        let mut at = from;
        for up in 0u8..=8 {
            if at == to {
                return Some(up);
            }
            at = (*self.parents.get(usize::from(at.0))?)?;
        }
        None
    }

    /// How many groups stand around a scope's rows, its own included.
    pub fn depth(&self, scope: ScopeId) -> u8 {
        self.up(scope, ScopeId(0)).unwrap_or_default()
    }

    /// The slot of an item of another form, given out on first use.
    pub fn import(&self, from: ScopeId, form: &Arc<str>, item: &Arc<Item>) -> Option<Read> {
        let mut imports = self.imports.borrow_mut();
        let found = imports.iter().position(|(held, known)| held == form && known.id == item.id);
        let place = found.unwrap_or_else(|| {
            imports.push((form.clone(), item.clone()));
            imports.len() - 1
        });
        let slot = self.own_slots.checked_add(u16::try_from(place).ok()?)?;
        Some(Read { base: Base::Up(self.up(from, ScopeId(0))?), slot })
    }

    /// A pattern's place.
    pub fn pattern(&self, text: &Arc<str>) -> u16 {
        let mut patterns = self.patterns.borrow_mut();
        let place = patterns.iter().position(|known| known == text).unwrap_or_else(|| {
            patterns.push(text.clone());
            patterns.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}

impl Known {
    /// Where the item is read from, out of a frame `up` frames in.
    pub fn read(&self, base: Base) -> Read {
        Read { base, slot: self.slot }
    }

    /// The rows of a group.
    pub fn rows(&self, base: Base) -> Option<(Rows, ScopeId)> {
        match self.holds {
            Holds::Rows(scope, group) => Some((Rows { base, group, scope: scope.0, slot: self.slot }, scope)),
            _ => None,
        }
    }
}
