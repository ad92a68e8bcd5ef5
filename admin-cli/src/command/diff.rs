//! `ctr diff`: what changed between two versions of a form, by item id and never by line; or between two states of a product, a schedule or a
//! crosswalk. For registry staff and auditors.

use std::path::PathBuf;

use engine::diff::{compare::compare, render, written::compare_files};
use engine::library::library::Library;
use engine::source::SourceFile;

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, find_form};
use crate::output::Output;
use crate::writing::{Format, Language, among};

/// Comparing two versions.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The older form, as FORM@VERSION; or a file that is no form, as schedules/cart15
    old: String,
    /// The newer form, as FORM@VERSION or FORM for the newest; or the file, beside --new-definitions
    new: String,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    /// Another folder for the newer form, to compare two libraries
    #[arg(long, value_name = "FOLDER")]
    new_definitions: Option<PathBuf>,
    /// How changes are written
    #[arg(long, default_value = "text", value_parser = among(&[Format::Text, Format::Json]))]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command: clean when the two mean the same.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let other = arguments.new_definitions.as_ref().map(|folder| Opened::read(folder)?.sound()).transpose()?;
    let after = other.as_ref().unwrap_or(&library);
    let changes = match (file(&library, &arguments.old), file(after, &arguments.new)) {
        (Some(old), Some(new)) => compare_files(old, new),
        _ => compare(find_form(&library, &arguments.old)?, find_form(after, &arguments.new)?),
    };
    let text = match arguments.format {
        Format::Json => format!("{:#}\n", render::json(&changes)),
        _ => render::text(&changes, arguments.language.lang),
    };
    Ok(if changes.is_empty() { Output::clean(text) } else { Output::found(text) })
}

/// A product, a schedule or a crosswalk, by its path.
fn file<'l>(library: &'l Library, word: &str) -> Option<&'l SourceFile> {
    let path = if word.ends_with(".yaml") { word.to_owned() } else { format!("{word}.yaml") };
    let is_compared = ["products/", "schedules/", "crosswalks/"].iter().any(|folder| path.starts_with(folder));
    is_compared.then(|| library.sources.file(&path)).flatten()
}
