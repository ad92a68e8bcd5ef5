//! Forms from parts: shared items, blocks and overlays put together as trees, before documents are read and linked.

/// What a use may change.
pub mod adjust;
/// Tables and examples that blocks bring in.
pub mod carried;
/// Uses replaced by what they bring in.
pub mod expand;
/// What can be wrong with a use.
pub mod fault;
/// Parameters of blocks.
pub mod parameter;
/// Shared items and blocks as read.
pub mod part;
/// What names mean in the rules of a part.
pub mod resolve;
/// Looking into trees and changing them.
pub mod tree;
