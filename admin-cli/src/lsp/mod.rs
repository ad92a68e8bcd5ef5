//! The language server: what editors show while definitions are written. `server` speaks the protocol, `workspace` holds the files,
//! `place` counts as editors count.

/// Byte offsets and the editor's lines and UTF-16 columns.
pub mod place;
/// The protocol: requests in, answers and diagnostics out.
pub mod server;
/// Files on disk with what is being typed over them.
pub mod workspace;
