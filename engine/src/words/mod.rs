//! Rules in plain words, in Japanese and English, told from the compiled trees: what is read here is what runs.

/// What a rule says: one line, or lists within lists.
pub mod clause;
/// A tree to a clause.
pub mod rule;
/// Every rule of a form with what it decides.
pub mod statement;
/// Items, groups, codes, dates and numbers by the names people know.
pub mod thing;
