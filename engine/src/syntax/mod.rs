//! YAML text to a tree in which every node knows its place.

/// The tree.
pub mod tree;
/// The one home of the YAML parser.
pub mod yaml;
