//! What a form costs the person who fills it: items and minutes, by a stated model that everybody can check and change in one place.

use crate::form::form::Form;
use crate::form::item::{Item, Required};
use crate::kind::kind::Kind;

/// Seconds to find and enter one answer, by kind; the model behind every figure of minutes. A rough guess to compare forms with, to be
/// replaced by measured times: a choice is read and picked, a date or number is looked up in the chart, free text is composed.
pub const SECONDS: &[(Kind, u32)] = &[
    (Kind::Boolean, 4),
    (Kind::Choice, 6),
    (Kind::Choices, 12),
    (Kind::Integer, 8),
    (Kind::Decimal, 10),
    (Kind::Quantity, 12),
    (Kind::Date, 10),
    (Kind::PartialDate, 10),
    (Kind::Datetime, 15),
    (Kind::Text, 15),
    (Kind::LongText, 40),
    (Kind::Attachment, 60),
];

/// Seconds to open, read over and submit a form.
pub const SECONDS_OF_FORM: u32 = 30;

/// What a form costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burden {
    /// Items that a person may have to answer; those inside a group count once, as in one row.
    pub items: usize,
    /// Those asked of everybody: no rule shows them, and no row has to be opened.
    pub always: usize,
    /// Those that must be answered whenever they are asked.
    pub required: usize,
    /// Those that must be answered when a rule says so.
    pub required_sometimes: usize,
    /// Those calculated, which nobody types.
    pub calculated: usize,
    /// Those for which a reason may stand in place of the value.
    pub may_be_missing: usize,
    /// Those that name no purpose.
    pub without_why: usize,
    /// Seconds when only what is asked of everybody is filled.
    pub seconds_least: u32,
    /// Seconds when everything is filled, one row in each group.
    pub seconds_most: u32,
}

impl Burden {
    /// The burden of a form; retired items cost nothing.
    pub fn of(form: &Form) -> Burden {
        let mut burden = Burden { seconds_least: SECONDS_OF_FORM, seconds_most: SECONDS_OF_FORM, ..Burden::default() };
        for item in form.items.iter().filter(|item| !item.retired && item.kind != Kind::Group) {
            burden.add(item);
        }
        burden
    }

    fn add(&mut self, item: &Item) {
        if item.kind == Kind::Calculated {
            self.calculated += 1;
            return;
        }
        let seconds = seconds(item.kind);
        let is_always = item.shown_if.is_empty() && item.scope.0 == 0;
        self.items += 1;
        self.always += usize::from(is_always);
        self.required += usize::from(item.required == Required::Always);
        self.required_sometimes += usize::from(matches!(item.required, Required::If(_)));
        self.may_be_missing += usize::from(!item.missing.is_empty());
        self.without_why += usize::from(item.why.is_empty());
        self.seconds_most = self.seconds_most.saturating_add(seconds);
        if is_always {
            self.seconds_least = self.seconds_least.saturating_add(seconds);
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Burden) -> Burden {
        Burden {
            items: self.items + other.items,
            always: self.always + other.always,
            required: self.required + other.required,
            required_sometimes: self.required_sometimes + other.required_sometimes,
            calculated: self.calculated + other.calculated,
            may_be_missing: self.may_be_missing + other.may_be_missing,
            without_why: self.without_why + other.without_why,
            seconds_least: self.seconds_least.saturating_add(other.seconds_least),
            seconds_most: self.seconds_most.saturating_add(other.seconds_most),
        }
    }
}

/// Seconds for one answer of a kind.
pub fn seconds(kind: Kind) -> u32 {
    SECONDS.iter().find(|(known, _)| *known == kind).map_or(0, |(_, seconds)| *seconds)
}
