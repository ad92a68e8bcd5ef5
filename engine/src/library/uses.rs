//! The order in which forms are linked: a form that is used stands before those that use it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::FormDocument;
use crate::form::form::Form;
use crate::form::version::Version;
use crate::source::SourceFile;

/// A form document with the place of its file.
pub type Placed = (usize, FormDocument);

/// Every version of every linked form, by id, the oldest first.
pub type Forms = BTreeMap<Arc<str>, Vec<Arc<Form>>>;

/// The newest version of a form.
pub fn newest<'f>(forms: &'f Forms, id: &str) -> Option<&'f Arc<Form>> {
    forms.get(id)?.last()
}

/// The form that a file of the library is of.
pub fn form_of(path: &str) -> Option<&str> {
    path.strip_prefix("forms/")?.split('/').next()
}

/// Every form that stands in the library, also those with faults and those whose file cannot be read.
pub fn known(documents: &[Placed], files: &[SourceFile]) -> Vec<Arc<str>> {
    let read = documents.iter().map(|(_, document)| document.id.value.clone());
    let places: HashSet<usize> = documents.iter().map(|(place, _)| *place).collect();
    let unread = files.iter().enumerate().filter(|(place, _)| !places.contains(place));
    let standing = unread.filter_map(|(_, file)| form_of(&file.path)).map(Arc::from);
    read.chain(standing).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The newest version of a form, be it that its file cannot be read.
pub fn newest_version(id: &str, read: &[&Placed], files: &[SourceFile]) -> Option<Version> {
    let read = read.iter().map(|(_, document)| document.version.value);
    let standing = files.iter().filter(|file| form_of(&file.path) == Some(id)).filter_map(|file| {
        let name = file.path.rsplit('/').next()?;
        Version::parse(name.strip_suffix(".yaml")?)
    });
    read.chain(standing).max()
}

/// Form ids in linking order; forms that use each other in a circle are reported and left out.
pub fn order(documents: &[Placed], sinks: &mut [Sink]) -> Vec<Arc<str>> {
    let mut uses: BTreeMap<&Arc<str>, BTreeSet<&Arc<str>>> = BTreeMap::new();
    for (_, document) in documents {
        let entry = uses.entry(&document.id.value).or_default();
        entry.extend(document.uses.iter().map(|used| &used.value));
    }
    let mut order: Vec<Arc<str>> = Vec::new();
    let mut left: BTreeSet<&Arc<str>> = uses.keys().copied().collect();
    loop {
        let ready: Vec<&Arc<str>> = left
            .iter()
            .copied()
            .filter(|id| uses.get(*id).is_none_or(|used| used.iter().all(|other| !left.contains(*other))))
            .collect();
        if ready.is_empty() {
            break;
        }
        for id in ready {
            left.remove(id);
            order.push(id.clone());
        }
    }
    report(documents, &left, sinks);
    order
}

/// What is left uses itself, around some corners.
fn report(documents: &[Placed], left: &BTreeSet<&Arc<str>>, sinks: &mut [Sink]) {
    let names = left.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    for (file, document) in documents.iter().filter(|(_, document)| left.contains(&document.id.value)) {
        let used = document.uses.iter().find(|used| left.contains(&used.value));
        let (Some(used), Some(sink)) = (used, sinks.get_mut(*file)) else { continue };
        sink.error(
            "circular-uses",
            used.span,
            (format!("様式が互いを使って循環しています: {names}"), format!("forms use each other in a circle: {names}")),
            ("どれか1つの `uses` から外してください。".into(), "take one of them out of a `uses`".into()),
        );
    }
}
