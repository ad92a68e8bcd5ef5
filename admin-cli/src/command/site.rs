//! `ctr site`: the hospitals that register patients. For operators.

use std::fmt::Write as _;

use storage::{Change, CreateSite};

use crate::database::{Database, Operator};
use crate::error::Error;
use crate::output::Output;

/// Sites.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add a site
    Create {
        /// Short id, chosen once: small letters, digits and hyphens
        id: String,
        /// Name in Japanese
        #[arg(long)]
        name_ja: String,
        /// Name in English
        #[arg(long)]
        name_en: String,
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        operator: Operator,
    },
    /// Show all sites
    List {
        #[command(flatten)]
        database: Database,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    match &arguments.action {
        Action::Create { id, name_ja, name_en, database, operator } => {
            let site = CreateSite { id: id.clone(), name_ja: name_ja.clone(), name_en: name_en.clone() };
            let written = database.write(operator, "new site", Change::CreateSite(site))?;
            Ok(Output::clean(format!("site {} is there\n", written.id)))
        }
        Action::List { database } => list(database),
    }
}

fn list(database: &Database) -> Result<Output, Error> {
    let sites = database.with(async |store| Ok(store.list_sites(&storage::Actor::console("list")).await?))?;
    let mut text = String::new();
    for site in sites {
        let _ = writeln!(text, "{}\t{}\t{}", site.id, site.name_ja, site.name_en);
    }
    Ok(Output::clean(text))
}
