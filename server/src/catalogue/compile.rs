//! Publications back into forms.
//!
//! Each form version was published with every file that it needs. Usually all these files agree, and one library of everything
//! compiles all versions at once. Where a later publication changed a file (a list got a code), the versions published before are
//! compiled again with their own files. A form is served only when its digest is the one that was published.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::evaluate::Validator;
use engine::form::form::Form;
use engine::library::coverage::Covered;
use engine::library::library::Library;
use engine::library::publication::bundle_to_files;

use engine::source::SourceFile;
use rayon::prelude::*;
use renderer::page::page::FormPage;
use storage::{Publication, PublicationKind};

use crate::catalogue::published::{Published, PublishedForm};

/// Publications that do not compile.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The stored files are not a list of paths and texts.
    #[error("the files of publication {0} cannot be read")]
    Bundle(String),
    /// The compiled meaning is not what was published.
    #[error("{0} does not compile to the digest that was published")]
    Digest(String),
    /// The page cannot be made.
    #[error(transparent)]
    Page(#[from] renderer::Error),
}

/// Compiles everything that is published.
///
/// # Errors
/// When a publication does not compile to what it was when it was published.
pub fn publications(publications: &[Publication]) -> Result<Published, Unreadable> {
    let bundles = publications.iter().map(files).collect::<Result<Vec<_>, _>>()?;
    let mut newest = Files::new();
    for bundle in &bundles {
        newest.extend(bundle.clone());
    }
    let whole = library(&newest);
    let covered = Covered::without_goals(&whole);
    let mut found = Vec::new();
    for (publication, bundle) in publications.iter().zip(&bundles).filter(|(p, _)| p.kind == PublicationKind::Form) {
        let form = find(&whole, publication).or_else(|| find(&library(&own(&newest, bundle)), publication));
        let form = form.ok_or_else(|| Unreadable::Digest(format!("{}@{}", publication.key, publication.version)))?;
        found.push((form, publication.at.0));
    }
    let forms = found.into_par_iter().map(|(form, at)| ready(form, at)).collect::<Result<Vec<_>, _>>()?;
    let overlaid = whole
        .overlaid
        .into_iter()
        .map(|((form, version, product, indication), laid)| ((form, version.to_string(), product, indication), laid.edition()));
    let overlaid = overlaid.collect();
    Ok(Published::new(forms, whole.registry, whole.products)
        .with_overlays(overlaid)
        .with_schedules(whole.schedules)
        .with_covered(covered))
}

/// Makes a form ready to be filled: its page in both languages, and what judges its answers.
fn ready(form: Arc<Form>, at: i64) -> Result<PublishedForm, Unreadable> {
    let pages = FormPage::compile_both(&form)?;
    Ok(PublishedForm { validator: Arc::new(Validator::new(form.clone())), pages: Arc::new(pages), form, at })
}

/// Files by path.
type Files = BTreeMap<Arc<str>, SourceFile>;

fn files(publication: &Publication) -> Result<Files, Unreadable> {
    let files = bundle_to_files(&publication.bundle)
        .ok_or_else(|| Unreadable::Bundle(format!("{} {}", publication.key, publication.version)))?;
    Ok(files.into_iter().map(|file| (file.path.clone(), file)).collect())
}

fn library(files: &Files) -> Library {
    let sources: Vec<SourceFile> = files.values().cloned().collect();
    Library::read(&sources).0
}

/// The newest files with a version's own files over them.
fn own(newest: &Files, bundle: &Files) -> Files {
    let mut files = newest.clone();
    files.extend(bundle.clone());
    files
}

/// The form of a publication, when its meaning is what was published.
fn find(library: &Library, publication: &Publication) -> Option<Arc<Form>> {
    library.edition(&publication.key, &publication.version).filter(|form| **form.digest() == *publication.digest)
}
