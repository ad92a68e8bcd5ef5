//! A library of definitions on disk, with the files that are open in the editor laid over it as they are being typed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::diagnostic::diagnostic::Diagnostic;
use engine::library::library::Library;
use engine::lint::{Checked, check};
use engine::source::SourceFile;

use crate::definitions;

/// The files open in the editor, by path.
pub type Open = BTreeMap<PathBuf, String>;

/// A library as it stands now.
pub struct Workspace {
    /// The folder that holds `registry.yaml`.
    pub root: PathBuf,
    /// Its files, as being typed.
    pub files: Vec<SourceFile>,
    /// What could be linked, newest sound state of each file first tried.
    pub library: Library,
    /// Faults and lints, by file.
    pub faults: BTreeMap<Arc<str>, Vec<Diagnostic>>,
}

/// The library around a file: the nearest folder above it that holds `registry.yaml`, or that has the shape of a library.
pub fn root_of(file: &Path) -> Option<PathBuf> {
    file.ancestors().skip(1).find(|folder| folder.join("registry.yaml").is_file()).map(Path::to_path_buf)
}

impl Workspace {
    /// Reads the library; an unreadable folder has no files.
    pub fn read(root: &Path, open: &Open) -> Workspace {
        let mut files = definitions::read(root).unwrap_or_default();
        for (path, text) in open {
            let Some(name) = name_below(root, path) else { continue };
            let file = SourceFile::new(name.as_str(), text.as_bytes());
            match files.iter_mut().find(|known| *known.path == *name) {
                Some(known) => *known = file,
                None => files.push(file),
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let Checked { library, faults: mut found, lints } = check(&files);
        found.extend(lints.found);
        let mut faults: BTreeMap<Arc<str>, Vec<Diagnostic>> = BTreeMap::new();
        for fault in found {
            faults.entry(fault.file.clone()).or_default().push(fault);
        }
        Workspace { root: root.to_path_buf(), files, library, faults }
    }

    /// A file by its path on disk.
    pub fn file(&self, path: &Path) -> Option<&SourceFile> {
        let name = name_below(&self.root, path)?;
        self.files.iter().find(|file| *file.path == *name)
    }

    /// Every file that has faults, and those that had some before and have none now.
    pub fn told(&self, before: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        before.iter().cloned().chain(self.faults.keys().map(|name| self.root.join(&**name))).collect()
    }
}

/// A file's path inside the library, with `/`.
fn name_below(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    Some(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}
