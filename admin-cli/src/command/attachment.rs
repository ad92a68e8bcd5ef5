//! `ctr attachment`: contents of files that were sent and never named by an answer. For operators.

use storage::{Change, ClearAttachments};

use crate::clock;
use crate::database::{Database, Operator};
use crate::error::Error;
use crate::output::Output;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Attached files.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Remove the contents that no draft and no revision names
    Clear {
        /// Contents sent within so many days stay: a person may still be filling the form
        #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
        older_than: u32,
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        operator: Operator,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let Action::Clear { older_than, database, operator } = &arguments.action;
    let before = clock::now().plus(-DAY * i64::from(*older_than));
    let written = database.write(operator, "never named by an answer", Change::ClearAttachments(ClearAttachments { before }))?;
    let files = if written.cleared == 1 { "file" } else { "files" };
    Ok(Output::clean(format!("{} {files} cleared\n", written.cleared)))
}
