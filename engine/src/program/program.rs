//! All rules of a form, the order in which items are settled, and who depends on whom.

use std::sync::Arc;

use super::node::Node;

/// Index into `Program::rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u32);

/// Index into `Form::items`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub u32);

/// Index into `Form::scopes`; 0 is the form itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub u16);

/// A rule: its tree, the scope it runs in, and what it reads.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The tree.
    pub node: Node,
    /// Where it runs.
    pub scope: ScopeId,
    /// Items of this form that it reads, each once, in the order of first reading.
    pub reads: Vec<ItemId>,
    /// For each of `reads`: how many groups stand around both the rule's row and all rows in which it reads the item.
    pub shared: Vec<u8>,
    /// Slots of the form's frame that hold items of other forms and that it reads.
    pub imports: Vec<u16>,
    /// The author's text, white space folded.
    pub text: Arc<str>,
}

/// One thing to settle: an item's visibility and, for calculated items, its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: ItemId,
}

/// What must be looked at again when an item's answer changed, in the order of settling.
#[derive(Clone, Debug, Default)]
pub struct Dependents {
    /// Items whose visibility, value, requirement or range may change (transitively), in settling order; the item itself first.
    pub items: Vec<ItemId>,
    /// Checks (index into `Form::checks`) that read any of these.
    pub checks: Vec<u32>,
    /// For each of `items`: it changes at most in rows that stand in the same rows as the change, this many groups deep. 0: in any row.
    pub shared: Vec<u8>,
    /// The same for each of `checks`.
    pub check_shared: Vec<u8>,
}

/// The compiled rules of a form.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Every rule of the form.
    pub rules: Vec<Rule>,
    /// Patterns of `matches`, whole-text meaning is the caller's: used as written.
    pub patterns: Vec<Arc<str>>,
    /// The order in which items are settled: what an item reads stands before it.
    pub order: Vec<Step>,
    /// For each item (same index as `Form::items`).
    pub dependents: Vec<Dependents>,
}
