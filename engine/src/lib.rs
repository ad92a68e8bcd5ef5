//! The engine room.

pub mod value;
