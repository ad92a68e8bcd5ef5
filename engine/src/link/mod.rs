//! Documents to forms: ids to slots, words to lists and units, rules to typed programs.

/// Edit checks and label rules.
pub mod check;
/// How much work a rule can be at most.
pub mod cost;
/// Whether a table's rows hold for every value exactly once.
pub mod cover;
/// What only some items have.
pub mod details;
/// Authors' cases.
pub mod example;
/// The whole form.
pub mod form;
/// Row counts, unique rows and the like.
pub mod guard;
/// Properties of one item: list, units, ranges, patterns.
pub mod item;
/// Items laid out in scopes and slots.
pub mod layout;
/// Every id that the cases of a form name must be there.
pub mod named;
/// Every id that the cases of a schedule name must be there.
pub mod named_in_schedule;
/// Who reads whom: cycles, order, dependents.
pub mod order;
/// Which records a form reads.
pub mod reference;
/// Rules read, ordered and typed.
pub mod rules;
/// Schedules.
pub mod schedule;
/// Lookup tables.
pub mod table;
/// Why each item is asked.
pub mod why;
