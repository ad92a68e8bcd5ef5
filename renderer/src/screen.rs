//! The screens around the forms (sign-in, lists, histories), one row each: name and template text.
//! A new screen is a file in `templates/screen/` and a row here.

/// Name of a screen and the text of its template.
pub type Row = (&'static str, &'static str);

/// Every screen, by name.
pub const TABLE: &[Row] = &[("problem", include_str!("../templates/screen/problem.html"))];
