//! `ctr convert`: forms of other systems as a first draft, with a report of what was carried and what needs a person. For registry staff.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use engine::lang::Lang;
use serde_json::json;

use crate::convert::FORMATS;
use crate::convert::convert::{Converted, Format, Refusal, Refused, convert};
use crate::convert::report::{Fate, Report};
use crate::convert::words::Tongue;
use crate::error::Error;
use crate::output::Output;
use crate::writing::lang;

/// Converting a file.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The file: a REDCap data dictionary, a FHIR Questionnaire, a CDISC ODM study or an XLSForm workbook
    file: PathBuf,
    /// What the file is; without it the content tells: fhir, odm, xlsform, redcap
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// Folder for the draft; nothing that stands there is written over
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// File for the report; else it is printed
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
    /// Language of labels that do not say theirs: ja or en; without it their letters tell
    #[arg(long, value_parser = lang, value_name = "LANG")]
    lang_of_labels: Option<Lang>,
    /// Language of the report: ja or en
    #[arg(long, value_parser = lang, default_value = "en", env = "CTR_LANG", hide_env_values = true)]
    lang: Lang,
}

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people
    Text,
    /// One object, both languages
    Json,
}

/// Runs the command: clean when nothing needs a person.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let bytes = std::fs::read(&arguments.file).map_err(|cause| unreadable(&arguments.file, cause))?;
    let unknown = || Error::NotConverted { path: arguments.file.clone(), refusal: Refusal::UnknownFormat, report: String::new() };
    let format = find_format(arguments, &bytes)?.ok_or_else(unknown)?;
    let tongue = match arguments.lang_of_labels {
        None => Tongue::Guess,
        Some(Lang::Ja) => Tongue::Ja,
        Some(Lang::En) => Tongue::En,
    };
    let converted = convert(&bytes, format, tongue).map_err(|refused| not_converted(refused, format, arguments))?;
    if let Some(folder) = &arguments.out {
        write_files(folder, &converted)?;
    }
    let report = match arguments.format {
        Shape::Text => as_text(&converted, format, arguments),
        Shape::Json => as_json(&converted.report, &converted.files, None, format),
    };
    let printed = delivered(report, arguments)?;
    let needs_nobody = converted.report.count(Fate::Person) + converted.report.count(Fate::Dropped) == 0;
    Ok(if needs_nobody { Output::clean(printed) } else { Output::found(printed) })
}

/// The report into its file, or handed back to be printed.
fn delivered(report: String, arguments: &Arguments) -> Result<String, Error> {
    let Some(path) = &arguments.report else { return Ok(report) };
    std::fs::write(path, report).map_err(|cause| Error::Unwritable { path: path.clone(), cause })?;
    Ok(String::new())
}

/// A refusal, with the report of what was read before it.
fn not_converted(refused: Refused, format: &Format, arguments: &Arguments) -> Error {
    let Refused { refusal, report } = refused;
    let head = match arguments.lang {
        Lang::Ja => format!("{}: 下書きは作られませんでした", format.title),
        Lang::En => format!("{}: no draft was made", format.title),
    };
    let said = match arguments.format {
        Shape::Text if report.entries.is_empty() => {
            return Error::NotConverted { path: arguments.file.clone(), refusal, report: String::new() };
        }
        Shape::Text => format!("{head}\n{}", report.text(arguments.lang)),
        Shape::Json => as_json(&report, &[], Some(&refusal), format),
    };
    match delivered(said, arguments) {
        Ok(report) => Error::NotConverted { path: arguments.file.clone(), refusal, report },
        Err(error) => error,
    }
}

fn find_format(arguments: &Arguments, bytes: &[u8]) -> Result<Option<&'static Format>, Error> {
    let Some(name) = &arguments.from else { return Ok(FORMATS.iter().find(|format| (format.is_like)(bytes))) };
    let found = FORMATS.iter().find(|format| format.name == name);
    let known: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let unknown = || Error::Unknown { what: "format", name: name.clone(), known: format!("there are {}", known.join(", ")) };
    found.map(Some).ok_or_else(unknown)
}

fn unreadable(path: &Path, cause: std::io::Error) -> Error {
    Error::Unreadable { path: path.to_path_buf(), cause }
}

/// Writes every file, or none when one of them stands there already.
fn write_files(folder: &Path, converted: &Converted) -> Result<(), Error> {
    let exists = |path: &PathBuf| path.exists();
    if let Some(path) = converted.files.iter().map(|(name, _)| folder.join(name)).find(exists) {
        return Err(Error::AlreadyThere { path });
    }
    for (name, text) in &converted.files {
        let path = folder.join(name);
        let around = path.parent().unwrap_or(folder);
        let unwritable = |cause| Error::Unwritable { path: path.clone(), cause };
        std::fs::create_dir_all(around).map_err(unwritable)?;
        std::fs::write(&path, text).map_err(unwritable)?;
    }
    Ok(())
}

fn as_text(converted: &Converted, format: &Format, arguments: &Arguments) -> String {
    let files: Vec<&str> = converted.files.iter().map(|(name, _)| name.as_str()).collect();
    let head = match (arguments.lang, &arguments.out) {
        (Lang::Ja, None) => format!("{}: 下書き(書き出していません。--out で場所を指定します)", format.title),
        (Lang::Ja, Some(_)) => format!("{}: 下書き {}", format.title, files.join(" ")),
        (Lang::En, None) => format!("{}: a first draft; nothing was written, --out names a folder", format.title),
        (Lang::En, Some(_)) => format!("{}: a first draft in {}", format.title, files.join(" ")),
    };
    format!("{head}\n{}", converted.report.text(arguments.lang))
}

fn as_json(report: &Report, files: &[(String, String)], refusal: Option<&Refusal>, format: &Format) -> String {
    let files: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let counts: serde_json::Map<String, serde_json::Value> =
        Fate::ALL.iter().map(|fate| (fate.name().to_string(), json!(report.count(*fate)))).collect();
    let mut object = json!({ "format": format.name, "files": files, "counts": counts, "entries": report.json() });
    if let (Some(refusal), Some(object)) = (refusal, object.as_object_mut()) {
        object.insert("refused".to_string(), json!(refusal.to_string()));
    }
    format!("{object:#}\n")
}
