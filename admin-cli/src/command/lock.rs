//! `ctr lock`: writes the released form versions into `PUBLISHED`, after which `ctr check` holds their meaning still. For registry staff.

use std::path::PathBuf;

use engine::library::published::{FILE, locked};

use crate::error::Error;
use crate::library::{DEFAULT_FOLDER, Opened};
use crate::output::Output;

/// Locking.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of definitions
    #[arg(default_value = DEFAULT_FOLDER)]
    path: PathBuf,
}

/// Runs the command: lines are added for versions that have none; a line is never changed.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(&arguments.path)?.sound()?;
    let before = library.sources.file(FILE).map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
    let Some(after) = locked(&library.forms, &before) else {
        return Ok(Output::clean("every form version stands in PUBLISHED already\n"));
    };
    let file = arguments.path.join(FILE);
    std::fs::write(&file, &after).map_err(|cause| Error::Unwritable { path: file, cause })?;
    let count = |text: &str| text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count();
    Ok(Output::clean(format!("{} form versions added to PUBLISHED\n", count(&after) - count(&before))))
}
