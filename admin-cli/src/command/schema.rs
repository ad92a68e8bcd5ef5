//! `ctr schema`: JSON Schemas of the definition files, for completion and hover texts in editors. For registry staff.

use std::path::PathBuf;

use clap::ValueEnum;
use engine::editor::map::FILES;
use engine::editor::schema::file_schema;

use crate::error::Error;
use crate::output::Output;

/// Writing schemas.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Which kind of file
    #[arg(value_enum, default_value_t = File::Form)]
    file: File,
    /// Write all of them into this folder instead, as form.schema.json and so on
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    to: Option<PathBuf>,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum File {
    /// forms/<form>/<version>.yaml
    Form,
    /// lists/<topic>.yaml
    List,
    /// products/<product>.yaml
    Product,
    /// registry.yaml
    Registry,
    /// schedules/<schedule>.yaml
    Schedule,
    /// crosswalks/<registry>.yaml
    Crosswalk,
    /// items/<topic>.yaml
    Items,
    /// blocks/<block>.yaml
    Block,
    /// purposes.yaml
    Purposes,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let Some(folder) = &arguments.to else {
        let name = arguments.file.to_possible_value();
        let schema = name.and_then(|name| file_schema(name.get_name()));
        return Ok(Output::clean(schema.map_or(String::new(), |schema| format!("{schema:#}\n"))));
    };
    let mut text = String::new();
    for (name, ..) in FILES {
        let Some(schema) = file_schema(name) else { continue };
        let path = folder.join(format!("{name}.schema.json"));
        std::fs::write(&path, format!("{schema:#}\n")).map_err(|cause| Error::Unwritable { path: path.clone(), cause })?;
        text.push_str(&format!("{}\n", path.display()));
    }
    Ok(Output::clean(text))
}
