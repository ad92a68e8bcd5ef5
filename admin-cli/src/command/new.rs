//! `ctr new`: a first file to write on, of a form, a next version, a product, a code list or a block. For registry staff.

use std::path::{Path, PathBuf};

use engine::form::version::Version;
use engine::library::library::Library;

use crate::convert::yaml::scalar;
use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, find_form};
use crate::output::Output;
use crate::scaffold::{self, Names};

/// What is begun.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// What can be begun.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// A form of one section, with an item, a check and its examples
    Form {
        #[command(flatten)]
        named: Named,
        /// Level of the registry at which it is filled; when absent that of most forms
        #[arg(long)]
        level: Option<String>,
    },
    /// The next version of a form: a copy of the newest under a raised version
    Version {
        /// The form
        form: String,
        /// Which number is raised: only wording changed, more is asked, or old answers may no longer fit
        #[arg(long, value_enum, default_value_t = Raise::Minor)]
        raise: Raise,
        #[command(flatten)]
        place: Place,
    },
    /// A product with one indication
    Product {
        #[command(flatten)]
        named: Named,
        /// Code of the disease that it is for
        #[arg(long)]
        disease: Option<String>,
    },
    /// A code list of two codes
    List {
        #[command(flatten)]
        named: Named,
    },
    /// A block with a parameter, an item and a check
    Block {
        #[command(flatten)]
        named: Named,
    },
}

/// Id and names of what is begun.
#[derive(Debug, clap::Args)]
struct Named {
    /// Its id: small letters, digits and `_`, chosen once and kept for good
    id: String,
    /// Its name in Japanese
    #[arg(long)]
    ja: Option<String>,
    /// Its name in English
    #[arg(long)]
    en: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// The folder in which it is written.
#[derive(Debug, clap::Args)]
struct Place {
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
}

/// Which number of a version is raised.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Raise {
    /// Old answers may no longer fit
    Major,
    /// More is asked or checked
    Minor,
    /// Wording only
    Patch,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    match &arguments.what {
        What::Form { named, level } => {
            let library = Opened::read(&named.place.definitions)?.library;
            let known = library.registry.as_ref().map(|registry| &registry.levels[..]).unwrap_or_default();
            let known = known.iter().map(|level| &*level.id).collect::<Vec<_>>().join(", ");
            let asked = level;
            let level = level_of(&library, asked.as_deref())?;
            let text = scaffold::form(&named.names()?, &level);
            let written = named.write(&format!("forms/{}/1.0.0.yaml", named.id), &text)?;
            Ok(match asked {
                Some(_) => written,
                None => written.and(&format!("level: {level}, as most forms have it; --level chooses another of {known}\n")),
            })
        }
        What::Version { form, raise, place } => version(form, *raise, &place.definitions),
        What::Product { named, disease } => {
            let library = Opened::read(&named.place.definitions)?.library;
            let disease = disease.clone().or_else(|| first_disease(&library)).unwrap_or_else(|| "disease".to_owned());
            named.write(
                &format!("products/{}.yaml", named.id),
                &scaffold::product(&named.names()?, &disease, &treatment(&library)),
            )
        }
        What::List { named } => named.write(&format!("lists/{}.yaml", named.id), &scaffold::list(&named.names()?)),
        What::Block { named } => named.write(&format!("blocks/{}.yaml", named.id), &scaffold::block(&named.names()?)),
    }
}

impl Named {
    fn names(&self) -> Result<Names, Error> {
        let is_id = self.id.starts_with(|c: char| c.is_ascii_lowercase())
            && self.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_id {
            return Err(Error::NotAnId { id: self.id.clone() });
        }
        let name = |given: &Option<String>, instead: String| scalar(given.as_ref().unwrap_or(&instead));
        let readable = self.id.replace('_', " ");
        Ok(Names {
            id: self.id.clone(), ja: name(&self.ja, format!("{readable}(日本語名を記入)")), en: name(&self.en, readable)
        })
    }

    fn write(&self, below: &str, text: &str) -> Result<Output, Error> {
        write_new(&self.place.definitions.join(below), text)
    }
}

fn version(name: &str, raise: Raise, folder: &Path) -> Result<Output, Error> {
    let library = Opened::read(folder)?.library;
    let form = find_form(&library, name)?;
    let Version { major, minor, patch } = form.version;
    let next = match raise {
        Raise::Major => Version { major: major + 1, minor: 0, patch: 0 },
        Raise::Minor => Version { major, minor: minor + 1, patch: 0 },
        Raise::Patch => Version { major, minor, patch: patch + 1 },
    };
    let file = library.sources.form_files.get(&(form.id.clone(), form.version)).and_then(|at| library.sources.files.get(*at));
    let Some(file) = file else {
        return Err(Error::Unknown { what: "file of form", name: name.to_owned(), known: String::new() });
    };
    let text = String::from_utf8_lossy(&file.bytes);
    let raised: Vec<String> = text
        .split_inclusive('\n')
        // From which day the new version holds is decided later.
        .filter(|line| !line.starts_with("effective:"))
        .map(|line| if line.starts_with("version:") { format!("version: {next}\n") } else { line.to_owned() })
        .collect();
    write_new(&folder.join(format!("forms/{}/{next}.yaml", form.id)), &raised.concat())
}

/// Never over what is there.
fn write_new(path: &Path, text: &str) -> Result<Output, Error> {
    if path.exists() {
        return Err(Error::AlreadyThere { path: path.to_path_buf() });
    }
    let unwritable = |cause| Error::Unwritable { path: path.to_path_buf(), cause };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    std::fs::write(path, text).map_err(unwritable)?;
    Ok(Output::clean(format!(
        "{}\nnext: write on it, then `ctr check` and `ctr test`; `ctr-server preview` shows it while you write\n",
        path.display()
    )))
}

fn level_of(library: &Library, asked: Option<&str>) -> Result<String, Error> {
    let levels = library.registry.as_ref().map(|registry| &registry.levels[..]).unwrap_or_default();
    let Some(asked) = asked else {
        let of_most = levels.iter().rev().max_by_key(|level| forms_at(library, &level.id));
        return Ok(of_most.map_or_else(|| "patient".to_owned(), |level| level.id.to_string()));
    };
    if levels.iter().any(|level| &*level.id == asked) {
        return Ok(asked.to_owned());
    }
    let known: Vec<&str> = levels.iter().map(|level| &*level.id).collect();
    Err(Error::Unknown { what: "level", name: asked.to_owned(), known: format!("there are {}", known.join(", ")) })
}

fn forms_at(library: &Library, level: &str) -> usize {
    library.forms.values().filter_map(|versions| versions.last()).filter(|form| *form.level == *level).count()
}

/// Form and item that hold the disease, as `registry.yaml` says.
fn treatment(library: &Library) -> Option<(String, String)> {
    let treatment = library.registry.as_ref()?.treatment.as_ref()?;
    Some((treatment.form.to_string(), treatment.disease.to_string()))
}

fn first_disease(library: &Library) -> Option<String> {
    let (form, item) = treatment(library)?;
    let (_, item) = library.form(&form)?.find_item(&item)?;
    Some(item.list.as_ref()?.codes.iter().find(|code| !code.retired)?.code.to_string())
}
