//! A folder of definitions as a linked library, with its faults as text; and words that name a form.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::diagnostic::diagnostic::{Diagnostic, Level};
use engine::form::form::Form;
use engine::form::version::Version;
use engine::library::library::Library;
use engine::lint::{self, Report};
use engine::source::SourceFile;

use crate::definitions;
use crate::error::Error;

/// A library that was read, and what is wrong with it.
#[derive(Debug)]
pub struct Opened {
    /// What could be linked.
    pub library: Library,
    /// Every fault, in the order of files and places.
    pub faults: Vec<Diagnostic>,
}

impl Opened {
    /// Reads and links a folder.
    pub fn read(folder: &Path) -> Result<Opened, Error> {
        let (library, faults) = Library::read(&definitions::read(folder)?);
        Ok(Opened { library, faults })
    }

    /// The same, with what the lints say.
    pub fn check(folder: &Path) -> Result<(Opened, Report), Error> {
        let checked = lint::check(&definitions::read(folder)?);
        Ok((Opened { library: checked.library, faults: checked.faults }, checked.lints))
    }

    /// The library, when nothing in it is faulty.
    pub fn sound(self) -> Result<Library, Error> {
        let count = self.faults.iter().filter(|fault| fault.level == Level::Error).count();
        if count == 0 { Ok(self.library) } else { Err(Error::FaultyDefinitions { count }) }
    }

    /// A file's text as the diagnostics count it.
    pub fn text(&self, path: &str) -> String {
        self.library.sources.file(path).map(text_of).unwrap_or_default()
    }
}

fn text_of(file: &SourceFile) -> String {
    String::from_utf8_lossy(&file.bytes).into_owned()
}

/// Where definitions stand when nothing else is said.
pub const DEFAULT_FOLDER: &str = "form-definitions";

/// The folder of definitions, as a word of its own or behind `--definitions` as commands on one form take it.
#[derive(Debug, clap::Args)]
pub struct Folder {
    /// Folder of definitions
    #[arg(default_value = DEFAULT_FOLDER)]
    path: PathBuf,
    /// The same, as commands on one form take it
    #[arg(long, value_name = "FOLDER", conflicts_with = "path")]
    definitions: Option<PathBuf>,
}

impl Folder {
    /// The folder; refused where there is none.
    pub fn get(&self) -> Result<&Path, Error> {
        let path = self.definitions.as_ref().unwrap_or(&self.path);
        if path.exists() { Ok(path) } else { Err(Error::NoFolder { path: path.clone() }) }
    }
}

/// The treatment for which a form is asked.
#[derive(Debug, clap::Args)]
pub struct Treatment {
    /// Product whose overlay lies over the form
    #[arg(long, requires = "indication")]
    product: Option<String>,
    /// Indication of the product
    #[arg(long, requires = "product")]
    indication: Option<String>,
}

impl Treatment {
    /// The form as it is asked for this treatment.
    pub fn of(&self, library: &Library, form: &Arc<Form>) -> Result<Arc<Form>, Error> {
        let (Some(product), Some(indication)) = (&self.product, &self.indication) else { return Ok(form.clone()) };
        let known = library.product(product).ok_or_else(|| Error::Unknown {
            what: "product",
            name: product.clone(),
            known: format!("there are {}", ids(library.products.iter().map(|product| &product.id.value))),
        })?;
        if known.indications.iter().any(|known| *known.id.value == **indication) {
            return Ok(library.form_for(form, product, indication));
        }
        Err(Error::Unknown {
            what: "indication",
            name: indication.clone(),
            known: format!("{product} has {}", ids(known.indications.iter().map(|indication| &indication.id.value))),
        })
    }
}

fn ids<'i>(ids: impl Iterator<Item = &'i Arc<str>>) -> String {
    ids.map(|id| &**id).collect::<Vec<_>>().join(", ")
}

/// The form of `crs` (its newest version), `crs@1.0.0`, or `crs@1.0.0+kymriah.lbcl` under an overlay.
pub fn find_form<'a>(library: &'a Library, name: &str) -> Result<&'a Arc<Form>, Error> {
    let (id, version) = name.split_once('@').map_or((name, None), |(id, version)| (id, Some(version)));
    let found = match version {
        None => library.form(id),
        Some(text) if text.contains('+') => library.overlay(id, text),
        Some(text) => Version::parse(text).and_then(|version| library.form_version(id, version)),
    };
    found.ok_or_else(|| Error::Unknown { what: "form", name: name.to_string(), known: known_forms(library) })
}

fn known_forms(library: &Library) -> String {
    let names: Vec<String> = library.forms.values().flatten().map(|form| form.reference()).collect();
    format!("there are {}", names.join(", "))
}
