//! The engine room.

/// Japanese and English, and texts in both.
pub mod lang;
pub mod value;
