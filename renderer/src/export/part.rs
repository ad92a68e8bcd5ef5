//! The templates of exports, one row each.

/// Name of a template and its text.
pub type Row = (&'static str, &'static str);

/// Every template of exports, by name.
pub const TABLE: &[Row] = &[
    ("export/sheet.html", include_str!("../../templates/export/sheet.html")),
    ("export/coverage.html", include_str!("../../templates/export/coverage.html")),
    ("export/print.html", include_str!("../../templates/export/print.html")),
    ("export/dictionary.html", include_str!("../../templates/export/dictionary.html")),
];
