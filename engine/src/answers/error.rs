//! Why bytes are no answers at all. Everything short of that becomes a finding.

/// The bytes cannot be read as a JSON object. Offsets are in bytes; no text is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not UTF-8.
    #[error("the answers are not UTF-8 (byte {0})")]
    NotUtf8(usize),
    /// Not JSON.
    #[error("the answers are not JSON (byte {0})")]
    Syntax(usize),
    /// More than [`crate::answers::json::DEEPEST`] levels.
    #[error("the answers are nested too deeply (byte {0})")]
    TooDeep(usize),
    /// JSON, but not an object.
    #[error("the answers must be a JSON object")]
    NotAnObject,
}
