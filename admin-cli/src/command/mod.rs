//! The commands: one file and one row each.

mod account;
mod attachment;
mod burden;
mod check;
mod compile;
mod convert;
mod coverage;
mod crosswalk;
mod diff;
mod explain;
mod key;
mod lock;
mod lsp;
mod new;
mod publish;
mod schedule;
mod schema;
mod site;
mod test;
mod trace;
mod validate;
mod verify;
mod wording;
mod words;

use crate::error::Error;
use crate::output::Output;

/// What `ctr` can do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Show every fault of the definitions, with its place and what to do
    Check(check::Arguments),
    /// Run the authors' own examples
    Test(test::Arguments),
    /// Make something else of a form: program, page, dictionary
    Compile(compile::Arguments),
    /// Begin a form, a next version, a product, a code list or a block
    New(new::Arguments),
    /// Take the texts of definitions to reviewers and translators, and back
    Wording(wording::Arguments),
    /// Make a first draft of definitions from another system's forms
    Convert(convert::Arguments),
    /// Judge one record in a file
    Validate(validate::Arguments),
    /// Show what changed between two versions of a form
    Diff(diff::Arguments),
    /// Write JSON Schemas of the definition files, for editors
    Schema(schema::Arguments),
    /// Help an editor while definitions are written (a language server)
    Lsp(lsp::Arguments),
    /// Put definitions into a registry's database; a running server notices
    Publish(publish::Arguments),
    /// Count what each form costs the person who fills it, and why each item is asked
    Burden(burden::Arguments),
    /// Show what the library covers: products and indications by form and version, and what stands in each form
    Coverage(coverage::Arguments),
    /// Print a patient's calendar: visits with their windows, what is due, what has ended
    Schedule(schedule::Arguments),
    /// Print another registry's columns beside the items of this one
    Crosswalk(crosswalk::Arguments),
    /// Write the released form versions into PUBLISHED, so that their meaning is held still
    Lock(lock::Arguments),
    /// Say the rules of a form in plain words
    Words(words::Arguments),
    /// Show where an item or check comes from, what it reads and what reads it
    Trace(trace::Arguments),
    /// Explain a code that `ctr check` printed
    Explain(explain::Arguments),
    /// Compare every stored row with its leaf in the ledger
    Verify(verify::Arguments),
    /// Keep the sites that register patients
    Site(site::Arguments),
    /// Keep the accounts of people
    Account(account::Arguments),
    /// Clear files that were sent and never named by an answer
    Attachment(attachment::Arguments),
    /// Make the master key
    Key(key::Arguments),
}

impl Command {
    /// Runs the command.
    pub fn run(self) -> Result<Output, Error> {
        match self {
            Self::Check(arguments) => check::run(&arguments),
            Self::Test(arguments) => test::run(&arguments),
            Self::Compile(arguments) => compile::run(&arguments),
            Self::New(arguments) => new::run(&arguments),
            Self::Wording(arguments) => wording::run(&arguments),
            Self::Convert(arguments) => convert::run(&arguments),
            Self::Validate(arguments) => validate::run(&arguments),
            Self::Burden(arguments) => burden::run(&arguments),
            Self::Coverage(arguments) => coverage::run(&arguments),
            Self::Schedule(arguments) => schedule::run(&arguments),
            Self::Crosswalk(arguments) => crosswalk::run(&arguments),
            Self::Lock(arguments) => lock::run(&arguments),
            Self::Words(arguments) => words::run(&arguments),
            Self::Trace(arguments) => trace::run(&arguments),
            Self::Explain(arguments) => explain::run(&arguments),
            Self::Diff(arguments) => diff::run(&arguments),
            Self::Schema(arguments) => schema::run(&arguments),
            Self::Lsp(arguments) => lsp::run(&arguments),
            Self::Publish(arguments) => publish::run(&arguments),
            Self::Verify(arguments) => verify::run(&arguments),
            Self::Site(arguments) => site::run(&arguments),
            Self::Account(arguments) => account::run(&arguments),
            Self::Attachment(arguments) => attachment::run(&arguments),
            Self::Key(arguments) => key::run(&arguments),
        }
    }
}
