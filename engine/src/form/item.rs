//! Items, sections and checks of a linked form.

use std::ops::Deref;
use std::sync::Arc;

use crate::form::guard::{Choices, Guard};
use crate::form::list::CodeList;
use crate::form::moment::Moment;
use crate::kind::characters::Characters;
use crate::kind::kind::Kind;
use crate::kind::media::Files;
use crate::kind::shape::Shape;
use crate::lang::Text;
use crate::program::program::{ItemId, RuleId, ScopeId};
use crate::value::censor::Censoring;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::missing::Missing;
use crate::value::rounding::Rounding;
use crate::value::unit::{Ratio, Unit, convert_factor};

/// When an item must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Never.
    No,
    /// Whenever it is shown.
    Always,
    /// When the rule is definitely true.
    If(RuleId),
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A number, in the item's canonical unit.
    Number(Decimal),
    /// A day.
    Date(DateRange),
    /// The day on which the answers are judged.
    Today,
}

/// Hard ends give an error, soft ends a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// Least allowed.
    pub min: Option<Bound>,
    /// Greatest allowed.
    pub max: Option<Bound>,
    /// Least usual.
    pub soft_min: Option<Bound>,
    /// Greatest usual.
    pub soft_max: Option<Bound>,
}

impl Range {
    /// The places after the point as each number is written: ends that are equal may be written differently.
    pub fn places(&self) -> [Option<u8>; 4] {
        [self.min, self.max, self.soft_min, self.soft_max].map(|end| match end {
            Some(Bound::Number(number)) => Some(number.scale()),
            _ => None,
        })
    }
}

/// One item of a form. What few items have stands in [`Details`] and is read as if it stood here: `item.help`, `item.range`.
///
/// A loaded form is mostly items, so what each has is small, and items whose details are equal share them.
#[derive(Clone, Debug)]
pub struct Item {
    /// Identity within the form, chosen once.
    pub id: Arc<str>,
    /// What people read.
    pub label: Text,
    /// The kind the author wrote.
    pub kind: Kind,
    /// What storage and exports know.
    pub shape: Shape,
    /// The scope whose frame holds this item's slot.
    pub scope: ScopeId,
    /// The slot in that frame.
    pub slot: u16,
    /// The section it stands in (also for items inside groups).
    pub section: u16,
    /// For a group: the scope of its rows.
    pub rows: Option<ScopeId>,
    /// For a group: its place among the groups of the frame that holds it.
    pub group: Option<u16>,
    /// Its codes, for coded kinds.
    pub list: Option<Arc<CodeList>>,
    /// When it must be answered.
    pub required: Required,
    /// All must hold for the item to be shown: the section's rule, then its own. (A group's rule governs its rows through the group.)
    pub shown_if: Conditions,
    /// The rule of a calculated item.
    pub value: Option<RuleId>,
    /// Identifies a person.
    pub pii: bool,
    /// Kept for old answers, no longer asked.
    pub retired: bool,
    /// The rest.
    pub details: Arc<Details>,
}

/// What only some items have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// More for those who ask.
    pub help: Option<Text>,
    /// Codes that stand alone.
    pub exclusive: Box<[u16]>,
    /// Reasons allowed for a missing value.
    pub missing: Box<[Missing]>,
    /// Units: the first is canonical; more than one only for quantities.
    pub units: Box<[Unit]>,
    /// Most places after the point.
    pub decimals: Option<u8>,
    /// How a calculated number is rounded to these places.
    pub rounding: Rounding,
    /// Hard and soft ranges.
    pub range: Range,
    /// Most characters of a text.
    pub max_length: Option<u32>,
    /// The kind of characters that a text may hold.
    pub characters: Option<Characters>,
    /// What is said when the pattern does not match.
    pub pattern_message: Option<Text>,
    /// Which censored values a number may be.
    pub censored: Censoring,
    /// Factors to the canonical unit that the substance gives, by the index of the unit.
    pub conversions: Box<[(u8, Ratio)]>,
    /// The whole text must match (written as the author wrote it).
    pub pattern: Option<Arc<str>>,
    /// What an attachment may be.
    pub files: Option<Files>,
    /// Fewest rows of a group.
    pub min_rows: u16,
    /// Most rows of a group.
    pub max_rows: u16,
    /// For a group: items of a row that no two rows may share.
    pub unique: Box<[ItemId]>,
    /// For a group: the item that says how many rows there are.
    pub row_count: Option<ItemId>,
    /// Codes that can be chosen only under other answers.
    pub choices_if: Box<[Choices]>,
    /// The calculated item that says what follows from other answers.
    pub derived: Option<ItemId>,
    /// The item that says why the two differ.
    pub difference_reason: Option<ItemId>,
    /// Findings that rules decide.
    pub guards: Box<[Guard]>,
    /// Why it is asked: purposes and requirements. No part of the meaning.
    pub why: Box<[Arc<str>]>,
    /// The id that this item took over from.
    pub replaces: Option<Arc<str>>,
}

