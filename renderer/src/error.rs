//! What can go wrong while a page is made: a template is missing or faulty. Never a matter of the answers shown.

/// The renderer could not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No template of that name stands in the tables.
    #[error("no template `{0}`; add its row in renderer/src/screen.rs or renderer/src/page/part.rs")]
    UnknownTemplate(String),
    /// The template itself is at fault, or was given a value that it cannot show.
    #[error("template could not be rendered: {0:#}")]
    Template(#[from] minijinja::Error),
}
