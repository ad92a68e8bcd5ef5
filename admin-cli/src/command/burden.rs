//! `ctr burden`: what each form costs the person who fills it, and how often the answer is unknown. For registry staff.

use std::collections::BTreeMap;

use engine::form::burden::Burden;
use engine::form::form::Form;
use engine::library::library::Library;
use serde_json::{Value, json};
use storage::{Actor, Role};

use crate::database::MaybeDatabase;
use crate::error::Error;
use crate::library::{Folder, Opened};
use crate::output::Output;
use crate::table::Table;
use crate::unknown::{Rate, Rates, rates};
use crate::writing::{Format, Language, among};

/// Counting the burden.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Add how often stored answers are a reason instead of a value
    #[arg(long, requires = "database")]
    rates: bool,
    /// Item by item instead of form by form: kind, seconds, why it is asked, how often it is unknown
    #[arg(long)]
    items: bool,
    /// Visit by visit of the first schedule, instead of form by form
    #[arg(long, conflicts_with = "items")]
    visits: bool,
    /// Count only the forms of a product's indication at visits, for example kymriah/lbcl
    #[arg(long, requires = "visits", value_name = "PRODUCT/INDICATION")]
    treatment: Option<String>,
    /// How to write it
    #[arg(long, value_parser = among(&[Format::Text, Format::Json, Format::Csv]), default_value = "text")]
    format: Format,
    #[command(flatten)]
    database: MaybeDatabase,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let counted = match arguments.database.get() {
        Some(database) if arguments.rates => {
            // Records are counted as an auditor reads them: without names, and nothing is written.
            let reader = Actor::account("console:burden", Role::Auditor, None);
            Some(database.with(async move |store| rates(&store, &reader).await)?)
        }
        _ => None,
    };
    let table = if arguments.visits {
        visits(&library, arguments)
    } else if arguments.items {
        items(&library, counted.as_ref())
    } else {
        forms(&library, arguments, counted.as_ref())
    };
    Ok(Output::clean(match arguments.format {
        Format::Json => format!("{:#}\n", table.json()),
        Format::Csv => table.csv(),
        _ => table.text(),
    }))
}

fn newest(library: &Library) -> impl Iterator<Item = &Form> {
    library.forms.values().filter_map(|versions| versions.last()).map(|form| &**form)
}

fn forms(library: &Library, arguments: &Arguments, counted: Option<&Rates>) -> Table {
    let mut columns = vec![
        "form",
        "title",
        "items",
        "always",
        "required",
        "required_sometimes",
        "calculated",
        "minutes_least",
        "minutes_most",
        "may_be_missing_percent",
        "without_why",
    ];
    columns.extend(counted.map(|_| "unknown_percent"));
    let mut whole = Burden::default();
    let mut rows = Vec::new();
    for form in newest(library) {
        let burden = Burden::of(form);
        whole = whole.and(burden);
        let rate = counted.map(|rates| total(rates.get(&*form.id)));
        rows.push(row(&form.reference(), form.title.get(arguments.language.lang), burden, rate));
    }
    let rate = counted.map(|rates| rates.values().map(|form| total(Some(form))).fold(Rate::default(), add));
    rows.push(row("total", "", whole, rate));
    Table { columns, rows }
}

fn row(name: &str, title: &str, burden: Burden, rate: Option<Rate>) -> Vec<Value> {
    let mut row = vec![
        name.into(),
        title.into(),
        burden.items.into(),
        burden.always.into(),
        burden.required.into(),
        burden.required_sometimes.into(),
        burden.calculated.into(),
        minutes(burden.seconds_least),
        minutes(burden.seconds_most),
        (burden.may_be_missing * 100).checked_div(burden.items).into(),
        burden.without_why.into(),
    ];
    row.extend(rate.map(|rate| json!(rate.percent())));
    row
}

/// What each visit of the first schedule costs, with every form that may be asked there.
fn visits(library: &Library, arguments: &Arguments) -> Table {
    let treatment = arguments.treatment.as_deref().and_then(|word| word.split_once('/'));
    let asked = treatment.and_then(|(product, indication)| {
        library.product(product)?.indications.iter().find(|known| *known.id.value == *indication)
    });
    let mut rows = Vec::new();
    let mut whole = Burden::default();
    for visit in library.schedules.first().map_or(&[][..], |schedule| &schedule.visits) {
        let mut forms: Vec<&str> = visit.forms.iter().map(|form| &*form.form).collect();
        forms.retain(|form| asked.is_none_or(|asked| asked.forms.iter().any(|known| *known.value == **form)));
        let burdens = forms.iter().filter_map(|form| library.form(form)).map(|form| Burden::of(form));
        let burden = burdens.fold(Burden::default(), Burden::and);
        whole = whole.and(burden);
        rows.push(visit_row(&visit.id, visit.title.get(arguments.language.lang), &forms.join(" "), burden));
    }
    rows.push(visit_row("total", "", "", whole));
    let columns = vec!["visit", "title", "items", "always", "required", "minutes_least", "minutes_most", "forms"];
    Table { columns, rows }
}

fn visit_row(id: &str, title: &str, forms: &str, burden: Burden) -> Vec<Value> {
    vec![
        id.into(),
        title.into(),
        burden.items.into(),
        burden.always.into(),
        burden.required.into(),
        minutes(burden.seconds_least),
        minutes(burden.seconds_most),
        forms.into(),
    ]
}

fn items(library: &Library, counted: Option<&Rates>) -> Table {
    let mut columns = vec!["form", "item", "kind", "seconds", "why"];
    columns.extend(counted.map(|_| "unknown_percent"));
    let mut rows = Vec::new();
    for form in newest(library) {
        for item in form.items.iter().filter(|item| !item.retired && engine::form::burden::seconds(item.kind) > 0) {
            let seconds = engine::form::burden::seconds(item.kind);
            let mut row: Vec<Value> = vec![
                form.reference().into(),
                (&*item.id).into(),
                item.kind.name().into(),
                seconds.into(),
                item.why.join(" ").into(),
            ];
            row.extend(counted.map(|rates| {
                let rate = rates.get(&*form.id).and_then(|form| form.get(&*item.id)).copied().unwrap_or_default();
                json!(rate.percent())
            }));
            rows.push(row);
        }
    }
    Table { columns, rows }
}

fn total(form: Option<&BTreeMap<String, Rate>>) -> Rate {
    form.into_iter().flat_map(BTreeMap::values).copied().fold(Rate::default(), add)
}

fn add(a: Rate, b: Rate) -> Rate {
    Rate { values: a.values + b.values, reasons: a.reasons + b.reasons }
}

/// Minutes with one place after the point.
fn minutes(seconds: u32) -> Value {
    json!(f64::from(seconds / 6) / 10.0)
}
