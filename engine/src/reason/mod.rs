//! Reasoning about rules without answers: which truth is possible, given types, codes, ranges and what must be shown first.
//! It may say "possible" of what is not (it looks at one rule with its surroundings, not at all mathematics); it never says
//! "impossible" of what is possible within the ranges.

/// What may be known of one answer.
pub mod fact;
/// Numbers between two ends.
pub mod interval;
/// Whether a rule can stay undecided.
pub mod undecided;
/// Assuming that rules are true or false.
pub mod world;
