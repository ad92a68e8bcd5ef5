//! `ctr compile`: a form as something else: the program that runs, its JSON Schema, its blank page, its meaning, or a data dictionary.
//! For developers of other systems, and for whoever wants to see what a file became.

use std::path::PathBuf;

use clap::ValueEnum;
use engine::form::digest::meaning;
use engine::form::form::Form;
use engine::form::item::{Item, Required};
use engine::lang::Lang;
use engine::program::json::program_to_json;
use engine::schema::emit::form_to_schema;
use engine::value::canonical;

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, Treatment, find_form};
use crate::output::Output;
use crate::preview;
use crate::writing::Language;

/// Compiling a form.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// FORM for its newest version, or FORM@VERSION
    form: String,
    /// What to make of it
    #[arg(long, value_enum)]
    target: Target,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    #[command(flatten)]
    treatment: Treatment,
    #[command(flatten)]
    language: Language,
}

/// What a form can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// JSON Schema 2020-12 of the answers
    JsonSchema,
    /// The compiled program, as the browser gets it
    Program,
    /// The blank form element as HTML
    Html,
    /// One line per item: id, kind, label, list, unit, range
    Dictionary,
    /// The rules that can be the most work, the dearest first: steps, id, property, rows that multiply
    Cost,
    /// The canonical meaning over which the digest is taken
    Meaning,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let form = &arguments.treatment.of(&library, find_form(&library, &arguments.form)?)?;
    Ok(Output::clean(match arguments.target {
        Target::JsonSchema => format!("{:#}\n", form_to_schema(form)),
        Target::Program => format!("{:#}\n", program_to_json(form)),
        Target::Html => preview::blank_page(form, arguments.language.lang)?,
        Target::Dictionary => dictionary(form, arguments.language.lang),
        Target::Cost => engine::link::cost::table(form),
        Target::Meaning => canonical::write(&meaning(form)) + "\n",
    }))
}

/// Tab-separated, with a heading; blanks inside texts are single.
fn dictionary(form: &Form, lang: Lang) -> String {
    let mut text = String::from("item\tkind\tgroup\tlabel\tlist\tunit\tmissing\trequired\tidentifies\tretired\n");
    for item in &form.items {
        text.push_str(&row(form, item, lang));
    }
    text
}

fn row(form: &Form, item: &Item, lang: Lang) -> String {
    let group = form.scopes.get(usize::from(item.scope.0)).and_then(|scope| scope.group).and_then(|group| form.item(group));
    let units: Vec<&str> = item.units.iter().map(|unit| unit.text()).collect();
    let missing: Vec<&str> = item.missing.iter().map(|reason| reason.code()).collect();
    let required = match item.required {
        Required::No => "",
        Required::Always => "yes",
        Required::If(_) => "by rule",
    };
    let cells = [
        item.id.to_string(),
        item.kind.name().to_string(),
        group.map(|group| group.id.to_string()).unwrap_or_default(),
        item.label.get(lang).split_whitespace().collect::<Vec<_>>().join(" "),
        item.list.as_ref().map(|list| list.id.to_string()).unwrap_or_default(),
        units.join(" "),
        missing.join(" "),
        required.to_string(),
        flag(item.pii),
        flag(item.retired),
    ];
    cells.join("\t") + "\n"
}

fn flag(is_set: bool) -> String {
    if is_set { "yes".into() } else { String::new() }
}
