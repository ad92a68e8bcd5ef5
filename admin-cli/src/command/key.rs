//! `ctr key create`: the master key, from which every other key is derived. For operators.

use std::path::PathBuf;

use storage::MasterKey;

use crate::error::Error;
use crate::output::Output;

/// The master key.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make a new master key in a new file that only you may read
    Create {
        /// The file to write; it must not exist yet
        file: PathBuf,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let Action::Create { file } = &arguments.action;
    MasterKey::create(file)?;
    Ok(Output::clean(format!(
        "wrote {}\nKeep a copy in a safe, apart from the database: without this file nothing sealed can be read again.\n",
        file.display()
    )))
}
