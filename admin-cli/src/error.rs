//! How a command can fail for the machine's reasons. Each failure says what to do next; none carries an answer or a name.

use std::path::PathBuf;

use crate::convert::convert::Refusal;

/// A command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A word stands where a folder of definitions is wanted.
    #[error("there is no folder `{}`", path.display())]
    NoFolder {
        /// The word.
        path: PathBuf,
    },
    /// A file or folder cannot be read.
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A file cannot be written.
    #[error("`{}` cannot be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The editor went away in the middle of a message, or sent something else than the protocol.
    #[error("the editor cannot be understood: {cause}")]
    Editor {
        /// What the protocol says.
        cause: String,
    },
    /// A folder has no definitions.
    #[error("`{}` holds no definitions", path.display())]
    NoDefinitions {
        /// The folder.
        path: PathBuf,
    },
    /// The definitions have faults, so nothing can be made of them.
    #[error("the definitions have {count} fault{}", if *count == 1 { "" } else { "s" })]
    FaultyDefinitions {
        /// How many.
        count: usize,
    },
    /// Authors' examples do not hold.
    #[error("{count} examples do not hold, so nothing was published")]
    FailingExamples {
        /// How many.
        count: usize,
    },
    /// A form under an overlay was to be locked.
    #[error("`{name}` is a form under an overlay; PUBLISHED holds forms as they stand")]
    NotLocked {
        /// As the user wrote it.
        name: String,
    },
    /// A version would be published before the day from which it holds.
    #[error("`{form}` holds from {from} and is not published before that day, so nothing was published")]
    NotYet {
        /// The version.
        form: String,
        /// Its first day.
        from: String,
    },
    /// The machine does not know what day it is.
    #[error("this machine's clock cannot be read")]
    Clock,
    /// A named thing does not exist.
    #[error("there is no {what} `{name}`; {known}")]
    Unknown {
        /// Form, version, code, site, account...
        what: &'static str,
        /// As the user wrote it.
        name: String,
        /// What there is, or what is near.
        known: String,
    },
    /// The record's file is not what a record is.
    #[error("`{}` is not a record: {reason}", path.display())]
    NotARecord {
        /// The file.
        path: PathBuf,
        /// What is wrong, without quoting the content.
        reason: String,
    },
    /// A draft would be written over something.
    #[error("`{}` stands there already", path.display())]
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// What is begun would have an id that cannot be one.
    #[error("`{id}` cannot be an id")]
    NotAnId {
        /// As the user wrote it.
        id: String,
    },
    /// A spreadsheet of texts is not one.
    #[error("`{}` is no spreadsheet of texts: {reason}", path.display())]
    NotASheet {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Another system's file cannot become a draft.
    #[error("`{}` cannot be converted", path.display())]
    NotConverted {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        refusal: Refusal,
        /// What was found out before; empty where nothing was, or where it stands in a file of its own.
        report: String,
    },
    /// The storage room failed or refused.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// The asynchronous machinery did not start.
    #[error("the program's own threads cannot be started")]
    Runtime(#[source] std::io::Error),
    /// The page cannot be rendered.
    #[error("the page cannot be rendered: {0}")]
    Render(String),
}

impl Error {
    /// What was found out all the same, and is printed as an answer is.
    pub fn answer(&self) -> &str {
        match self {
            Self::NotConverted { report, .. } => report,
            _ => "",
        }
    }

    /// What to do, where the message itself does not say it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoFolder { .. } => Some(
                "this command takes the folder of definitions, as `form-definitions`; \
                 `ctr words`, `trace`, `diff` and `compile` take a form, and the folder behind `--definitions`",
            ),
            Self::Unreadable { .. } => Some("check the path, and that you may read it"),
            Self::Unwritable { .. } => Some("check that the folder exists, and that you may write there"),
            Self::NoDefinitions { .. } => Some("give the folder that holds `registry.yaml`, for example `form-definitions`"),
            Self::FaultyDefinitions { .. } => Some("`ctr check` shows each of them with its place"),
            Self::FailingExamples { .. } => Some("`ctr test` shows each of them"),
            Self::AlreadyThere { .. } => Some("choose another name or folder: what is there is never written over"),
            Self::NotAnId { .. } => {
                Some("an id begins with a small letter and has small letters, digits and `_`, as `crs_onset_date`")
            }
            Self::NotASheet { .. } => Some("`ctr wording export` writes one; save it as CSV or .xlsx with its headings"),
            Self::NotConverted { refusal, .. } => refusal_help(refusal),
            Self::Editor { .. } => Some("start it from an editor; docs/AUTHORING.md says how"),
            Self::NotLocked { .. } => Some("name the form and its version only, as `crs@1.0.0`"),
            Self::NotYet { .. } => Some("publish it on that day, or mend `effective` in its file"),
            Self::Clock => Some("give the day with --today"),
            Self::Storage(error) => storage_help(error),
            Self::Unknown { .. } | Self::NotARecord { .. } | Self::Runtime(_) | Self::Render(_) => None,
        }
    }
}

fn refusal_help(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::TooLarge => Some("export fewer forms at a time"),
        Refusal::UnknownFormat => Some("say what it is with --from fhir, odm, xlsform or redcap"),
        Refusal::Unreadable { .. } => Some("check that the file is whole; where it is something else, say what with --from"),
        Refusal::Empty => Some("the report says what was read and left out; a form needs at least one question"),
        Refusal::NothingLeft(_) => Some("the report says of each item why; change that in the file, and convert it again"),
        Refusal::DoesNotCheck(_) => {
            Some("the report names each place; make the file simpler there or split it, and convert it again")
        }
    }
}

fn storage_help(error: &storage::Error) -> Option<&'static str> {
    match error {
        storage::Error::MasterKeyFile(_) => {
            Some("`ctr key create FILE` makes a new key file; --master-key or CTR_MASTER_KEY names it")
        }
        storage::Error::OtherMasterKey => Some("name the key file that this database was first opened with"),
        storage::Error::Database(_) => Some("check --database or CTR_DATABASE, for example sqlite://registry.db?mode=rwc"),
        _ => None,
    }
}
