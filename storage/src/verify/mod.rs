//! Verification: every row against its leaf, every leaf against the tree, the head against the master key.

pub(crate) mod attachments;
pub(crate) mod leaves;
pub mod report;
pub(crate) mod rows;
pub(crate) mod verify;
