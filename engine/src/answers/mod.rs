//! Answers: JSON bytes to typed slots, places and paths, and back to the canonical bytes of a submission.

pub mod error;
pub mod file_reader;
pub mod frame;
pub mod json;
pub mod key_table;
pub mod nesting;
pub mod place;
pub mod reader;
pub mod shelf;
pub mod slot_reader;
pub mod submission;

pub use error::Error;
pub use frame::{Answers, Context, Rows, Stray, StrayKind};
pub use place::{Place, RowPath};
pub use reader::Reader;
pub use submission::Submission;
