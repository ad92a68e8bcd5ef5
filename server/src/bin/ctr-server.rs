//! The server of the registry: reads its command line and runs.

use std::process::ExitCode;

use clap::Parser;
use server::config::{Command, CommandLine};

#[tokio::main]
async fn main() -> ExitCode {
    let line = CommandLine::parse();
    // The terminals of demonstration and preview belong to what they say; only trouble is logged there.
    let least = if matches!(line.command, Command::Serve(_)) { "info" } else { "warn" };
    server::logging::start(line.log, least);
    let outcome = match line.command {
        Command::Serve(options) => server::serving::run(options).await,
        Command::Demo(options) => server::demo::run::run(options).await,
        Command::Preview(options) => server::preview::run::run(options).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            tracing::error!("{problem}");
            ExitCode::FAILURE
        }
    }
}
