//! A linked form and its parts.

/// Code lists.
pub mod list;
/// Versions of forms.
pub mod version;
/// Items, sections, checks.
pub mod item;
/// The form as a whole.
pub mod form;
/// The digest of a form's meaning.
pub mod digest;
