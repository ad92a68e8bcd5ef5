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
    pub reads: Box<[ItemId]>,
    /// For each of `reads`: how many groups stand around both the rule's row and all rows in which it reads the item.
    pub shared: Box<[u8]>,
    /// Slots of the form's frame that hold items of other forms and that it reads.
    pub imports: Box<[u16]>,
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
    pub rules: Box<[Rule]>,
    /// Patterns of `matches`, whole-text meaning is the caller's: used as written.
    pub patterns: Box<[Arc<str>]>,
    /// The order in which items are settled: what an item reads stands before it.
    pub order: Box<[Step]>,
    /// What must be looked at again when an item's answer changed.
    pub dependents: DependentTable,
}

/// The dependents of all items in one table: most have few, and lists of its own for each would cost more than what stands in them.
#[derive(Clone, Debug, Default)]
pub struct DependentTable {
    /// Where each item's part of `items` and of `checks` ends.
    ends: Box<[(u32, u32)]>,
    items: Box<[ItemId]>,
    checks: Box<[u32]>,
    /// Beside `items`; empty in a form without rows.
    shared: Box<[u8]>,
    /// Beside `checks`; empty in a form without rows.
    check_shared: Box<[u8]>,
}

/// The dependents of one item; see [`Dependents`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DependentsOf<'t> {
    /// Items whose visibility, value, requirement or range may change, in settling order; the item itself first.
    pub items: &'t [ItemId],
    /// Checks (index into `Form::checks`) that read any of these.
    pub checks: &'t [u32],
    /// For each of `items`: it changes at most in rows that stand in the same rows as the change, this many groups deep. 0: in any row.
    pub shared: &'t [u8],
    /// The same for each of `checks`.
    pub check_shared: &'t [u8],
}

impl DependentTable {
    /// The table of each item's dependents.
    pub fn new(all: &[Dependents]) -> DependentTable {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut end = (0u32, 0u32);
        let ends = all.iter().map(|one| {
            end = (end.0.saturating_add(count(one.items.len())), end.1.saturating_add(count(one.checks.len())));
            end
        });
        DependentTable {
            ends: ends.collect(),
            items: all.iter().flat_map(|one| one.items.iter().copied()).collect(),
            checks: all.iter().flat_map(|one| one.checks.iter().copied()).collect(),
            shared: all.iter().flat_map(|one| one.shared.iter().copied()).collect(),
            check_shared: all.iter().flat_map(|one| one.check_shared.iter().copied()).collect(),
        }
    }

    /// The dependents of an item; none for one that the form does not have.
    #[inline]
    pub fn of(&self, item: ItemId) -> DependentsOf<'_> {
        let at = item.0 as usize;
        let Some((items_end, checks_end)) = self.ends.get(at).copied() else { return DependentsOf::default() };
        let (items, checks) = at.checked_sub(1).and_then(|before| self.ends.get(before).copied()).unwrap_or_default();
        let (items, checks) = (items as usize..items_end as usize, checks as usize..checks_end as usize);
        DependentsOf {
            items: self.items.get(items.clone()).unwrap_or_default(),
            checks: self.checks.get(checks.clone()).unwrap_or_default(),
            shared: self.shared.get(items).unwrap_or_default(),
            check_shared: self.check_shared.get(checks).unwrap_or_default(),
        }
    }

    /// The dependents of each item, in the order of the form's items.
    pub fn iter(&self) -> impl Iterator<Item = DependentsOf<'_>> {
        (0u32..).take(self.ends.len()).map(|at| self.of(ItemId(at)))
    }
}
