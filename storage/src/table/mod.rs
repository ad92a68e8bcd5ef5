//! The tables: one file each, one row here. `verify` walks this list, so a table without a row here cannot be verified and is not written.

pub(crate) mod account;
pub(crate) mod attachment;
pub(crate) mod draft;
pub(crate) mod leaf;
pub(crate) mod patient;
pub(crate) mod place;
pub(crate) mod publication;
pub(crate) mod record;
pub(crate) mod revision;
pub(crate) mod row;
pub(crate) mod session;
pub(crate) mod site;
pub(crate) mod tree_head;
