//! Kinds of items (open set, one row each) and shapes (closed set).

/// Kinds of characters of a text.
pub mod characters;
/// What authors write.
pub mod kind;
/// Kinds of files of an attachment.
pub mod media;
/// What storage and exports know.
pub mod shape;
/// What other form systems call them.
pub mod synonym;
