//! `ctr test`: the authors' own examples. For registry staff and CI.

use std::fmt::Write as _;
use std::path::PathBuf;

use engine::lang::Lang;

use crate::error::Error;
use crate::examples;
use crate::library::{DEFAULT_FOLDER, Opened};
use crate::output::Output;
use crate::writing::Language;

/// Running examples.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of definitions
    #[arg(default_value = DEFAULT_FOLDER)]
    path: PathBuf,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.path)?.sound()?;
    let results = examples::run(&library);
    let mut text: String = results.iter().map(|result| result.report(arguments.language.lang)).collect();
    let failed = results.iter().filter(|result| !result.differences.is_empty()).count();
    let held = results.len() - failed;
    let _ = match arguments.language.lang {
        Lang::Ja => writeln!(text, "例: 成功 {held}、失敗 {failed}"),
        Lang::En => writeln!(text, "examples: {held} hold, {failed} fail"),
    };
    Ok(if failed == 0 { Output::clean(text) } else { Output::found(text) })
}
