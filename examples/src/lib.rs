//! The examples room.
