//! Records: one form at one place.

use crate::form_ref::FormRef;

/// Opens a record (state DUE) so that it can be filled; the same form at the same place gives the record that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRecord {
    /// Place id.
    pub place: String,
    /// The form version to be filled.
    pub form: FormRef,
    /// 1 for the only record of a form at a place; higher for a form that may be filled several times.
    pub ordinal: i64,
}
