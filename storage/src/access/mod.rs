//! Who acts, and what that role may do and see.

pub mod actor;
pub mod right;
pub mod scope;
