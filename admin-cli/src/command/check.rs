//! `ctr check`: every fault of the definitions, with its place and what to do. For registry staff and CI.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use engine::diagnostic::diagnostic::Diagnostic;
use engine::diagnostic::render;
use engine::lang::Lang;
use serde_json::Value;

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened, lang};
use crate::output::Output;

/// Checking definitions.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of definitions
    #[arg(default_value = DEFAULT_FOLDER)]
    path: PathBuf,
    /// How faults are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of the messages: ja or en
    #[arg(long, value_parser = lang, default_value = "en", env = "CTR_LANG", hide_env_values = true)]
    lang: Lang,
}

/// How faults are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the line and a caret, for people
    Text,
    /// One array of objects, both languages
    Json,
    /// Annotations of a code host's checks
    Github,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let opened = Opened::read(&arguments.path)?;
    let text = match arguments.format {
        Format::Text => as_text(&opened, arguments.lang),
        Format::Json => as_json(&opened),
        Format::Github => each(&opened, |fault, source| render::github(fault, source, arguments.lang) + "\n"),
    };
    Ok(if opened.faults.is_empty() { Output::clean(text) } else { Output::found(text) })
}

/// Faults one after another; also what other commands print when definitions are faulty.
fn each(opened: &Opened, write: impl Fn(&Diagnostic, &str) -> String) -> String {
    opened.faults.iter().map(|fault| write(fault, &opened.text(&fault.file))).collect()
}

fn as_text(opened: &Opened, lang: Lang) -> String {
    let mut text = each(opened, |fault, source| render::text(fault, source, lang) + "\n");
    let (files, faults) = (opened.library.sources.files.len(), opened.faults.len());
    let _ = match (lang, faults) {
        (Lang::Ja, 0) => writeln!(text, "{files} ファイルに問題はありません。"),
        (Lang::Ja, _) => writeln!(text, "{files} ファイルに {faults} 件の問題があります。"),
        (Lang::En, 0) => writeln!(text, "no fault in {files} files"),
        (Lang::En, 1) => writeln!(text, "1 fault in {files} files"),
        (Lang::En, _) => writeln!(text, "{faults} faults in {files} files"),
    };
    text
}

fn as_json(opened: &Opened) -> String {
    let faults = opened.faults.iter().map(|fault| render::json(fault, &opened.text(&fault.file))).collect();
    format!("{:#}\n", Value::Array(faults))
}
