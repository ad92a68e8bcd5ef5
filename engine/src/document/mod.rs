//! YAML trees as typed documents; every property keeps its place, every fault is reported.

/// Consent, as the registry declares it.
pub mod consent;
/// `crosswalks/<registry>.yaml`.
pub mod crosswalk;
/// `forms/<form>/<version>.yaml`.
pub mod form;
/// `lists/<topic>.yaml`.
pub mod list;
/// The ids that authors' cases name.
pub mod named;
/// `products/<product>.yaml`.
pub mod product;
/// Why items are asked.
pub mod purpose;
/// Reading keys of a map.
pub mod reader;
/// `uses` of a form.
pub mod reference;
/// `registry.yaml`.
pub mod registry;
/// Rules as written.
pub mod rule;
/// `schedules/<schedule>.yaml`.
pub mod schedule;
/// Lookup tables as written.
pub mod table;
