//! Reads: every one takes an actor and returns only what that actor's scope holds; rows outside are absent.

pub(crate) mod accounts;
pub(crate) mod attachments;
pub(crate) mod log;
pub(crate) mod names;
pub(crate) mod patients;
pub(crate) mod publications;
pub(crate) mod records;
pub(crate) mod search;
pub mod view;
