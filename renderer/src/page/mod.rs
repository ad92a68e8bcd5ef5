//! The form page, compiled: templates render a published version once per language into escaped text with holes; a request fills the holes.

/// The attached file of a field.
pub mod attached;
/// One field of the page at compile time.
pub mod cell;
/// Which options of an item are its answer.
pub mod chosen;
/// Form to page.
pub mod compile;
/// Page and answers to HTML.
pub mod fill;
/// Findings at items and in the summary.
pub mod finding;
/// What a hole shows.
pub mod hole;
/// Marks that templates leave for holes.
pub mod mark;
/// The compiled page of a form in one language.
pub mod page;
/// The templates of the page, one row each.
pub mod part;
/// Static text with holes between.
pub mod segment;
/// What judging found, as the page shows it.
pub mod shown;
/// Templates rendered once for items that look the same.
pub mod skeleton;
/// Answers and what was found, laid out by cell.
pub mod state;
/// Answers that no offered option stands for.
pub mod stray;
/// What a cell has, and what a hole needs of it.
pub mod traits;
/// An item as its template sees it.
pub mod view;
