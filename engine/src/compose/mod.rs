//! Forms from parts: shared items, blocks and overlays put together as trees, before documents are read and linked.

/// What a use may change.
pub mod adjust;
/// Arguments of a block.
mod argument;
/// A block put where it is used.
mod block;
/// Tables and examples that blocks bring in.
pub mod carried;
/// Which uses are open and where their words stand.
mod composer;
/// Uses replaced by what they bring in.
pub mod expand;
/// What can be wrong with a use.
pub mod fault;
/// The form, or one use of a part, being composed.
mod frame;
/// An overlay laid over a form.
pub mod overlay;
/// Parameters of blocks.
pub mod parameter;
/// Shared items and blocks as read.
pub mod part;
/// Ids that follow the items they name.
mod rename;
/// What names mean in the rules of a part.
pub mod resolve;
/// A shared item put where it is used.
mod shared;
/// Looking into trees and changing them.
pub mod tree;
