//! `ctr trace`: where an item, check or table of a form comes from, which uses, adjustments and overlays made it what it is, what its rules
//! read and what reads it, in other forms and schedules too. For authors of forms, and for auditors.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use engine::form::form::Form;
use engine::form::provenance::{Step, What};
use engine::form::trace::{Reader, Trace, readers_in, trace};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::schedule::trace::readers;
use engine::source::{Position, position};
use serde_json::{Value, json};

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, Treatment, find_form};
use crate::output::Output;
use crate::writing::{Format, Language, among};

/// Tracing an item, a check or a table.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// FORM for its newest version, or FORM@VERSION
    form: String,
    /// The id of an item, a check or a table
    id: String,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    #[command(flatten)]
    treatment: Treatment,
    /// How the trace is written
    #[arg(long, default_value = "text", value_parser = among(&[Format::Text, Format::Json]))]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let form = arguments.treatment.of(&library, find_form(&library, &arguments.form)?)?;
    let mut found = trace(&form, &arguments.id).ok_or_else(|| Error::Unknown {
        what: "item, check or table",
        name: arguments.id.clone(),
        known: format!("`ctr compile {} --target dictionary` lists the items", arguments.form),
    })?;
    if found.noun == "item" {
        found.read_by.extend(elsewhere(&library, &form, &arguments.id));
    }
    Ok(Output::clean(match arguments.format {
        Format::Json => format!("{:#}\n", as_json(&found, &form, &library)),
        _ => as_text(&found, &form, &library, arguments.language.lang),
    }))
}

/// What reads an item in the newest versions of other forms, and in schedules.
fn elsewhere(library: &Library, form: &Form, item: &str) -> Vec<Reader> {
    let placed = |place: &str, found: BTreeSet<Reader>| {
        let place = place.to_owned();
        found.into_iter().map(move |reader| Reader { place: Some(place.clone()), ..reader })
    };
    // Names under `uses` that mean the form itself read other records of it.
    let forms = library.forms.values().filter_map(|versions| versions.last());
    let forms = forms.flat_map(|other| placed(&other.id, readers_in(other, &form.id, item)));
    let schedules = library.schedules.iter();
    forms.chain(schedules.flat_map(|one| placed(&one.file, readers(one, &form.id, item)))).collect()
}

fn place(step: &Step, library: &Library) -> Position {
    let text = library.sources.file(&step.file).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    position(&text.unwrap_or_default(), step.span.start)
}

fn as_text(trace: &Trace<'_>, form: &Form, library: &Library, lang: Lang) -> String {
    let mut text = format!("{} {}: {}@{}\n", trace.noun, trace.id, form.id, form.edition());
    for step in &trace.steps {
        let at = place(step, library);
        let _ = writeln!(text, "  {}:{}:{}: {}", step.file, at.line, at.column, said(&step.what, lang));
    }
    let word = |ja: &'static str, en: &'static str| if lang == Lang::Ja { ja } else { en };
    if let Some(group) = trace.rows_of {
        let _ = writeln!(text, "  {}: {group}", word("属する行のグループ", "in the rows of"));
    }
    if let Some(item) = trace.shown_at {
        let _ = writeln!(text, "  {}: {item}", word("表示する項目", "shown at"));
    }
    for rule in &trace.rules {
        let said =
            if rule.text.is_empty() { word("行どうしで重複しない", "no two rows are alike") } else { &rule.text };
        let _ = writeln!(text, "  {}: {said}", rule.key);
        let _ = writeln!(text, "    {}: {}", word("読む項目", "reads"), rule.reads.join(", "));
        if !rule.tables.is_empty() {
            let _ = writeln!(text, "    {}: {}", word("引く表", "asks table"), rule.tables.join(", "));
        }
    }
    for Reader { place, id, key } in &trace.read_by {
        let place = place.as_ref().map_or(String::new(), |place| format!("{place}: "));
        let _ = writeln!(text, "  {}: {place}{id} ({key})", word("読んでいる規則", "read by"));
    }
    text
}

fn said(what: &What, lang: Lang) -> String {
    let (ja, en) = match what {
        What::Written => ("ここに書かれている".to_owned(), "written here".to_owned()),
        What::Taken(item) => (format!("共通項目 `{item}` を使用"), format!("takes shared item `{item}`")),
        What::Block(block, prefix) => {
            (format!("ブロック `{block}` を使用(接頭辞 `{prefix}`)"), format!("uses block `{block}` with prefix `{prefix}`"))
        }
        What::Parameter(key, name) => {
            (format!("`{key}` の値はパラメーター `{name}`"), format!("`{key}` is given by parameter `{name}`"))
        }
        What::Adjusted(key) => (format!("`{key}` を調整"), format!("adjusts `{key}`")),
        What::LabelRule(name) => (format!("添付文書の規則 `{name}`"), format!("label rule `{name}`")),
        What::Overlay(product, indication) => {
            (format!("製品 `{product}`、適応 `{indication}` の重ね書き"), format!("overlay of `{product}` for `{indication}`"))
        }
    };
    if lang == Lang::Ja { ja } else { en }
}

fn as_json(trace: &Trace<'_>, form: &Form, library: &Library) -> Value {
    let steps = trace.steps.iter().map(|step| {
        let at = place(step, library);
        let (what, name, more) = match &step.what {
            What::Written => ("written", None, None),
            What::Taken(item) => ("item", Some(item), None),
            What::Block(block, prefix) => ("block", Some(block), Some(prefix)),
            What::Parameter(key, name) => ("parameter", Some(name), Some(key)),
            What::Adjusted(key) => ("adjusted", Some(key), None),
            What::LabelRule(name) => ("label_rule", Some(name), None),
            What::Overlay(product, indication) => ("overlay", Some(product), Some(indication)),
        };
        json!({
            "what": what,
            "name": name.map(|name| &**name),
            "of": more.map(|more| &**more),
            "file": &*step.file,
            "line": at.line,
            "column": at.column,
        })
    });
    let rules = trace.rules.iter().map(|rule| {
        let mut one = json!({ "key": rule.key, "rule": rule.text, "reads": rule.reads });
        if !rule.tables.is_empty() {
            one["tables"] = json!(rule.tables);
        }
        one
    });
    let read_by = trace.read_by.iter().map(|reader| {
        let mut one = json!({ "id": reader.id, "key": reader.key });
        if let Some(place) = &reader.place {
            one["place"] = json!(place);
        }
        one
    });
    json!({
        trace.noun: trace.id,
        "form": &*form.id,
        "version": form.edition(),
        "digest": &**form.digest(),
        "rows_of": trace.rows_of,
        "shown_at": trace.shown_at,
        "steps": steps.collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "read_by": read_by.collect::<Vec<_>>(),
    })
}
