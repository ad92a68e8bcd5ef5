//! Posted fields back into answers; the other end of the templates in `templates/item/`.

/// One item's fields into its answer.
pub mod answer;
/// Numbers with a comparator.
pub mod censored;
/// All fields of a post.
pub mod fields;
/// What a person typed, folded as far as its meaning allows.
pub mod fold;
/// Dates as people write them, with slashes or by era, into ISO text.
pub mod written_date;
