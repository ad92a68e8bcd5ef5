//! What a published form needs to be compiled again, so that no later edit of the library can change it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::form::form::Form;
use crate::form::version::Version;
use crate::source::SourceFile;

/// Files of a library and what stands in them.
#[derive(Debug, Default)]
pub struct Sources {
    /// Every file.
    pub files: Vec<SourceFile>,
    /// The file of each list.
    pub list_files: HashMap<Arc<str>, usize>,
    /// The file of each form version.
    pub form_files: HashMap<(Arc<str>, Version), usize>,
}

impl Sources {
    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| &*file.path == path)
    }

    /// The form's own file, the registry, the purposes, the lists it uses, and the same for the forms that it uses (`used` finds the version that
    /// it was linked against). Products are left out: their list is open by design. In the order of paths.
    pub fn bundle<'f>(&self, form: &'f Form, used: &impl Fn(&str) -> Option<&'f Form>) -> Vec<SourceFile> {
        let mut places = BTreeSet::new();
        places.extend(self.files.iter().position(|file| &*file.path == "registry.yaml"));
        places.extend(self.files.iter().position(|file| &*file.path == "purposes.yaml"));
        let mut open = vec![form];
        let mut seen: BTreeSet<(&str, Version)> = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !seen.insert((&next.id, next.version)) {
                continue;
            }
            places.extend(self.form_files.get(&(next.id.clone(), next.version)));
            places.extend(next.provenance.files.iter().filter_map(|path| self.files.iter().position(|file| file.path == *path)));
            places.extend(next.items.iter().filter_map(|item| self.list_files.get(&item.list.as_ref()?.id)));
            places.extend(next.tables.iter().flat_map(|table| table.lists()).filter_map(|list| self.list_files.get(&list.id)));
            open.extend(next.uses.iter().filter_map(|id| used(id)));
        }
        let mut files: Vec<SourceFile> = places.into_iter().filter_map(|place| self.files.get(place)).cloned().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}
