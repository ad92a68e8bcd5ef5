//! Every comparison in the rules of checks and calculated items, with the rule that holds it.

use engine::form::form::Form;
use engine::program::node::{Base, Compare, Node, Read, RowList};
use engine::program::program::{RuleId, ScopeId};

/// The check or calculated item whose rule holds a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// By its place among the form's checks.
    Check(usize),
    /// A calculated item, by its place among the form's items.
    Item(usize),
}

/// A comparison of two values.
pub struct Threshold<'f> {
    /// Whose rule it is in.
    pub part: Part,
    /// Where the rule runs.
    pub scope: ScopeId,
    /// How it compares.
    pub how: Compare,
    /// What is compared.
    pub sides: (&'f Node, &'f Node),
}

/// The comparisons of a form, in the order of its checks and items; and the parts that compare the rows of a group one by one.
pub fn thresholds(form: &Form) -> (Vec<Threshold<'_>>, Vec<Part>) {
    let checks = form.checks.iter().enumerate().map(|(at, check)| (Part::Check(at), check.violated_if));
    let values = form.items.iter().enumerate().filter(|(_, item)| !item.retired);
    let values = values.filter_map(|(at, item)| Some((Part::Item(at), item.value?)));
    let (mut found, mut over_rows) = (Vec::new(), Vec::new());
    for (part, rule) in checks.chain(values) {
        let mut walk = Walk { form, part, found: &mut found, over_rows: false };
        walk.rule(rule);
        if walk.over_rows {
            over_rows.push(part);
        }
    }
    (found, over_rows)
}

struct Walk<'f, 'w> {
    form: &'f Form,
    part: Part,
    found: &'w mut Vec<Threshold<'f>>,
    over_rows: bool,
}

impl<'f> Walk<'f, '_> {
    fn rule(&mut self, id: RuleId) {
        if let Some(rule) = self.form.program.rules.get(id.0 as usize) {
            self.node(&rule.node, rule.scope);
        }
    }

    fn node(&mut self, node: &'f Node, scope: ScopeId) {
        match node {
            Node::Compare(how, a, b) => {
                if is_bound(a) || is_bound(b) {
                    // A row's code beside a code is no threshold of numbers or days.
                    self.over_rows |= !is_code(a) && !is_code(b);
                } else {
                    let sides: (&Node, &Node) = (a, b);
                    if !self.found.iter().any(|one| one.part == self.part && one.how == *how && one.sides == sides) {
                        self.found.push(Threshold { part: self.part, scope, how: *how, sides });
                    }
                }
                self.node(a, scope);
                self.node(b, scope);
            }
            Node::Not(part) | Node::Negate(part) => self.node(part, scope),
            Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => parts.iter().for_each(|part| self.node(part, scope)),
            Node::If(condition, yes, no) => [condition, yes, no].into_iter().for_each(|part| self.node(part, scope)),
            Node::Arithmetic(_, a, b) => [a, b].into_iter().for_each(|part| self.node(part, scope)),
            Node::Lookup(lookup) => {
                lookup.asked.iter().for_each(|part| self.node(part, scope));
                lookup.entries.iter().for_each(|(when, _)| self.node(when, scope));
            }
            Node::Each(_, list, of) | Node::Fold(_, list, of) => {
                self.list(list, scope);
                self.node(of, scope);
            }
            Node::Count(list) => self.list(list, scope),
            _ => {}
        }
    }

    fn list(&mut self, list: &'f RowList, scope: ScopeId) {
        if let Some(filter) = &list.filter {
            self.node(filter, scope);
        }
    }
}

/// Whether a side can be nothing but a code, a text or a reason.
fn is_code(node: &Node) -> bool {
    matches!(node, Node::Code(..) | Node::Text(_) | Node::MissingReason(_))
}

/// Whether something is read of a row that the rule goes through itself.
fn is_bound(node: &Node) -> bool {
    let is_row = |read: &Read| matches!(read.base, Base::Var(_));
    match node {
        Node::Read(read) | Node::Answered(read) | Node::Missing(read) | Node::Applicable(read) | Node::MissingReason(read) => {
            is_row(read)
        }
        Node::Not(part) | Node::Negate(part) => is_bound(part),
        Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => parts.iter().any(is_bound),
        Node::Compare(_, a, b) | Node::Arithmetic(_, a, b) | Node::Contains(a, b) => is_bound(a) || is_bound(b),
        Node::OneOf(of, choices) => is_bound(of) || choices.iter().any(is_bound),
        Node::If(condition, yes, no) => [condition, yes, no].into_iter().any(|part| is_bound(part)),
        _ => false,
    }
}
