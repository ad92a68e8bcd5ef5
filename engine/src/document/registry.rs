//! `registry.yaml`: the levels at which forms are filled, and which items identify a person.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::reader::{Reading, Spanned};
use crate::lang::Text;
use crate::syntax::tree::Node;

/// A level: patient, course, infusion.
#[derive(Clone, Debug)]
pub struct Level {
    /// Identity.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The level around it; `None` for the patient.
    pub parent: Option<Arc<str>>,
}

/// The registry as a whole.
#[derive(Clone, Debug)]
pub struct Registry {
    /// Identity.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// Levels; a parent stands before its children.
    pub levels: Vec<Level>,
    /// The form whose answers identify a person.
    pub identity_form: Option<Arc<str>>,
    /// Part of an identity (`family_name`, `birth_date`, ...) to item id of that form.
    pub identity: BTreeMap<Arc<str>, Arc<str>>,
    /// Which items say what a patient is treated with and for.
    pub treatment: Option<Treatment>,
    /// Every item that this file names, with its form; the library looks whether they exist.
    pub named: Vec<Named>,
}

/// An item named in the registry.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its form.
    pub form: Spanned<Arc<str>>,
    /// The item.
    pub item: Spanned<Arc<str>>,
}

/// The form and its items that say what a patient is treated with and for; label rules of products apply by them.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// The form.
    pub form: Arc<str>,
    /// Its item that holds the product.
    pub product: Arc<str>,
    /// Its item that holds the disease.
    pub disease: Arc<str>,
}

/// Parts of an identity that the registry knows.
pub const IDENTITY_PARTS: &[&str] = &["family_name", "given_name", "family_kana", "given_kana", "birth_date", "mrn"];

impl Registry {
    /// The level of an id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| &*level.id == id)
    }

    /// The ids from the outermost level to this one.
    pub fn path(&self, id: &str) -> Vec<Arc<str>> {
        let mut path = Vec::new();
        let mut next = self.level(id);
        while let Some(level) = next {
            path.insert(0, level.id.clone());
            next = level.parent.as_ref().and_then(|parent| self.level(parent));
            if path.len() > self.levels.len() {
                break;
            }
        }
        path
    }
}

/// Reads the registry document.
pub fn read<'a>(reading: &'a Reading<'a>, root: &'a Node) -> Option<Registry> {
    let keys = reading.keys(root)?;
    let id = keys.want("registry").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let mut levels: Vec<Level> = Vec::new();
    for node in keys.want("levels").map_or(&[][..], |node| reading.list(node)) {
        if let Some(level) = level(reading, node, &levels) {
            levels.push(level);
        }
    }
    let mut named = Vec::new();
    let (identity_form, identity) =
        keys.find("identity").map_or((None, BTreeMap::new()), |node| identity(reading, node, &mut named));
    let treatment = keys.find("treatment").and_then(|node| treatment(reading, node, &mut named));
    keys.finish();
    Some(Registry { id: id?.value, title: title?, levels, identity_form, identity, treatment, named })
}

fn level<'a>(reading: &'a Reading<'a>, node: &'a Node, before: &[Level]) -> Option<Level> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let parent = keys.find("parent").and_then(|node| reading.id(node));
    keys.finish();
    if let Some(parent) = &parent
        && !before.iter().any(|level| level.id == parent.value)
    {
        let word = &parent.value;
        reading.error(
            "unknown-level",
            parent.span,
            (format!("レベル `{word}` は前に書かれていません。"), format!("level `{word}` is not defined above")),
            ("親のレベルを先に書いてください。".into(), "write the parent level first".into()),
        );
    }
    if let Some(twice) = id.as_ref().filter(|id| before.iter().any(|level| level.id == id.value)) {
        let word = &twice.value;
        reading.error(
            "duplicate-level",
            twice.span,
            (format!("レベル `{word}` が2回あります。"), format!("level `{word}` stands twice")),
            ("どちらかを削除するか、別のIDにしてください。".into(), "delete one of them, or choose another id".into()),
        );
        return None;
    }
    Some(Level { id: id?.value, title: title?, parent: parent.map(|parent| parent.value) })
}

/// Part of an identity to item id.
type Identity = BTreeMap<Arc<str>, Arc<str>>;

fn identity<'a>(reading: &'a Reading<'a>, node: &'a Node, named: &mut Vec<Named>) -> (Option<Arc<str>>, Identity) {
    let Some(keys) = reading.keys(node) else { return (None, BTreeMap::new()) };
    let form: Option<Spanned<Arc<str>>> = keys.want("form").and_then(|node| reading.id(node));
    let mut parts = BTreeMap::new();
    for part in IDENTITY_PARTS {
        if let Some(item) = keys.find(part).and_then(|node| reading.id(node)) {
            parts.insert(Arc::from(*part), item.value.clone());
            named.extend(form.clone().map(|form| Named { form, item }));
        }
    }
    keys.finish();
    (form.map(|form| form.value), parts)
}

fn treatment<'a>(reading: &'a Reading<'a>, node: &'a Node, named: &mut Vec<Named>) -> Option<Treatment> {
    let keys = reading.keys(node)?;
    let word = |name| keys.want(name).and_then(|node| reading.id(node));
    let (form, product, disease) = (word("form"), word("product"), word("disease"));
    keys.finish();
    let (form, product, disease) = (form?, product?, disease?);
    named.push(Named { form: form.clone(), item: product.clone() });
    named.push(Named { form: form.clone(), item: disease.clone() });
    Some(Treatment { form: form.value, product: product.value, disease: disease.value })
}
