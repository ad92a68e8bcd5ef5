//! What the five programs beside this file share: the registry's definitions, read from the workspace.
//!
//! Each program shows one use of the rooms in under 60 lines; `tests/examples.rs` runs them and holds what they print.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::form::form::Form;
use engine::library::library::Library;
use engine::source::SourceFile;

/// The definitions of this repository.
///
/// # Errors
/// When a file cannot be read.
pub fn definitions() -> std::io::Result<Vec<SourceFile>> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../form-definitions");
    let mut files = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path: PathBuf = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                let name = path.strip_prefix(&top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push(SourceFile::new(name, std::fs::read(&path)?));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The newest version of one of its forms.
///
/// # Errors
/// When a file cannot be read, or there is no such form.
pub fn form(id: &str) -> std::io::Result<Arc<Form>> {
    let (library, _) = Library::read(&definitions()?);
    library.form(id).cloned().ok_or_else(|| std::io::Error::other(format!("there is no form `{id}`")))
}
