//! The definitions that a demonstration publishes, read from a folder.

use std::path::Path;

use engine::diagnostic::diagnostic::Level;
use engine::diagnostic::render;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::library::publication::{self, Kind};
use engine::source::SourceFile;
use storage::{Actor, Change, NewPublication, PublicationKind, Publish, Store, Timestamp, WriteRequest};

use crate::start::{Problem, trying};

/// Reads and links the definitions of a folder.
///
/// # Errors
/// When the folder cannot be read, or with all faults of the definitions.
pub fn read(folder: &Path) -> Result<Library, Problem> {
    let mut files = Vec::new();
    trying(format!("cannot read {}", folder.display()), collect(folder, folder, &mut files))?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (library, faults) = Library::read(&files);
    let errors: Vec<String> = faults
        .iter()
        .filter(|fault| fault.level == Level::Error)
        .map(|fault| render::text(fault, &text_of(&files, &fault.file), Lang::En))
        .collect();
    if errors.is_empty() { Ok(library) } else { Err(Problem::Definitions(errors.join("\n"))) }
}

/// Publishes every form version, product and the registry.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn publish(store: &Store, library: &Library, at: Timestamp) -> Result<usize, storage::Error> {
    let change = Change::Publish(Publish { items: publications(library) });
    let written =
        store.write(WriteRequest { actor: Actor::console("demo"), at, reason: "first publication".to_owned(), change }).await?;
    Ok(written.published)
}

fn publications(library: &Library) -> Vec<NewPublication> {
    let kind = |kind| match kind {
        Kind::Registry => PublicationKind::Registry,
        Kind::Product => PublicationKind::Product,
        Kind::Form => PublicationKind::Form,
    };
    let parts = publication::publications(library).into_iter();
    parts
        .map(|part| NewPublication {
            kind: kind(part.kind),
            key: part.key.to_string(),
            version: part.version,
            digest: part.digest,
            bundle: part.bundle,
        })
        .collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let inside = path.strip_prefix(root).map_err(std::io::Error::other)?;
            files.push(SourceFile::new(inside.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?));
        }
    }
    Ok(())
}

fn text_of(files: &[SourceFile], path: &str) -> String {
    files
        .iter()
        .find(|file| &*file.path == path)
        .map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
        .unwrap_or_default()
}