impl Deref for Item {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.details
    }
}

impl Item {
    /// How much a difference from what follows from other answers weighs: once there is an item for the reason, it must be answered.
    pub fn weight_of_difference(&self) -> Severity {
        if self.difference_reason.is_some() { Severity::Error } else { Severity::Warning }
    }

    /// How many of the canonical unit one of an entry unit is, exactly.
    pub fn factor(&self, unit: usize) -> Option<Ratio> {
        let declared = self.conversions.iter().find(|(at, _)| usize::from(*at) == unit).map(|(_, ratio)| *ratio);
        declared.or_else(|| convert_factor(self.units.get(unit)?, self.units.first()?))
    }
}

/// The rules that must all hold for an item to be shown: none, its section's, its own, or both in this order. Read as a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    rules: [RuleId; 2],
    count: u8,
}

impl Conditions {
    /// Of the section's rule and the item's own.
    pub fn new(section: Option<RuleId>, own: Option<RuleId>) -> Conditions {
        let none = RuleId(u32::MAX);
        match (section, own) {
            (Some(section), Some(own)) => Conditions { rules: [section, own], count: 2 },
            (Some(only), None) | (None, Some(only)) => Conditions { rules: [only, none], count: 1 },
            (None, None) => Conditions { rules: [none, none], count: 0 },
        }
    }
}

impl Deref for Conditions {
    type Target = [RuleId];

    fn deref(&self) -> &[RuleId] {
        self.rules.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// A part of the page.
#[derive(Clone, Debug)]
pub struct Section {
    /// Identity within the form.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// More for those who ask.
    pub help: Option<Text>,
    /// Shown when true.
    pub shown_if: Option<RuleId>,
    /// Its items in order; items inside groups stand in their group's scope.
    pub items: Vec<ItemId>,
}

/// How much a violated check weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The record cannot be complete; it is kept as ERR with a query.
    Error,
    /// Asks for a reason, which is kept.
    Warning,
}

impl Severity {
    /// The word in definitions.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// How much a check weighs at each moment; nothing before the first moment that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// While typing and on saving; a check that weighs nothing there is not judged.
    pub earlier: [Option<Severity>; 2],
    /// On submission.
    pub severity: Severity,
}

impl Weight {
    /// The same at every moment.
    pub fn always(severity: Severity) -> Weight {
        Weight { earlier: [Some(severity); 2], severity }
    }

    /// At a moment.
    pub fn at(self, moment: Moment) -> Option<Severity> {
        let [typing, save] = self.earlier;
        match moment {
            Moment::Typing => typing,
            Moment::Save => save,
            Moment::Submit => Some(self.severity),
        }
    }

    /// The moments at which it changes, with what it weighs from then on; one line when it is always the same.
    pub fn steps(self) -> Vec<(Moment, Severity)> {
        let mut steps: Vec<(Moment, Severity)> = Vec::new();
        for (moment, severity) in Moment::ALL.into_iter().filter_map(|moment| Some((moment, self.at(moment)?))) {
            if steps.last().is_none_or(|(_, before)| *before != severity) {
                steps.push((moment, severity));
            }
        }
        steps
    }

    /// Whether it is the same at every moment.
    pub fn is_always(self) -> bool {
        self == Weight::always(self.severity)
    }
}

/// An edit check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Identity within the form.
    pub id: Arc<str>,
    /// Fires only when definitely true.
    pub violated_if: RuleId,
    /// How much it weighs, and from which moment on.
    pub weight: Weight,
    /// The item at which it is shown.
    pub on: ItemId,
    /// What people read.
    pub message: Text,
    /// Where the fact behind the check comes from.
    pub source: Option<Arc<str>>,
    /// For a label rule of a product: `product/indication/rule@version`. Such checks are laid over a form and are not part of its meaning.
    pub label_rule: Option<Arc<str>>,
}
