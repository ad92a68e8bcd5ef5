//! Stored answers in words: for revisions, for differences between them, and for what a submission leaves out.

pub mod changes;
pub mod rows;
