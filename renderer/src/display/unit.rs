//! Units of measure as they are printed; the engine's messages print them alike.

pub use engine::value::unit_name::{measured, print};
