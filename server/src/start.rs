//! Why a server could not start, in words for the operator.

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The database or the master key.
    #[error("{0}{cause}", cause = cause(.0))]
    Storage(#[from] storage::Error),
    /// Files, directories or the network.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The counters.
    #[error("counters cannot be made: {0}")]
    Metrics(#[from] crate::metrics::Fault),
    /// A demonstration asked to be served to others.
    #[error(
        "this database was made by the demonstration, whose password everybody knows; it is served on loopback only (127.0.0.1)"
    )]
    DemoInPublic,
    /// Passwords and answers in clear over a network.
    #[error("{0} is not a loopback address: put a TLS-terminating proxy in front and say --behind-tls-proxy")]
    ClearText(std::net::SocketAddr),
    /// The definitions do not compile.
    #[error("the form definitions do not compile:\n{0}")]
    Definitions(String),
    /// The preview was asked for a form that does not stand in the folder, or does not compile.
    #[error("there is no form `{name}` that compiles in these definitions; forms that do: {known}")]
    PreviewForm {
        /// What was asked for.
        name: String,
        /// The forms that can be shown.
        known: String,
    },
    /// The preview could not make the page of a form that compiles.
    #[error("the page of form `{form}` cannot be made: {cause}")]
    PreviewPage {
        /// The form with its version.
        form: String,
        /// What the renderer said.
        cause: String,
    },
    /// Anything else of the demonstration.
    #[error("{0}")]
    Demo(String),
}

fn cause(error: &storage::Error) -> String {
    std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default()
}

/// Gives a system failure the words for what was tried.
pub fn trying<T>(what: impl Into<String>, outcome: std::io::Result<T>) -> Result<T, Problem> {
    outcome.map_err(|source| Problem::Io { what: what.into(), source })
}
