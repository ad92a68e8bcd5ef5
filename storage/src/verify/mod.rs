//! Verification: every row against its leaf, every leaf against the tree, the head against the master key.

pub mod report;
