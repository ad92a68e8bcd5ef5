//! `ctr wording`: the texts of definitions as a spreadsheet for reviewers and translators, and back. For registry staff.

use std::path::{Path, PathBuf};

use engine::lang::Lang;
use engine::library::library::Library;
use engine::wording::wording::Wording;

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, find_form};
use crate::output::Output;
use crate::wording::{apply, sheet};
use crate::writing::Language;

/// Texts out or in.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    way: Way,
}

#[derive(Debug, clap::Subcommand)]
enum Way {
    /// Write the texts as CSV: columns ja_new and en_new are for the reviewer
    Export {
        /// The form, with the shared items, blocks and lists that it uses; every file when absent
        form: Option<String>,
        /// Folder of definitions
        #[arg(long, default_value = DEFAULT_FOLDER)]
        definitions: PathBuf,
        /// The file to write; standard output when absent
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Take the reviewer's texts from a CSV or Excel file into the definitions
    Import {
        /// The spreadsheet
        file: PathBuf,
        /// Folder of definitions
        #[arg(long, default_value = DEFAULT_FOLDER)]
        definitions: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Also where the text changed in the definitions since the export: the reviewer's text wins
        #[arg(long)]
        overwrite: bool,
        #[command(flatten)]
        language: Language,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    match &arguments.way {
        Way::Export { form, definitions, out } => export(form.as_deref(), definitions, out.as_deref()),
        Way::Import { file, definitions, dry_run, overwrite, language } => {
            import(file, definitions, apply::Choice { dry_run: *dry_run, overwrite: *overwrite }, language.lang)
        }
    }
}

fn export(form: Option<&str>, folder: &Path, out: Option<&Path>) -> Result<Output, Error> {
    let library = Opened::read(folder)?.library;
    let wanted = form.map(|name| files_of(&library, name)).transpose()?;
    let texts: Vec<(String, Vec<Wording>)> = library
        .sources
        .files
        .iter()
        .filter(|file| wanted.as_ref().is_none_or(|wanted| wanted.contains(&file.path.to_string())))
        .map(|file| (file.path.to_string(), apply::texts_of(file)))
        .collect();
    let count: usize = texts.iter().map(|(_, texts)| texts.len()).sum();
    let table = sheet::write(&texts);
    let Some(path) = out else { return Ok(Output::clean(table)) };
    std::fs::write(path, table).map_err(|cause| Error::Unwritable { path: path.to_path_buf(), cause })?;
    Ok(Output::clean(format!(
        "{}: {count} texts\nnext: the reviewer fills ja_new and en_new; then `ctr wording import {}`\n",
        path.display(),
        path.display()
    )))
}

/// The form's own file, and those it is composed from or takes its lists from.
fn files_of(library: &Library, name: &str) -> Result<Vec<String>, Error> {
    let form = find_form(library, name)?;
    let bundle = library.sources.bundle(form, &|_| None);
    Ok(bundle.iter().map(|file| file.path.to_string()).filter(|path| path != "registry.yaml").collect())
}

fn import(file: &Path, folder: &Path, choice: apply::Choice, lang: Lang) -> Result<Output, Error> {
    let rows = sheet::read(file)?;
    let library = Opened::read(folder)?.library;
    let changed = apply::apply(&library.sources.files, &rows, choice, &locked(folder));
    if !choice.dry_run {
        for file in &changed.files {
            let path = folder.join(&*file.path);
            std::fs::write(&path, &file.bytes).map_err(|cause| Error::Unwritable { path, cause })?;
        }
    }
    let text = changed.report(lang, choice.dry_run);
    Ok(if changed.is_clean() { Output::clean(text) } else { Output::found(text) })
}

/// Files of published versions, which never change: the lines of `PUBLISHED` name form and version.
fn locked(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("PUBLISHED")).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!("forms/{}/{}.yaml", words.next()?, words.next()?))
        })
        .collect()
}
