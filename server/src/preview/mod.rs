//! `ctr-server preview`: forms while they are written, for registry staff. Nothing is stored and nobody signs in; it listens on
//! loopback only. Read `run.rs` first, then `workbench.rs`, which holds what stands in the files now.

/// A new example out of what stands in the fields.
mod draft;
/// The pages.
mod page;
/// Starting and watching.
pub mod run;
/// What the panel beside the form says.
mod told;
/// The folder, looked at again and again.
mod watched;
/// The definitions as they stand now.
pub mod workbench;
