//! YAML text to a tree in which every node knows its place.

/// Full-width signs where YAML needs half-width ones.
pub mod full_width;
/// What the YAML parser says, in plain words.
pub mod phrase;
/// The tree.
pub mod tree;
/// The one home of the YAML parser.
pub mod yaml;
