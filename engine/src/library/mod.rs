//! All definitions together: many files in, linked forms and every fault out.

/// The library and its reading.
pub mod library;
/// Code lists of all files, products among them.
pub mod lists;
/// The order in which forms are linked.
pub mod uses;
/// What a published form needs to be compiled again.
pub mod bundle;
