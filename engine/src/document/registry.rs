//! `registry.yaml`: the levels at which forms are filled, the kinds of courses, and which items identify a person.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::document::consent::Consent;
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

/// A kind of course: what a patient may go through, with the form that opens it and the schedule that governs it.
#[derive(Clone, Debug)]
pub struct Course {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// The level of its places; each level is of one kind at most.
    pub level: Spanned<Arc<str>>,
    /// The form that is filled first.
    pub opened_by: Option<Spanned<Arc<str>>>,
    /// The schedule of its visits, at its level or below it.
    pub schedule: Option<Spanned<Arc<str>>>,
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
    /// Kinds of courses.
    pub courses: Vec<Course>,
    /// The form whose answers identify a person.
    pub identity_form: Option<Arc<str>>,
    /// Part of an identity (`family_name`, `birth_date`, ...) to item id of that form.
    pub identity: BTreeMap<Arc<str>, Arc<str>>,
    /// Which items say what a patient is treated with and for.
    pub treatment: Option<Treatment>,
    /// The consent within which data are collected.
    pub consent: Option<Consent>,
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

    /// The kind of course whose places stand at a level.
    pub fn course_at(&self, level: &str) -> Option<&Course> {
        self.courses.iter().find(|course| *course.level.value == *level)
    }

    /// The kind of course that a level belongs to: its own, or that of a level around it.
    pub fn course_around(&self, level: &str) -> Option<&Course> {
        self.path(level).iter().rev().find_map(|level| self.course_at(level))
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
    let mut courses: Vec<Course> = Vec::new();
    for node in keys.find("courses").map_or(&[][..], |node| reading.list(node)) {
        if let Some(course) = course(reading, node, &levels, &courses) {
            courses.push(course);
        }
    }
    let mut named = Vec::new();
    let (identity_form, identity) =
        keys.find("identity").map_or((None, BTreeMap::new()), |node| identity(reading, node, &mut named));
    let treatment = keys.find("treatment").and_then(|node| treatment(reading, node, &mut named));
    let consent = keys.find("consent").and_then(|node| consent(reading, node, &mut named));
    keys.finish();
    Some(Registry { id: id?.value, title: title?, levels, courses, identity_form, identity, treatment, consent, named })
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

fn course<'a>(reading: &'a Reading<'a>, node: &'a Node, levels: &[Level], before: &[Course]) -> Option<Course> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let level = keys.want("level").and_then(|node| reading.id(node));
    let opened_by = keys.find("opened_by").and_then(|node| reading.id(node));
    let schedule = keys.find("schedule").and_then(|node| reading.id(node));
    keys.finish();
    let course = Course { id: id?, title: title?, level: level?, opened_by, schedule };
    let word = &course.level.value;
    if !levels.iter().any(|level| level.id == *word) {
        reading.error(
            "unknown-level",
            course.level.span,
            (format!("レベル `{word}` は `levels` にありません。"), format!("level `{word}` is not among `levels`")),
            did_you_mean(word, levels.iter().map(|level| &*level.id)),
        );
        return None;
    }
    if let Some(first) = before.iter().find(|first| first.id.value == course.id.value || first.level.value == *word) {
        let (own, other) = (&course.id.value, &first.id.value);
        reading.error(
            "duplicate-course",
            course.id.span,
            (
                format!("コース `{own}` は、前のコース `{other}` とIDかレベルが同じです。"),
                format!("course `{own}` shares its id or its level with the course `{other}` above"),
            ),
            (
                "コースごとに別のIDとレベルを付けてください。".into(),
                "give each kind of course an id and a level of its own".into(),
            ),
        );
        return None;
    }
    Some(course)
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

fn consent<'a>(reading: &'a Reading<'a>, node: &'a Node, named: &mut Vec<Named>) -> Option<Consent> {
    let keys = reading.keys(node)?;
    let word = |name| keys.want(name).and_then(|node| reading.id(node));
    let (form, by, allows) = (word("form"), word("by"), word("allows"));
    let late = keys.find("late").and_then(|node| reading.id(node));
    let before = keys.find("before").map_or(Vec::new(), |node| reading.ids(node));
    let refusal = keys.want("refusal").and_then(|node| reading.both(node));
    // Whoever lets late reports in says so on the page.
    let late_notice = if late.is_some() { keys.want("late_notice") } else { keys.find("late_notice") };
    let late_notice = late_notice.and_then(|node| reading.both(node));
    keys.finish();
    let consent = Consent { form: form?, by: by?, allows: allows?, late, before, refusal: refusal?, late_notice };
    let items = [&consent.by, &consent.allows].into_iter().chain(&consent.late);
    named.extend(items.map(|item| Named { form: consent.form.clone(), item: item.clone() }));
    Some(consent)
}
