//! `ctr validate`: findings and calculated values of one record in a file. It prints item paths and messages, never an answer.
//! For data managers who prepare files, and for auditors.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use engine::evaluate::{Outcome, Validator};
use engine::form::item::Severity;
use engine::lang::Lang;
use engine::value::date::Date;
use serde_json::{Map, Value};

use crate::clock;
use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, Treatment, find_form};
use crate::output::Output;
use crate::writing::{Format, Language, among};

/// Judging a record.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// FORM for its newest version, or FORM@VERSION
    form: String,
    /// JSON file: the answers, or {"answers": .., "context": {FORM: answers}}
    file: PathBuf,
    /// Folder of definitions
    #[arg(long, default_value = DEFAULT_FOLDER)]
    definitions: PathBuf,
    #[command(flatten)]
    treatment: Treatment,
    /// The day of judgement, as YYYY-MM-DD; today in Japan when absent
    #[arg(long, value_parser = day)]
    today: Option<Date>,
    /// How the outcome is written
    #[arg(long, default_value = "text", value_parser = among(&[Format::Text, Format::Json]))]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command: clean when nothing is wrong or doubtful.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.definitions)?.sound()?;
    let form = &arguments.treatment.of(&library, find_form(&library, &arguments.form)?)?;
    let (answers, context) = read(&arguments.file)?;
    let validator = Validator::new(form.clone());
    let answers = validator.read_value(&answers).map_err(|cause| not_a_record(&arguments.file, &cause.to_string()))?;
    let today = arguments.today.or_else(|| Date::parse(&clock::today_in_japan())).ok_or(Error::Clock)?;
    let outcome = validator.judge(answers, &validator.read_context(&context), today);
    let text = match arguments.format {
        Format::Json => format!("{:#}\n", outcome.to_json(form)),
        _ => as_text(&outcome, form.reference(), arguments.language.lang),
    };
    Ok(if outcome.findings.is_empty() { Output::clean(text) } else { Output::found(text) })
}

fn read(file: &Path) -> Result<(Value, Map<String, Value>), Error> {
    let bytes = std::fs::read(file).map_err(|cause| Error::Unreadable { path: file.to_path_buf(), cause })?;
    // The parser's message may quote the file, which holds a patient's answers: only the place is told.
    let mut value: Value = serde_json::from_slice(&bytes)
        .map_err(|cause| not_a_record(file, &format!("no JSON at line {} column {}", cause.line(), cause.column())))?;
    match value.get_mut("answers").map(Value::take) {
        Some(answers @ Value::Object(_)) => {
            let context = value.get("context").and_then(Value::as_object).cloned().unwrap_or_default();
            Ok((answers, context))
        }
        Some(_) => Err(not_a_record(file, "`answers` holds no items")),
        None => Ok((value, Map::new())),
    }
}

fn not_a_record(file: &Path, reason: &str) -> Error {
    Error::NotARecord { path: file.to_path_buf(), reason: reason.to_string() }
}

fn as_text(outcome: &Outcome, form: String, lang: Lang) -> String {
    let mut text = String::new();
    for finding in &outcome.findings {
        let word = if finding.severity == Severity::Error { "error" } else { "warning" };
        let _ = writeln!(text, "{word}[{}] {}: {}", finding.code, finding.path, finding.message.get(lang));
    }
    for open in &outcome.undecided {
        let _ = writeln!(text, "undecided[{}] {}", open.check, open.path);
    }
    let errors = outcome.findings.iter().filter(|finding| finding.is_error()).count();
    let _ = writeln!(
        text,
        "{form}: {errors} errors, {} warnings, {} undecided",
        outcome.findings.len() - errors,
        outcome.undecided.len()
    );
    text
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write it as YYYY-MM-DD".to_string())
}
