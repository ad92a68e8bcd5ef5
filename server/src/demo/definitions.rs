//! The definitions that a demonstration publishes, read from a folder.

use std::path::Path;

use engine::diagnostic::diagnostic::Level;
use engine::diagnostic::render;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::library::publication::{self, Kind};
use storage::{Actor, Change, NewPublication, PublicationKind, Publish, Store, Timestamp, WriteRequest};

use crate::folder;
use crate::start::{Problem, trying};

/// Reads and links the definitions of a folder.
///
/// # Errors
/// When the folder cannot be read, or with all faults of the definitions.
pub fn read(path: &Path) -> Result<Library, Problem> {
    let files = trying(format!("cannot read {}", path.display()), folder::read(path))?;
    let (library, faults) = Library::read(&files);
    let errors: Vec<String> = faults
        .iter()
        .filter(|fault| fault.level == Level::Error)
        .map(|fault| render::text(fault, &folder::text_of(&files, &fault.file), Lang::En))
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
