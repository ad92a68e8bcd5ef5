//! `ctr diff`: what changed between two versions of a form, by item id and never by line. For registry staff and auditors.

use std::path::PathBuf;

use clap::ValueEnum;
use engine::diff::{compare::compare, render};
use engine::lang::Lang;

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, find_form, lang};
use crate::output::Output;

/// Comparing two versions.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The older form, as FORM@VERSION
    old: String,
    /// The newer form, as FORM@VERSION or FORM for the newest
    new: String,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    /// Another folder for the newer form, to compare two libraries
    #[arg(long, value_name = "FOLDER")]
    new_definitions: Option<PathBuf>,
    /// How changes are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of the text: ja or en
    #[arg(long, value_parser = lang, default_value = "en", env = "CTR_LANG", hide_env_values = true)]
    lang: Lang,
}

/// How changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line a change, for people
    Text,
    /// One array of objects
    Json,
}

/// Runs the command: clean when the two mean the same.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let other = arguments.new_definitions.as_ref().map(|folder| Opened::read(folder)?.sound()).transpose()?;
    let old = find_form(&library, &arguments.old)?;
    let new = find_form(other.as_ref().unwrap_or(&library), &arguments.new)?;
    let changes = compare(old, new);
    let text = match arguments.format {
        Format::Text => render::text(&changes, arguments.lang),
        Format::Json => format!("{:#}\n", render::json(&changes)),
    };
    Ok(if changes.is_empty() { Output::clean(text) } else { Output::found(text) })
}
