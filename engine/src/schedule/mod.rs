//! The calendar of a patient from a schedule and the answers so far: visits with their windows, what is due, what has ended.

/// Which forms a patient's treatment asks for.
pub mod asked;
/// A patient's calendar.
pub mod calendar;
/// What the consent that stands lets in.
pub mod consent;
/// When something is due, and what follows an end.
pub mod due;
/// Authors' cases.
pub mod example;
/// Answers by record, as schedules read them.
pub mod records;
/// A linked schedule.
pub mod schedule;
/// What of a schedule reads an item.
pub mod trace;
