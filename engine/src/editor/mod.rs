//! What an editor needs to know of definition files: JSON Schemas for completion, hover texts and faults while typing.

/// One key of a map, with what it holds and what it means.
pub mod key;
/// The maps of definition files, each with its keys.
pub mod map;
/// The schemas.
pub mod schema;
