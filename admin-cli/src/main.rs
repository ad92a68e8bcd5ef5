//! **admin-cli operates.** `ctr` is the staff's and auditors' tool: it checks and publishes definitions, keeps sites and accounts, and
//! verifies the ledger. One file per command in `command/`, one row each in `command/mod.rs`; `output.rs` alone knows exit codes.

mod clock;
mod command;
mod convert;
mod covered;
mod database;
mod definitions;
mod error;
mod examples;
mod explanation;
mod library;
mod lsp;
mod output;
mod preview;
mod scaffold;
mod table;
mod unknown;
mod wording;
mod writing;

use std::process::ExitCode;

use clap::Parser;

/// The cellular therapy registry's tool for staff and auditors.
#[derive(Debug, Parser)]
#[command(name = "ctr", version, about, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: command::Command,
}

fn main() -> ExitCode {
    match CommandLine::try_parse() {
        Ok(line) => output::finish(line.command.run()),
        Err(usage) => output::usage(&usage),
    }
}
