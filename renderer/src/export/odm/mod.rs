//! CDISC ODM metadata, 1.3.2 and 2.0: levels as study events, forms, sections and rows as item groups, items with their checks, code
//! lists, conditions and methods. What ODM has no place for stands in an `Alias` whose context begins with `ctr:`.

/// Formal conditions and methods.
pub mod condition;
/// What items hold.
pub mod data;
/// The two editions of the standard and how they differ.
pub mod edition;
/// Forms and groups of items.
pub mod group;
/// Items.
pub mod item;
/// Code lists and units.
pub mod list;
/// Names of things: OIDs.
pub mod oid;
/// Range checks.
pub mod range;
/// The study around it all.
pub mod study;
/// Texts in both languages.
pub mod text;
