//! `ctr check`: every fault of the definitions, with its place and what to do; when there is none, what lints say. For registry staff and CI.

use std::fmt::Write as _;
use std::path::{Component, Path};

use engine::diagnostic::diagnostic::Diagnostic;
use engine::diagnostic::render;
use engine::diagnostic::sarif;
use engine::lang::Lang;
use engine::lint::waiver::Waived;
use serde_json::Value;

use crate::error::Error;
use crate::explanation;
use crate::library::{Folder, Opened};
use crate::output::Output;
use crate::writing::{Format, Language, among};

/// Checking definitions. Exit code 0: no fault (lints may have been found); 1: faults; 2: it could not be done.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// End with 1 also when only lints were found
    #[arg(long)]
    deny_lints: bool,
    /// Show also what `waive` lets pass, with the reasons
    #[arg(long)]
    waived: bool,
    /// How faults and lints are written
    #[arg(long, default_value = "text", value_parser = among(&[Format::Text, Format::Json, Format::Sarif, Format::Github]))]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let (opened, report) = Opened::check(arguments.folder.get()?)?;
    let mut faults = opened.faults.clone();
    let lints = report.found.len();
    faults.extend(report.found);
    let lang = arguments.language.lang;
    let prefix = prefix(arguments.folder.get()?);
    let text = match arguments.format {
        Format::Json => as_json(&opened, &faults),
        Format::Sarif => as_sarif(&opened, &faults, &report.waived, &prefix, lang),
        Format::Github => each(&opened, &faults, |fault, source| render::github(fault, source, &prefix, lang) + "\n"),
        _ => as_text(&opened, &faults, lints, &report.waived, arguments),
    };
    let found = faults.len() > lints || (arguments.deny_lints && lints > 0);
    Ok(if found { Output::found(text) } else { Output::clean(text) })
}

/// What leads from the current folder to the definitions, for code hosts that count paths from there; nothing for folders elsewhere.
fn prefix(folder: &Path) -> String {
    let parts: Option<Vec<String>> = folder
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| if let Component::Normal(name) = part { Some(format!("{}/", name.to_string_lossy())) } else { None })
        .collect();
    parts.unwrap_or_default().concat()
}

fn each(opened: &Opened, faults: &[Diagnostic], write: impl Fn(&Diagnostic, &str) -> String) -> String {
    faults.iter().map(|fault| write(fault, &opened.text(&fault.file))).collect()
}

fn as_text(opened: &Opened, faults: &[Diagnostic], lints: usize, waived: &[Waived], arguments: &Arguments) -> String {
    let lang = arguments.language.lang;
    let mut text = each(opened, faults, |fault, source| render::text(fault, source, lang) + "\n");
    for one in waived.iter().filter(|_| arguments.waived) {
        let word = if lang == Lang::Ja { "理由" } else { "waived" };
        let shown = render::text(&one.diagnostic, &opened.text(&one.diagnostic.file), lang);
        let _ = writeln!(text, "{shown}  = {word}: {}\n", one.reason);
    }
    let (files, errors) = (opened.library.sources.files.len(), faults.len() - lints);
    let _ = match (lang, errors) {
        (Lang::Ja, 0) => writeln!(text, "{files} ファイルに問題はありません。"),
        (Lang::Ja, _) => writeln!(text, "{files} ファイルに {errors} 件の問題があります。"),
        (Lang::En, 0) => writeln!(text, "no fault in {files} files"),
        (Lang::En, 1) => writeln!(text, "1 fault in {files} files"),
        (Lang::En, _) => writeln!(text, "{errors} faults in {files} files"),
    };
    if lints + waived.len() > 0 {
        let waived = waived.len();
        let _ = match lang {
            Lang::Ja => writeln!(text, "改善の指摘: {lints} 件、理由を付けて認めたもの: {waived} 件"),
            Lang::En => writeln!(text, "lints: {lints}, waived: {waived}"),
        };
    }
    text
}

fn as_json(opened: &Opened, faults: &[Diagnostic]) -> String {
    let faults = faults.iter().map(|fault| render::json(fault, &opened.text(&fault.file))).collect();
    format!("{:#}\n", Value::Array(faults))
}

fn as_sarif(opened: &Opened, faults: &[Diagnostic], waived: &[Waived], prefix: &str, lang: Lang) -> String {
    let standing = faults.iter().map(|diagnostic| (diagnostic, None));
    let passing = waived.iter().map(|one| (&one.diagnostic, Some(&*one.reason)));
    let results: Vec<sarif::Result<'_>> = standing
        .chain(passing)
        .map(|(diagnostic, waived)| sarif::Result { diagnostic, source: opened.text(&diagnostic.file), waived })
        .collect();
    format!("{:#}\n", sarif::log(&results, prefix, lang, explanation::find))
}
