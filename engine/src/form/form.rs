//! The form as a whole: the one noun that every later stage works on.

use std::sync::{Arc, OnceLock};

use crate::form::index::ItemIndex;
use crate::form::item::{Check, Item, Section};
use crate::form::kept::Kept;
use crate::form::provenance::Provenance;
use crate::form::reference::Reference;
use crate::form::table::Table;
use crate::form::version::Version;
use crate::lang::Text;
use crate::program::program::{ItemId, Program, ScopeId};
use crate::value::date::Date;

/// One set of slots: the form itself (scope 0) or the rows of a group.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// The group whose rows it is.
    pub group: Option<ItemId>,
    /// The item of each slot. Scope 0 has further slots after these: one per import.
    pub slots: Vec<ItemId>,
    /// The groups in this scope, in order.
    pub groups: Vec<ItemId>,
}

/// An item of another form that rules read; its slot is `scopes[0].slots.len() + index`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The name under which rules read the other form: its id, or what `as` says; `old` for the revision before this one.
    pub form: Arc<str>,
    /// What people call that form.
    pub title: Text,
    /// The item as the other form defines it (its `scope`, `slot` and rules belong to the other form).
    pub item: Arc<Item>,
}

/// An author's own case.
#[derive(Clone, Debug)]
pub struct Example {
    /// Name, unique in the form.
    pub id: Arc<str>,
    /// Where it stands in the form's file (byte offsets).
    pub span: crate::source::Span,
    /// The day on which it is judged.
    pub today: crate::value::date::DateRange,
    /// The moment at which it is judged.
    pub moment: crate::form::moment::Moment,
    /// Answers of the forms that are read, as JSON, by form id.
    pub context: Kept,
    /// Answers as JSON.
    pub given: Kept,
    /// All findings expected, as `code@path`.
    pub findings: Option<Vec<Arc<str>>>,
    /// Calculated values expected (a subset), `null` for blank.
    pub calculated: Kept,
    /// Hidden items expected (a subset).
    pub hidden: Vec<Arc<str>>,
    /// Undecided checks expected (a subset).
    pub undecided: Vec<Arc<str>>,
    /// Of the findings only those at these items, or of these checks, count; all of them when it names none.
    pub only: Vec<Arc<str>>,
}

/// What was laid over a form for a product and an indication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// The product.
    pub product: Arc<str>,
    /// The indication.
    pub indication: Arc<str>,
    /// Digest of the form below.
    pub base: Arc<str>,
}

/// A linked form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Identity.
    pub id: Arc<str>,
    /// Version.
    pub version: Version,
    /// What people read.
    pub title: Text,
    /// More for those who ask.
    pub help: Option<Text>,
    /// The level of the registry at which it is filled.
    pub level: Arc<str>,
    /// The day from which the registry asks by this version; no part of its meaning. It holds until the next dated version begins.
    pub effective_from: Option<Date>,
    /// It may be filled several times at one place.
    pub several: bool,
    /// Ids of the forms whose answers its rules read.
    pub uses: Vec<Arc<str>>,
    /// Which record of each is read, by the name that rules use.
    pub references: Vec<Reference>,
    /// Parts of the page.
    pub sections: Vec<Section>,
    /// All items, also those inside groups; `ItemId` is the index.
    pub items: Vec<Item>,
    /// Scope 0 is the form, the others are groups.
    pub scopes: Vec<Scope>,
    /// Items of other forms.
    pub imports: Vec<Import>,
    /// Lookup tables.
    pub tables: Vec<Arc<Table>>,
    /// Edit checks.
    pub checks: Vec<Check>,
    /// Authors' cases.
    pub examples: Vec<Example>,
    /// What runs.
    pub program: Program,
    /// SHA-256 over the meaning, once somebody asks for it: ask [`Form::digest`].
    pub(crate) digest: OnceLock<Arc<str>>,
    /// The overlay of a product and indication, when one was laid over the form.
    pub laid: Option<Laid>,
    /// Where its parts come from.
    pub provenance: Provenance,
    /// Item by id (ids are unique in a form, also across groups); ask [`Form::find_item`].
    pub by_id: ItemIndex,
}

impl Form {
    /// The item at an index that this form gave out.
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0 as usize)
    }

    /// The item of an id.
    pub fn find_item(&self, id: &str) -> Option<(ItemId, &Item)> {
        let at = self.by_id.find(&self.items, id)?;
        Some((at, self.item(at)?))
    }

    /// `crs@1.0.0`.
    pub fn reference(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}
