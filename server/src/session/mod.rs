//! Who is asking, and what they may do.

pub mod cookie;
pub mod csrf;
pub mod gate;
pub mod language;
pub mod multipart;
pub mod pairs;
pub mod posted;
pub mod posted_files;
pub mod signed_in;
pub mod token;
