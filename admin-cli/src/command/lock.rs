//! `ctr lock`: writes released form versions into `PUBLISHED`, after which `ctr check` holds their meaning still. For registry staff.

use std::sync::Arc;

use engine::form::form::Form;
use engine::library::library::Library;
use engine::library::published::{FILE, locked};

use crate::error::Error;
use crate::library::{Folder, Opened, find_form};
use crate::output::Output;

/// Locking.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Lock only this version, as FORM@VERSION or FORM for the newest; may be given several times; every version when absent
    #[arg(long, value_name = "FORM@VERSION")]
    form: Vec<String>,
}

/// Runs the command: lines are added for versions that have none; a line is never changed.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let chosen = chosen(&library, &arguments.form)?;
    let before = library.sources.file(FILE).map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
    let Some(after) = locked(chosen.iter().map(|form| &***form), &before) else {
        let what = if arguments.form.is_empty() { "every form version" } else { "what was named" };
        return Ok(Output::clean(format!("{what} stands in PUBLISHED already\n")));
    };
    let file = arguments.folder.get()?.join(FILE);
    std::fs::write(&file, &after).map_err(|cause| Error::Unwritable { path: file, cause })?;
    let count = |text: &str| text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count();
    let added = count(&after) - count(&before);
    Ok(Output::clean(format!("{added} form version{} added to PUBLISHED\n", if added == 1 { "" } else { "s" })))
}

/// The versions that were named, or all of them. A form under an overlay has no line of its own: an overlay changes with its product.
fn chosen<'l>(library: &'l Library, names: &[String]) -> Result<Vec<&'l Arc<Form>>, Error> {
    if names.is_empty() {
        return Ok(library.forms.values().flatten().collect());
    }
    if let Some(name) = names.iter().find(|name| name.contains('+')) {
        return Err(Error::NotLocked { name: name.clone() });
    }
    let (mut found, mut unknown, mut all) = (Vec::new(), Vec::new(), String::new());
    for name in names {
        match find_form(library, name) {
            Ok(form) if found.iter().any(|known: &&Arc<Form>| known.reference() == form.reference()) => {}
            Ok(form) => found.push(form),
            Err(Error::Unknown { known, .. }) => {
                unknown.push(name.as_str());
                all = known;
            }
            Err(other) => return Err(other),
        }
    }
    if unknown.is_empty() { Ok(found) } else { Err(Error::Unknown { what: "form", name: unknown.join("`, `"), known: all }) }
}
