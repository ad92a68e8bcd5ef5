//! `ctr crosswalk`: another registry's columns beside the items of this one, as a table. For registry staff and those who link.

use engine::document::crosswalk::{Column, Crosswalk};
use engine::library::crosswalks::item;
use engine::library::library::Library;
use serde_json::Value;

use crate::error::Error;
use crate::library::{Folder, Opened};
use crate::output::Output;
use crate::table::Table;
use crate::writing::{Format, Language, among};

/// Printing a crosswalk.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The crosswalk, for example trump
    crosswalk: String,
    #[command(flatten)]
    folder: Folder,
    /// How to write it
    #[arg(long, value_parser = among(&[Format::Text, Format::Json, Format::Csv]), default_value = "text")]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let known = |crosswalk: &&Crosswalk| *crosswalk.id.value == *arguments.crosswalk;
    let crosswalk = library.crosswalks.iter().find(known).ok_or_else(|| Error::Unknown {
        what: "crosswalk",
        name: arguments.crosswalk.clone(),
        known: format!("there are {}", library.crosswalks.iter().map(|one| &*one.id.value).collect::<Vec<_>>().join(", ")),
    })?;
    let rows = crosswalk.columns.iter().map(|column| row(&library, column, arguments)).collect();
    let table = Table {
        columns: vec!["column", "title", "item", "label", "direction", "key", "unit", "codes", "unmapped", "note"],
        rows,
    };
    Ok(Output::clean(match arguments.format {
        Format::Json => format!("{:#}\n", table.json()),
        Format::Csv => table.csv(),
        _ => format!("{}\n{}", crosswalk.title.get(arguments.language.lang), table.text()),
    }))
}

fn row(library: &Library, column: &Column, arguments: &Arguments) -> Vec<Value> {
    let lang = arguments.language.lang;
    let word = column.item.as_ref().map(|item| &*item.value);
    let found = word.and_then(|word| item(&library.forms, word));
    let codes = column.codes.iter().map(|pair| format!("{}={}", pair.external.value, pair.code.value));
    let is_mapped = |code: &str| column.codes.iter().any(|pair| *pair.code.value == *code);
    let list = found.and_then(|item| item.list.as_ref()).filter(|_| !column.codes.is_empty());
    let open = list.iter().flat_map(|list| list.codes.iter().filter(|code| !code.retired && !is_mapped(&code.code)));
    let unmapped: Vec<&str> = open.map(|code| &*code.code).collect();
    vec![
        (&*column.column.value).into(),
        column.title.get(lang).into(),
        word.unwrap_or("").into(),
        found.map_or("", |item| item.label.get(lang)).into(),
        if word.is_some() { column.direction.word() } else { "" }.into(),
        if column.key { "key" } else { "" }.into(),
        column.unit.as_ref().map_or("", |unit| &unit.value).into(),
        codes.collect::<Vec<_>>().join(" ").into(),
        unmapped.join(" ").into(),
        column.note.as_ref().map_or("", |note| note.get(lang)).into(),
    ]
}
