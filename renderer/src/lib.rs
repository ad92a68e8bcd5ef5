//! The renderer room.
