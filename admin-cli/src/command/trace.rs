//! `ctr trace`: where an item or check of a form comes from, which uses, adjustments and overlays made it what it is, what its rules
//! read and what reads it. For authors of forms, and for auditors.

use std::fmt::Write as _;
use std::path::PathBuf;

use engine::form::form::Form;
use engine::form::provenance::{Step, What};
use engine::form::trace::{Trace, trace};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::{Position, position};
use serde_json::{Value, json};

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, Treatment, find_form};
use crate::output::Output;
use crate::writing::{Format, Language, among};

/// Tracing an item or a check.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// FORM for its newest version, or FORM@VERSION
    form: String,
    /// The id of an item or a check
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
    let found = trace(&form, &arguments.id).ok_or_else(|| Error::Unknown {
        what: "item or check",
        name: arguments.id.clone(),
        known: format!("`ctr compile {} --target dictionary` lists the items", arguments.form),
    })?;
    Ok(Output::clean(match arguments.format {
        Format::Json => format!("{:#}\n", as_json(&found, &form, &library)),
        _ => as_text(&found, &form, &library, arguments.language.lang),
    }))
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
    for rule in &trace.rules {
        let _ = writeln!(text, "  {}: {}", rule.key, rule.text);
        let word = if lang == Lang::Ja { "読む項目" } else { "reads" };
        let _ = writeln!(text, "    {word}: {}", rule.reads.join(", "));
    }
    for (id, key) in &trace.read_by {
        let word = if lang == Lang::Ja { "読んでいる規則" } else { "read by" };
        let _ = writeln!(text, "  {word}: {id} ({key})");
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
    let rules = trace.rules.iter().map(|rule| json!({ "key": rule.key, "rule": rule.text, "reads": rule.reads }));
    let read_by = trace.read_by.iter().map(|(id, key)| json!({ "id": id, "key": key }));
    json!({
        trace.noun: trace.id,
        "form": &*form.id,
        "version": form.edition(),
        "digest": &**form.digest(),
        "steps": steps.collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "read_by": read_by.collect::<Vec<_>>(),
    })
}
