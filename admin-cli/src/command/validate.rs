//! `ctr validate`: findings and calculated values of one record in a file. It prints item paths and messages, never an answer.
//! For data managers who prepare files, and for auditors.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use engine::evaluate::{Outcome, Validator, accepted};
use engine::form::item::Severity;
use engine::form::moment::Moment;
use engine::form::reference::OLD;
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
    /// The record as it was accepted before, as FILE; with "form": "FORM@VERSION" when that was another version
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,
    /// The day of judgement, as YYYY-MM-DD; today in Japan when absent
    #[arg(long, value_parser = day)]
    today: Option<Date>,
    /// The moment: typing, save or submit
    #[arg(long, default_value = "submit", value_parser = moment)]
    moment: Moment,
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
    let (answers, mut context, _) = read(&arguments.file)?;
    let validator = Validator::new(form.clone());
    let today = arguments.today.or_else(|| Date::parse(&clock::today_in_japan())).ok_or(Error::Clock)?;
    let unreadable = |cause: engine::answers::Error| not_a_record(&arguments.file, &cause.to_string());
    let outcome = match &arguments.old {
        None => {
            let read = validator.read_value(&answers).map_err(unreadable)?;
            validator.judge_at(arguments.moment, read, &validator.read_context(&context), today)
        }
        Some(file) => {
            let (old, read_then, version) = read(file)?;
            let before = match version {
                Some(version) => Validator::new(find_form(&library, &version)?.clone()),
                None => Validator::new(form.clone()),
            };
            let old = old.as_object().cloned().unwrap_or_default();
            let accepted = accepted::accepted(&before, form, &old, &read_then, today)
                .map_err(|cause| not_a_record(file, &cause.to_string()))?;
            context.insert(OLD.to_owned(), Value::Object(accepted.values.clone()));
            let given = answers.as_object().cloned().unwrap_or_default();
            validator.judge_after(&accepted.record, &given, &context, today, arguments.moment).map_err(unreadable)?
        }
    };
    let text = match arguments.format {
        Format::Json => format!("{:#}\n", outcome.to_json(form)),
        _ => as_text(&outcome, form.reference(), arguments.language.lang),
    };
    Ok(if outcome.findings.iter().all(|finding| finding.held) { Output::clean(text) } else { Output::found(text) })
}

/// Answers, what they read of other forms, and the form version when the file says it.
type Given = (Value, Map<String, Value>, Option<String>);

fn read(file: &Path) -> Result<Given, Error> {
    let bytes = std::fs::read(file).map_err(|cause| Error::Unreadable { path: file.to_path_buf(), cause })?;
    // The parser's message may quote the file, which holds a patient's answers: only the place is told.
    let mut value: Value = serde_json::from_slice(&bytes)
        .map_err(|cause| not_a_record(file, &format!("no JSON at line {} column {}", cause.line(), cause.column())))?;
    match value.get_mut("answers").map(Value::take) {
        Some(answers @ Value::Object(_)) => {
            let context = value.get("context").and_then(Value::as_object).cloned().unwrap_or_default();
            let form = value.get("form").and_then(Value::as_str).map(str::to_owned);
            Ok((answers, context, form))
        }
        Some(_) => Err(not_a_record(file, "`answers` holds no items")),
        None => Ok((value, Map::new(), None)),
    }
}

fn not_a_record(file: &Path, reason: &str) -> Error {
    Error::NotARecord { path: file.to_path_buf(), reason: reason.to_string() }
}

fn as_text(outcome: &Outcome, form: String, lang: Lang) -> String {
    let mut text = String::new();
    for finding in &outcome.findings {
        let word = match finding.severity {
            _ if finding.held => "held over",
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = writeln!(text, "{word}[{}] {}: {}", finding.code, finding.path, finding.message.get(lang));
    }
    for open in &outcome.undecided {
        let _ = writeln!(text, "undecided[{}] {}", open.check, open.path);
    }
    let errors = outcome.findings.iter().filter(|finding| finding.is_error()).count();
    let held = outcome.findings.iter().filter(|finding| finding.held).count();
    let warnings = outcome.findings.len() - errors - held;
    let _ = write!(text, "{form}: {errors} errors, {warnings} warnings, {} undecided", outcome.undecided.len());
    let _ = if held > 0 { writeln!(text, ", {held} held over") } else { writeln!(text) };
    text
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::from_name(text).ok_or_else(|| "write typing, save or submit".to_string())
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write it as YYYY-MM-DD".to_string())
}
