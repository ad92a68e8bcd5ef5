//! `ctr test`: the authors' own examples, and how far they reach. For registry staff and CI.

use std::fmt::Write as _;

use engine::lang::Lang;
use serde_json::json;

use crate::covered::Covered;
use crate::error::Error;
use crate::examples;
use crate::library::{Folder, Opened};
use crate::output::Output;
use crate::writing::{Format, Language, among};

/// Running examples.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Say form by form what no example shows
    #[arg(long)]
    coverage: bool,
    /// End with 1 when the examples reach less than so many percent of what they could show
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    require_coverage: Option<u8>,
    /// How to write what came of it
    #[arg(long, value_parser = among(&[Format::Text, Format::Json]), default_value = "text")]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let results = examples::run(&library);
    let failed = results.iter().filter(|result| !result.differences.is_empty()).count();
    let held = results.len() - failed;
    let covered = Covered::of(&library);
    let is_short = arguments.require_coverage.is_some_and(|percent| !covered.reaches(percent));
    let lang = arguments.language.lang;
    let text = if arguments.format == Format::Json {
        let differing = results.iter().filter(|result| !result.differences.is_empty());
        let failures = differing.map(|result| {
            let said = result.differences.iter().map(|difference| difference.text());
            json!({
                "form": result.form, "example": &*result.id, "file": &*result.file, "line": result.place.line,
                "differences": said.map(|text| json!({ "ja": &*text.ja, "en": &*text.en })).collect::<Vec<_>>(),
            })
        });
        let failures: Vec<_> = failures.collect();
        format!("{:#}\n", json!({ "hold": held, "fail": failed, "failures": failures, "coverage": covered.json() }))
    } else {
        let mut text: String = results.iter().map(|result| result.report(lang)).collect();
        if arguments.coverage || is_short {
            text.push_str(&covered.text(lang));
        }
        let _ = match lang {
            Lang::Ja => writeln!(text, "例: 成功 {held}、失敗 {failed}"),
            Lang::En => writeln!(text, "examples: {held} hold, {failed} fail"),
        };
        text.push_str(&covered.line(lang));
        text
    };
    Ok(if failed == 0 && !is_short { Output::clean(text) } else { Output::found(text) })
}
