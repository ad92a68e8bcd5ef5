//! A library as things to publish: each with a digest of its meaning and the files from which it compiles again.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::form::digest::digest_of_text;
use crate::library::library::Library;
use crate::source::SourceFile;

/// What is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Levels and identity.
    Registry,
    /// A product; it has no version of its own, each publication counts on.
    Product,
    /// A form version.
    Form,
}

/// One thing to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Registry, product or form.
    pub kind: Kind,
    /// Its id.
    pub key: Arc<str>,
    /// The version, for forms.
    pub version: Option<String>,
    /// Lower-case hex: a form's digest of meaning, else the digest of the file.
    pub digest: String,
    /// JSON `[{"path", "text"}]`; `bundle_to_files` reads it back.
    pub bundle: String,
}

/// Everything in a library, registry first, then products, then forms. Only what links is in a library, so call this on one without errors.
pub fn publications(library: &Library) -> Vec<Publication> {
    let mut found = Vec::new();
    if let (Some(registry), Some(file)) = (&library.registry, library.sources.file("registry.yaml")) {
        found.push(of_registry(library, registry.id.clone(), file));
    }
    for product in &library.products {
        if let Some(file) = library.sources.file(&product.file) {
            found.push(of_file(Kind::Product, product.id.value.clone(), file));
        }
    }
    // An overlaid form is an edition of its own, so that what was filled under it can always be read again.
    for form in library.forms.values().flatten().chain(library.overlaid.values()) {
        let files = library.sources.bundle(form, &|id| library.form(id).map(|form| &**form));
        found.push(Publication {
            kind: Kind::Form,
            key: form.id.clone(),
            version: Some(form.edition()),
            digest: form.digest().to_string(),
            bundle: files_to_bundle(&files),
        });
    }
    found
}

/// The registry with its purposes, schedules and crosswalks; alone its digest is that of its file.
fn of_registry(library: &Library, key: Arc<str>, file: &SourceFile) -> Publication {
    let is_beside = |path: &str| path == "purposes.yaml" || path.starts_with("schedules/") || path.starts_with("crosswalks/");
    let beside = library.sources.files.iter().filter(|other| is_beside(&other.path));
    let mut files: Vec<SourceFile> = std::iter::once(file).chain(beside).cloned().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if files.len() == 1 {
        return of_file(Kind::Registry, key, file);
    }
    let bundle = files_to_bundle(&files);
    Publication { kind: Kind::Registry, key, version: None, digest: digest_of_text(bundle.as_bytes()), bundle }
}

fn of_file(kind: Kind, key: Arc<str>, file: &SourceFile) -> Publication {
    let digest = digest_of_text(&file.bytes);
    Publication { kind, key, version: None, digest, bundle: files_to_bundle(std::slice::from_ref(file)) }
}

/// Files as one JSON text.
pub fn files_to_bundle(files: &[SourceFile]) -> String {
    let one = |file: &SourceFile| json!({ "path": &*file.path, "text": String::from_utf8_lossy(&file.bytes) });
    Value::Array(files.iter().map(one).collect()).to_string()
}

/// The files of a bundle; `None` when the text is not one.
pub fn bundle_to_files(bundle: &str) -> Option<Vec<SourceFile>> {
    let Ok(Value::Array(members)) = serde_json::from_str(bundle) else { return None };
    members
        .iter()
        .map(|member| Some(SourceFile::new(member.get("path")?.as_str()?, member.get("text")?.as_str()?.as_bytes())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_gives_its_files_back() {
        let files =
            [SourceFile::new("lists/a.yaml", "lists: [\"x\"]\n".as_bytes()), SourceFile::new("registry.yaml", "見本".as_bytes())];
        assert_eq!(bundle_to_files(&files_to_bundle(&files)).as_deref(), Some(&files[..]));
        assert_eq!(bundle_to_files("{}"), None);
    }
}
