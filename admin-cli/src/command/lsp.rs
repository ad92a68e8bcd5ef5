//! `ctr lsp`: the language server that editors start; it speaks over standard input and output. For registry staff while they write.

use crate::error::Error;
use crate::lsp::server;
use crate::output::Output;
use crate::writing::Language;

/// Helping while definitions are written.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    language: Language,
}

/// Runs the command until the editor leaves.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    server::run(arguments.language.lang)?;
    Ok(Output::clean(String::new()))
}
