//! The findings that every form has without writing a check, one row each, and a small set of them.

use crate::answers::frame::StrayKind;
use crate::form::guard::GuardKind;
use crate::form::item::Severity;
use crate::value::value::Fault;
use std::sync::{Arc, LazyLock};

/// A built-in finding. The order is the order in which findings of one item are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Builtin {
    /// Nothing answered where an answer is required.
    Required,
    /// Not of the item's shape.
    Unreadable,
    /// A code that the list does not have.
    UnknownCode,
    /// A missing reason that is not allowed here.
    MissingNotAllowed,
    /// A unit that is not offered here.
    UnitNotAllowed,
    /// A comparator that is not taken here.
    ComparatorNotAllowed,
    /// A kind of file that is not taken here.
    FileTypeNotAllowed,
    /// Outside the possible range.
    OutOfRange,
    /// Outside the usual range.
    SoftRange,
    /// Too many characters.
    TooLong,
    /// Characters of another kind than wanted.
    Characters,
    /// Not of the wanted pattern.
    Pattern,
    /// A code that stands alone, beside another.
    Exclusive,
    /// Too many places after the point.
    TooManyDecimals,
    /// A file of too many bytes.
    FileTooLarge,
    /// Too few rows.
    TooFewRows,
    /// Too many rows.
    TooManyRows,
    /// A chosen code is not offered under the other answers.
    ChoiceNotAllowed,
    /// What was entered differs from what follows from other answers.
    DerivedDiffers,
    /// An earlier row says the same.
    Unique,
    /// Not as many rows as another answer says.
    RowCount,
    /// A key that is no item.
    UnknownItem,
    /// A key twice.
    DuplicateItem,
}

impl Builtin {
    /// Every one, in reporting order.
    pub const ALL: [Builtin; 23] = [
        Builtin::Required,
        Builtin::Unreadable,
        Builtin::UnknownCode,
        Builtin::MissingNotAllowed,
        Builtin::UnitNotAllowed,
        Builtin::ComparatorNotAllowed,
        Builtin::FileTypeNotAllowed,
        Builtin::OutOfRange,
        Builtin::SoftRange,
        Builtin::TooLong,
        Builtin::Characters,
        Builtin::Pattern,
        Builtin::Exclusive,
        Builtin::TooManyDecimals,
        Builtin::FileTooLarge,
        Builtin::TooFewRows,
        Builtin::TooManyRows,
        Builtin::ChoiceNotAllowed,
        Builtin::DerivedDiffers,
        Builtin::Unique,
        Builtin::RowCount,
        Builtin::UnknownItem,
        Builtin::DuplicateItem,
    ];

    /// The finding's code.
    pub fn code(self) -> &'static str {
        match self {
            Builtin::Required => "required",
            Builtin::Unreadable => "unreadable",
            Builtin::UnknownCode => "unknown_code",
            Builtin::MissingNotAllowed => "missing_not_allowed",
            Builtin::UnitNotAllowed => "unit_not_allowed",
            Builtin::ComparatorNotAllowed => "comparator_not_allowed",
            Builtin::FileTypeNotAllowed => "file_type_not_allowed",
            Builtin::OutOfRange => "out_of_range",
            Builtin::SoftRange => "soft_range",
            Builtin::TooLong => "too_long",
            Builtin::Characters => "characters",
            Builtin::Pattern => "pattern",
            Builtin::Exclusive => "exclusive",
            Builtin::TooManyDecimals => "too_many_decimals",
            Builtin::FileTooLarge => "file_too_large",
            Builtin::TooFewRows => "too_few_rows",
            Builtin::TooManyRows => "too_many_rows",
            Builtin::ChoiceNotAllowed => "choice_not_allowed",
            Builtin::DerivedDiffers => "derived_differs",
            Builtin::Unique => "unique",
            Builtin::RowCount => "row_count",
            Builtin::UnknownItem => "unknown_item",
            Builtin::DuplicateItem => "duplicate_item",
        }
    }

    /// The finding's code as findings hold it: one text for all.
    pub fn shared_code(self) -> Arc<str> {
        CODES.get(self as usize).cloned().unwrap_or_else(|| self.code().into())
    }

    /// All are errors but the usual range and a difference from what follows from other answers.
    pub fn severity(self) -> Severity {
        if matches!(self, Builtin::SoftRange | Builtin::DerivedDiffers) { Severity::Warning } else { Severity::Error }
    }
}

/// The code of every finding, by finding.
static CODES: LazyLock<[Arc<str>; Builtin::ALL.len()]> = LazyLock::new(|| Builtin::ALL.map(|builtin| builtin.code().into()));

impl From<Fault> for Builtin {
    fn from(fault: Fault) -> Builtin {
        match fault {
            Fault::Unreadable => Builtin::Unreadable,
            Fault::UnknownCode => Builtin::UnknownCode,
            Fault::MissingNotAllowed => Builtin::MissingNotAllowed,
            Fault::UnitNotAllowed => Builtin::UnitNotAllowed,
            Fault::ComparatorNotAllowed => Builtin::ComparatorNotAllowed,
            Fault::FileTypeNotAllowed => Builtin::FileTypeNotAllowed,
        }
    }
}

impl From<GuardKind> for Builtin {
    fn from(kind: GuardKind) -> Builtin {
        match kind {
            GuardKind::ChoiceNotAllowed => Builtin::ChoiceNotAllowed,
            GuardKind::DerivedDiffers => Builtin::DerivedDiffers,
            GuardKind::Unique => Builtin::Unique,
            GuardKind::RowCount => Builtin::RowCount,
        }
    }
}

impl From<StrayKind> for Builtin {
    fn from(kind: StrayKind) -> Builtin {
        match kind {
            StrayKind::UnknownItem => Builtin::UnknownItem,
            StrayKind::DuplicateItem => Builtin::DuplicateItem,
        }
    }
}

/// A set of built-in findings of one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found(u32);

impl Found {
    /// None.
    pub const NONE: Found = Found(0);

    /// One.
    pub fn one(builtin: Builtin) -> Found {
        Found(1 << builtin as u32)
    }

    /// With another, if a condition holds.
    #[must_use]
    pub fn with(self, builtin: Builtin, holds: bool) -> Found {
        if holds { Found(self.0 | 1 << builtin as u32) } else { self }
    }

    /// Without those of another set.
    #[must_use]
    pub fn without(self, other: Found) -> Found {
        Found(self.0 & !other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in the set, in reporting order.
    pub fn iter(self) -> impl Iterator<Item = Builtin> {
        Builtin::ALL.into_iter().filter(move |builtin| self.0 & (1 << *builtin as u32) != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Builtin;
    use crate::link::check::RESERVED;

    #[test]
    fn no_check_can_take_the_name_of_a_finding_that_every_form_knows() {
        let own: BTreeSet<&str> = Builtin::ALL.iter().map(|builtin| builtin.code()).collect();
        assert_eq!(own, RESERVED.iter().copied().collect());
    }
}
