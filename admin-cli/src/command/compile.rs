//! `ctr compile`: a form as something else: the program that runs, its JSON Schema, its blank page, its meaning, or one of the formats
//! in which forms leave the house (`renderer/src/export`). For developers of other systems, and for whoever wants to see what a file became.

use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser};
use engine::form::digest::meaning;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::schema::emit::form_to_schema;
use engine::value::canonical;
use renderer::export;
use renderer::export::target::Subject;

use crate::clock;
use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, Treatment, find_form};
use crate::output::Output;
use crate::preview;
use crate::writing::Language;

/// Compiling a form.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// FORM for its newest version, or FORM@VERSION
    #[arg(required_unless_present = "all")]
    form: Option<String>,
    /// What to make of it
    #[arg(long, value_parser = targets())]
    target: String,
    /// The newest version of every form, in one file
    #[arg(long, conflicts_with = "form")]
    all: bool,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    #[command(flatten)]
    treatment: Treatment,
    #[command(flatten)]
    language: Language,
    /// For a dictionary that a spreadsheet opens: a byte order mark, and no cell that could be taken for a formula
    #[arg(long)]
    spreadsheet: bool,
    /// For a paper form to be filled: without ids, codes and rules
    #[arg(long)]
    plain: bool,
}

/// What a form becomes for this house's own use.
type Own = (&'static str, &'static str, fn(&Arc<Form>, &Arguments) -> Result<String, Error>);

const OWN: &[Own] = &[
    ("json-schema", "JSON Schema 2020-12 of the answers", |form, _| Ok(format!("{:#}\n", form_to_schema(form)))),
    ("program", "The compiled program, as the browser gets it", |form, _| Ok(format!("{:#}\n", program_to_json(form)))),
    ("html", "The blank form element as HTML", |form, arguments| preview::blank_page(form, arguments.language.lang)),
    ("cost", "The rules that can be the most work, the dearest first: steps, id, property, rows that multiply", |form, _| {
        Ok(engine::link::cost::table(form))
    }),
    ("meaning", "The canonical meaning over which the digest is taken", |form, _| Ok(canonical::write(&meaning(form)) + "\n")),
];

fn targets() -> PossibleValuesParser {
    let own = OWN.iter().map(|(name, help, _)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(own.chain(export::TARGETS.iter().map(|target| PossibleValue::new(target.name).help(target.en))))
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let forms = forms(arguments, &library)?;
    if let Some(target) = export::find(&arguments.target) {
        let made = clock::moment_in_japan();
        let subject = Subject {
            library: &library,
            forms: &forms,
            lang: arguments.language.lang,
            made: &made,
            spreadsheet: arguments.spreadsheet,
            annotated: !arguments.plain,
        };
        return (target.make)(&subject).map(Output::clean).map_err(|cause| Error::Render(cause.to_string()));
    }
    let own = OWN.iter().find(|(name, ..)| *name == arguments.target);
    let make = own.map(|(.., make)| make);
    let texts: Result<Vec<String>, Error> =
        make.into_iter().flat_map(|make| forms.iter().map(|form| make(form, arguments))).collect();
    Ok(Output::clean(texts?.concat()))
}

fn forms(arguments: &Arguments, library: &Library) -> Result<Vec<Arc<Form>>, Error> {
    let asked = |form: &Arc<Form>| arguments.treatment.of(library, form);
    match &arguments.form {
        Some(name) => Ok(vec![asked(find_form(library, name)?)?]),
        None => library.forms.values().filter_map(|versions| versions.last()).map(asked).collect(),
    }
}
