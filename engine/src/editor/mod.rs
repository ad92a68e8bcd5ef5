//! What an editor needs to know of definition files: JSON Schemas, completion, the meaning and the home of what stands under the cursor.

/// What could be typed at a place.
pub mod complete;
/// Where a cursor stands in a file that is being typed.
pub mod cursor;
/// What stands under the cursor: its meaning and where it is defined.
pub mod describe;
/// One key of a map, with what it holds and what it means.
pub mod key;
/// The maps of definition files, each with its keys.
pub mod map;
/// What the words of the language mean.
pub mod meaning;
/// The ids that a file gives.
pub mod outline;
/// The schemas.
pub mod schema;
