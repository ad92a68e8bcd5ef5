//! `ctr coverage`: products and indications by form and version, and what stands in each form. For registry staff and auditors.

use std::collections::BTreeMap;

use engine::lang::Text;
use engine::library::coverage::{Asked, FormCounts, forms, matrix};
use engine::library::library::Library;
use engine::value::date::Date;
use serde_json::{Value, json};

use crate::error::Error;
use crate::library::{Folder, Opened};
use crate::output::Output;
use crate::table::Table;
use crate::writing::{Format, Language, among};

/// Printing what the library covers.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// How to write it
    #[arg(long, value_parser = among(&[Format::Text, Format::Json, Format::Csv, Format::Html]), default_value = "text")]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let (forms, asked) = (forms(&library), matrix(&library));
    Ok(Output::clean(match arguments.format {
        Format::Json => {
            format!("{:#}\n", json!({ "forms": of_forms(&forms, arguments).json(), "matrix": of_matrix(&asked).json() }))
        }
        Format::Csv => of_matrix(&asked).csv(),
        Format::Html => {
            let level = |id: &str| {
                let known = library.registry.as_ref().and_then(|registry| registry.level(id));
                known.map_or_else(|| Text::new(id, id), |level| level.title.clone())
            };
            let values = renderer::coverage::values(&library.products, &forms, &asked, level);
            renderer::coverage::page(arguments.language.lang, values).map_err(|cause| Error::Render(cause.to_string()))?
        }
        _ => format!("{}\n{}", grid(&library, &asked).text(), of_forms(&forms, arguments).text()),
    }))
}

fn of_forms(forms: &[FormCounts], arguments: &Arguments) -> Table {
    let columns = vec![
        "form",
        "title",
        "from",
        "until",
        "items",
        "calculated",
        "errors",
        "warnings",
        "label_rules",
        "examples",
        "reached",
        "goals",
        "texts",
        "untranslated",
    ];
    let row = |counts: &FormCounts| -> Vec<Value> {
        vec![
            counts.form.reference().into(),
            counts.form.title.get(arguments.language.lang).into(),
            day(counts.form.effective_from),
            day(counts.until),
            counts.items.into(),
            counts.calculated.into(),
            counts.errors.into(),
            counts.warnings.into(),
            counts.label_rules.into(),
            counts.examples.into(),
            counts.reached.0.into(),
            counts.reached.1.into(),
            counts.texts.into(),
            counts.untranslated.into(),
        ]
    };
    Table { columns, rows: forms.iter().map(row).collect() }
}

/// A day on which a version begins or holds no longer; blank when none is said.
fn day(day: Option<Date>) -> Value {
    day.map(|day| day.to_string()).unwrap_or_default().into()
}

fn of_matrix(asked: &[Asked]) -> Table {
    let row = |one: &Asked| -> Vec<Value> {
        vec![
            (&*one.product).into(),
            (&*one.indication).into(),
            (&*one.form).into(),
            one.edition.as_str().into(),
            one.label_rules.into(),
        ]
    };
    let columns = vec!["product", "indication", "form", "edition", "label_rules"];
    Table { columns, rows: asked.iter().map(row).collect() }
}

/// A line per form, a column per product and indication: the version that is asked, with a star under an overlay.
fn grid(library: &Library, asked: &[Asked]) -> Table {
    let mut askers: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for one in asked {
        let edition = match one.edition.split_once('+') {
            Some((version, _)) => format!("{version}*"),
            None => one.edition.clone(),
        };
        let of_form = askers.entry(&one.form).or_default();
        of_form.entry(edition).or_default().push(format!("{}/{}", one.product, one.indication));
    }
    let mut lines: Vec<Vec<Value>> = Vec::new();
    for form in library.forms.keys() {
        match askers.remove(&**form) {
            None => lines.push(vec![(&**form).into(), "-".into(), 0.into(), "".into()]),
            Some(editions) => lines.extend(
                editions
                    .into_iter()
                    .map(|(edition, names)| vec![(&**form).into(), edition.into(), names.len().into(), names.join(" ").into()]),
            ),
        }
    }
    Table { columns: vec!["form", "version", "asked_by", "products_and_indications"], rows: lines }
}
