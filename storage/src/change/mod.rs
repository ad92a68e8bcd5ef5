//! Everything that can be changed: one file per kind of change (its payload, its rules, its rows), one row in `change.rs`.

pub mod account;
pub mod attachment;
pub mod change;
pub mod draft;
pub(crate) mod held;
pub(crate) mod identified;
pub(crate) mod new_revision;
pub mod patient;
pub mod place;
pub mod publication;
pub mod record;
pub mod restated;
pub mod revision;
pub(crate) mod rule;
pub mod session;
pub mod site;
