//! Kinds of items (open set, one row each) and shapes (closed set).

/// What authors write.
pub mod kind;
/// What storage and exports know.
pub mod shape;
