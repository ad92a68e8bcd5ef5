//! Rules as FHIRPath over a QuestionnaireResponse of our own Questionnaire. Blank propagates there as unknown does here, so most rules say
//! the same; where FHIRPath decides otherwise (an unknown condition of `iif`, partial dates of one precision, rows of a group that is not
//! asked) the expression is written so that it agrees. What cannot be said faithfully is refused with the reason. Ends of dates are
//! asked inside `select`, since some engines fail when they are asked of nothing.

/// Functions of plain values.
mod call;
/// Comparisons, also of censored numbers and partial dates.
mod compare;
/// Days, months, years and hours between dates.
mod date;
/// Values of rows brought together.
mod fold;
/// Where an answer stands in a response.
pub mod place;
/// What is written into expressions: literals and frequent shapes.
pub mod shape;
/// The tree, node by node.
pub mod translate;
/// Why a rule cannot be said.
pub mod unsaid;
