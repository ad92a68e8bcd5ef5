//! A folder of one's own, removed at the end of the test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh folder. It is removed when the value goes, unless the test is failing (so that it can be looked at).
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A new empty folder whose name starts with `name`.
    pub fn new(name: &str) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("ctr-{name}-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
        Self { folder }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// A path inside the folder.
    pub fn join(&self, below: &str) -> PathBuf {
        self.folder.join(below)
    }

    /// Writes a file inside the folder, with the folders on its way.
    pub fn write(&self, below: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(below);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("folders can be made");
        std::fs::write(&path, content).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        path
    }

    /// Copies a folder of the workspace into this one.
    pub fn copy(&self, from: &Path, below: &str) {
        for source in crate::case::find_files(from, "") {
            let relative = source.strip_prefix(from).expect("found below");
            let content = std::fs::read(&source).unwrap_or_else(|cause| panic!("{}: {cause}", source.display()));
            self.write(&Path::new(below).join(relative).to_string_lossy(), content);
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
