//! What stands around every handler, outermost first: log, headers, error pages, limits, origin.

pub mod bound;
pub mod headers;
pub mod limits;
pub mod log;
pub mod origin;
pub mod peer;
