//! The published forms, compiled and ready; a new publication is noticed without a restart.

pub mod catalogue;
pub mod compile;
pub mod published;
