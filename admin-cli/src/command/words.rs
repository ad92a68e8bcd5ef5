//! `ctr words`: the rules of a form in plain words, told from what runs. For clinicians who review a form, and for auditors.

use std::path::PathBuf;

use clap::ValueEnum;
use engine::words::statement::{Style, json, statements, text};

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, find_form};
use crate::output::Output;
use crate::writing::Language;

/// Saying rules.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// FORM for its newest version, or FORM@VERSION
    form: String,
    /// Only the rules of this section, item or check
    name: Option<String>,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    /// How rules are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// How rules are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// One array of objects, in both languages
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let form = find_form(&library, &arguments.form)?;
    let mut found = statements(form);
    if let Some(name) = &arguments.name {
        found.retain(|statement| *statement.id == **name);
        let is_there =
            !found.is_empty() || form.find_item(name).is_some() || form.sections.iter().any(|section| *section.id == **name);
        if !is_there {
            let known = format!("`ctr words {}` shows all", arguments.form);
            return Err(Error::Unknown { what: "section, item or check", name: name.clone(), known });
        }
    }
    Ok(Output::clean(match arguments.format {
        Format::Text => text(form, &found, arguments.language.lang, Style::Text),
        Format::Markdown => text(form, &found, arguments.language.lang, Style::Markdown),
        Format::Json => format!("{:#}\n", json(form, &found)),
    }))
}
