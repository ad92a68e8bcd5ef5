//! `ctr publish`: definitions into a registry's database, all or none. A running server notices by itself. For registry staff.

use engine::form::form::Form;
use engine::library::library::Library;
use engine::library::publication::{self, Kind, Publication};
use engine::value::date::Date;
use storage::{Change, NewPublication, PublicationKind, Publish};

use crate::clock;
use crate::database::{Database, Operator};
use crate::error::Error;
use crate::examples;
use crate::library::{Folder, Opened};
use crate::output::Output;

/// Publishing.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Why, as the log shall keep it
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    operator: Operator,
}

/// Runs the command. Nothing is published while a definition is faulty, an example fails or a version does not hold yet; what stands
/// already is left as it is.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let failed = examples::run(&library).iter().filter(|result| !result.differences.is_empty()).count();
    if failed > 0 {
        return Err(Error::FailingExamples { count: failed });
    }
    let today = Date::parse(&clock::today_in_japan()).ok_or(Error::Clock)?;
    if let Some((form, from)) = ahead(&library, today) {
        return Err(Error::NotYet { form: form.reference(), from: from.to_string() });
    }
    let items: Vec<NewPublication> = publication::publications(&library).into_iter().map(to_storage).collect();
    let all = items.len();
    let written = arguments.database.write(&arguments.operator, &arguments.reason, Change::Publish(Publish { items }))?;
    let (new, before) = (written.published, all - written.published.min(all));
    Ok(Output::clean(format!("published {new}; {before} stood already\n")))
}

/// A version that does not hold yet: what is published is used at once.
fn ahead(library: &Library, today: Date) -> Option<(&Form, Date)> {
    let dated = library.forms.values().flatten().filter_map(|form| Some((&**form, form.effective_from?)));
    dated.into_iter().find(|(_, from)| *from > today)
}

fn to_storage(part: Publication) -> NewPublication {
    let kind = match part.kind {
        Kind::Registry => PublicationKind::Registry,
        Kind::Product => PublicationKind::Product,
        Kind::Form => PublicationKind::Form,
    };
    NewPublication { kind, key: part.key.to_string(), version: part.version, digest: part.digest, bundle: part.bundle }
}
