//! A linked form and its parts.

/// The digest of a form's meaning.
pub mod digest;
/// The form as a whole.
pub mod form;
/// Items, sections, checks.
pub mod item;
/// Code lists.
pub mod list;
/// Versions of forms.
pub mod version;
