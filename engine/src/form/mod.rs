//! A linked form and its parts.

/// What a form costs the person who fills it.
pub mod burden;
/// The digest of a form's meaning.
pub mod digest;
/// The form as a whole.
pub mod form;
/// Findings of an item that rules decide.
pub mod guard;
/// Items by id.
pub mod index;
/// Items, sections, checks.
pub mod item;
/// JSON kept as its text.
pub mod kept;
/// Code lists.
pub mod list;
/// Moments of judgement.
pub mod moment;
/// Where the parts of a composed form come from.
pub mod provenance;
/// Which record of another form is read.
pub mod reference;
/// Lookup tables.
pub mod table;
/// Where an item comes from and who reads it.
pub mod trace;
/// Versions of forms.
pub mod version;
