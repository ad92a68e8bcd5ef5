//! What runs. `node` holds the rule trees, `program` the whole of a form's rules with their order.

/// The program as data for the browser.
pub mod json;
/// Rule trees over slots.
pub mod node;
/// All rules of a form, their order and who depends on whom.
pub mod program;
