//! The screens around the forms (sign-in, lists, histories), one row each: name and template text.
//! A new screen is a file in `templates/screen/` and a row here.

/// Name of a screen and the text of its template.
pub type Row = (&'static str, &'static str);

/// Every screen, by name; `parts` holds what several of them share.
pub const TABLE: &[Row] = &[
    ("calendar", include_str!("../templates/screen/calendar.html")),
    ("changes", include_str!("../templates/screen/changes.html")),
    ("coverage", include_str!("../templates/screen/coverage.html")),
    ("coverage_tables", include_str!("../templates/screen/coverage_tables.html")),
    ("fill", include_str!("../templates/screen/fill.html")),
    ("forms", include_str!("../templates/screen/forms.html")),
    ("parts", include_str!("../templates/screen/parts.html")),
    ("patient", include_str!("../templates/screen/patient.html")),
    ("patients", include_str!("../templates/screen/patients.html")),
    ("preview", include_str!("../templates/screen/preview.html")),
    ("problem", include_str!("../templates/screen/problem.html")),
    ("record", include_str!("../templates/screen/record.html")),
    ("review", include_str!("../templates/screen/review.html")),
    ("revision", include_str!("../templates/screen/revision.html")),
    ("sign_in", include_str!("../templates/screen/sign_in.html")),
    ("upgrade", include_str!("../templates/screen/upgrade.html")),
    ("workbench", include_str!("../templates/screen/workbench.html")),
    ("workbench_list", include_str!("../templates/screen/workbench_list.html")),
    ("workbench_panel", include_str!("../templates/screen/workbench_panel.html")),
];
