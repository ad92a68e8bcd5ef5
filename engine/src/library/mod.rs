//! All definitions together: many files in, linked forms and every fault out.

/// What a published form needs to be compiled again.
pub mod bundle;
/// The consent that the registry declares.
pub mod consent;
/// The kinds of courses and what they name.
pub mod courses;
/// What the library covers, in numbers.
pub mod coverage;
/// What crosswalks promise.
pub mod crosswalks;
/// The library and its reading.
pub mod library;
/// Ids over the versions of a form.
pub mod life;
/// Code lists of all files, products among them.
pub mod lists;
/// What products and the registry promise each other.
pub mod promises;
/// A library as things to publish.
pub mod publication;
/// What was released and never changes.
pub mod published;
/// Files that could not be read and what follows from them.
pub mod unread;
/// The order in which forms are linked.
pub mod uses;
