//! Kinds of items (open set, one row each) and shapes (closed set).

/// What storage and exports know.
pub mod shape;
/// What authors write.
pub mod kind;
