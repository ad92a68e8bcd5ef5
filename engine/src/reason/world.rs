//! Assuming that rules are true or false, one after another, until something becomes impossible.
//!
//! A rule can decide only when what it reads is shown; so whatever must have a value must be shown, and its own `show_if` is assumed too
//! (unless it reads other forms, whose blank answers show rather than hide).

use std::collections::HashMap;

use crate::form::form::Form;
use crate::form::item::Item;
use crate::program::node::{Arithmetic, Base, Compare, Function, Node, Read};
use crate::program::program::{ItemId, RuleId, ScopeId};
use crate::reason::fact::Fact;
use crate::reason::interval::Interval;
use crate::value::decimal::Decimal;

/// Frame and slot.
type Place = (ScopeId, u16);

/// How far a chain of `show_if` is followed.
const DEEPEST: u8 = 12;

/// What is assumed so far.
#[derive(Clone)]
pub struct World<'f> {
    form: &'f Form,
    facts: HashMap<Place, Fact>,
    depth: u8,
}

/// Whether a rule can become `wanted` while all of `given` are true.
pub fn can_become(form: &Form, rule: RuleId, wanted: bool, given: &[RuleId]) -> bool {
    let mut world = World::new(form);
    // Twice: what the last rule says may matter to the first.
    (0..2).all(|_| given.iter().all(|rule| world.assume_rule(*rule, true)) && world.assume_rule(rule, wanted))
}

impl<'f> World<'f> {
    /// Nothing is assumed.
    pub fn new(form: &'f Form) -> World<'f> {
        World { form, facts: HashMap::new(), depth: 0 }
    }

    /// Assumes a rule to be true or false; `false` says that this cannot be.
    pub fn assume_rule(&mut self, rule: RuleId, wanted: bool) -> bool {
        let form = self.form;
        form.program.rules.get(rule.0 as usize).is_none_or(|rule| self.assume(&rule.node, wanted, rule.scope))
    }

    /// Assumes one part of a rule that runs in a scope.
    pub fn assume(&mut self, node: &Node, wanted: bool, scope: ScopeId) -> bool {
        match node {
            Node::Bool(value) => *value == wanted,
            Node::Not(part) => self.assume(part, !wanted, scope),
            Node::And(parts) if wanted => self.every(parts, true, scope),
            Node::Or(parts) if !wanted => self.every(parts, false, scope),
            Node::And(parts) | Node::Or(parts) => self.one(parts, wanted, scope),
            Node::Compare(how, a, b) => self.compare(if wanted { *how } else { opposite(*how) }, a, b, scope),
            Node::OneOf(value, choices) => self.one_of(value, choices, wanted, scope),
            Node::Contains(code, codes) => self.contains(code, codes, wanted, scope),
            Node::Answered(read) => self.answered(*read, wanted, scope),
            Node::Missing(read) => self.change(*read, scope, |fact| {
                if wanted {
                    fact.present = false;
                    fact.absent &= fact.missing;
                } else {
                    fact.missing = false;
                }
            }),
            Node::Read(read) => {
                self.require(*read, scope)
                    && self.change(*read, scope, |fact| {
                        let [no, yes] = &mut fact.truth;
                        *(if wanted { no } else { yes }) = false;
                    })
            }
            Node::If(condition, yes, no) => self.either(
                |world| world.assume(condition, true, scope) && world.assume(yes, wanted, scope),
                |world| world.assume(condition, false, scope) && world.assume(no, wanted, scope),
            ),
            _ => true,
        }
    }

    fn every(&mut self, parts: &[Node], wanted: bool, scope: ScopeId) -> bool {
        // Twice: a later part may narrow what an earlier one compares with.
        (0..2).all(|_| parts.iter().all(|part| self.assume(part, wanted, scope)))
    }

    /// At least one part is as wanted; what holds for every such case holds.
    fn one(&mut self, parts: &[Node], wanted: bool, scope: ScopeId) -> bool {
        let mut joined: Option<World<'f>> = None;
        for part in parts {
            let mut case = self.clone();
            if case.assume(part, wanted, scope) {
                joined = Some(match joined {
                    Some(before) => before.or(&case),
                    None => case,
                });
            }
        }
        self.become_(joined)
    }

    fn either(&mut self, first: impl Fn(&mut World<'f>) -> bool, second: impl Fn(&mut World<'f>) -> bool) -> bool {
        let (mut a, mut b) = (self.clone(), self.clone());
        let joined = match (first(&mut a), second(&mut b)) {
            (true, true) => Some(a.or(&b)),
            (true, false) => Some(a),
            (false, true) => Some(b),
            (false, false) => None,
        };
        self.become_(joined)
    }

    fn become_(&mut self, joined: Option<World<'f>>) -> bool {
        match joined {
            Some(world) => {
                *self = world;
                true
            }
            None => false,
        }
    }

    fn or(mut self, other: &World<'f>) -> World<'f> {
        self.facts.retain(|place, _| other.facts.contains_key(place));
        for (place, fact) in &mut self.facts {
            if let Some(there) = other.facts.get(place) {
                *fact = fact.or(there);
            }
        }
        self
    }

    fn compare(&mut self, how: Compare, a: &Node, b: &Node, scope: ScopeId) -> bool {
        if !self.require_all(a, scope) || !self.require_all(b, scope) {
            return false;
        }
        match (a, b) {
            (Node::Read(read), Node::Code(code, _)) | (Node::Code(code, _), Node::Read(read)) => match how {
                Compare::Eq => self.codes(*read, scope, |codes| codes == *code),
                Compare::Ne => self.codes(*read, scope, |codes| codes != *code),
                _ => true,
            },
            (Node::Read(read), Node::Bool(value)) | (Node::Bool(value), Node::Read(read)) => {
                let wanted = if how == Compare::Eq { *value } else { !*value };
                self.assume(&Node::Read(*read), wanted, scope)
            }
            _ => {
                let (left, right) = (self.range(a, scope), self.range(b, scope));
                let possible = match (left, right) {
                    (Some(left), Some(right)) => left.can(how, right),
                    _ => true,
                };
                possible && self.narrow(a, how, right, scope) && self.narrow(b, mirrored(how), left, scope)
            }
        }
    }

    /// An answer that compares so with something in a range.
    fn narrow(&mut self, node: &Node, how: Compare, other: Option<Interval>, scope: ScopeId) -> bool {
        let (Node::Read(read), Some(other)) = (node, other) else { return true };
        self.change(*read, scope, |fact| {
            fact.range = fact.range.and(Interval::that(how, other));
            if fact.whole {
                fact.range = fact.range.whole();
            }
        })
    }

    fn one_of(&mut self, value: &Node, choices: &[Node], wanted: bool, scope: ScopeId) -> bool {
        if !self.require_all(value, scope) {
            return false;
        }
        let codes: Option<Vec<u16>> =
            choices.iter().map(|choice| if let Node::Code(code, _) = choice { Some(*code) } else { None }).collect();
        match (value, codes) {
            (Node::Read(read), Some(codes)) => self.codes(*read, scope, |code| codes.contains(&code) == wanted),
            _ => true,
        }
    }

    fn contains(&mut self, code: &Node, codes: &Node, wanted: bool, scope: ScopeId) -> bool {
        let (Node::Code(code, _), Node::Read(read)) = (code, codes) else { return true };
        self.require(*read, scope)
            && self.change(*read, scope, |fact| {
                let [chosen, left_out] = &mut fact.chosen;
                (if wanted { chosen } else { left_out }).insert(*code);
            })
    }

    fn answered(&mut self, read: Read, wanted: bool, scope: ScopeId) -> bool {
        if wanted {
            return self.require(read, scope);
        }
        self.change(read, scope, |fact| fact.present = false)
    }

    fn codes(&mut self, read: Read, scope: ScopeId, keep: impl Fn(u16) -> bool) -> bool {
        self.change(read, scope, |fact| {
            if let Some(codes) = &mut fact.codes {
                codes.retain(|code| keep(*code));
            }
        })
    }

    /// Everything that a value needs has one itself.
    fn require_all(&mut self, node: &Node, scope: ScopeId) -> bool {
        match node {
            Node::Read(read) => self.require(*read, scope),
            Node::Arithmetic(_, a, b) => self.require_all(a, scope) && self.require_all(b, scope),
            Node::Negate(part) => self.require_all(part, scope),
            Node::Call(function, parts) if *function != Function::Coalesce => {
                parts.iter().all(|part| self.require_all(part, scope))
            }
            _ => true,
        }
    }

    /// The answer has a value, so it is shown.
    fn require(&mut self, read: Read, scope: ScopeId) -> bool {
        let Some((_, item, own)) = self.find(read, scope) else { return true };
        let rules = if own { visibility(self.form, item) } else { Vec::new() };
        if !self.change(read, scope, |fact| fact.absent = false) {
            return false;
        }
        if self.depth >= DEEPEST {
            return true;
        }
        self.depth += 1;
        let form = self.form;
        let by_itself = |rule: &RuleId| form.program.rules.get(rule.0 as usize).is_some_and(|rule| rule.imports.is_empty());
        let possible = rules.into_iter().filter(by_itself).all(|rule| self.assume_rule(rule, true));
        self.depth -= 1;
        possible
    }

    /// Changes what is known of an answer; `false` when nothing is left that it could be.
    fn change(&mut self, read: Read, scope: ScopeId, change: impl FnOnce(&mut Fact)) -> bool {
        let Some((place, item, _)) = self.find(read, scope) else { return true };
        let fact = self.facts.entry(place).or_insert_with(|| Fact::of(item));
        change(fact);
        !fact.is_impossible()
    }

    /// The item read, its place, and whether it is of this form. Row variables stand for any row: nothing is known of them.
    fn find(&self, read: Read, scope: ScopeId) -> Option<(Place, &'f Item, bool)> {
        let Base::Up(up) = read.base else { return None };
        let form = self.form;
        let mut at = scope;
        for _ in 0..up {
            at = form.scopes.get(usize::from(at.0))?.parent?;
        }
        let slots = &form.scopes.get(usize::from(at.0))?.slots;
        if let Some(id) = slots.get(usize::from(read.slot)) {
            return Some(((at, read.slot), form.item(*id)?, true));
        }
        let import = usize::from(read.slot).checked_sub(slots.len()).filter(|_| at == ScopeId(0))?;
        Some(((at, read.slot), &form.imports.get(import)?.item, false))
    }

    /// The numbers or days that a part can be; `None` for anything else.
    fn range(&self, node: &Node, scope: ScopeId) -> Option<Interval> {
        match node {
            Node::Number(number) => Some(Interval::just(*number)),
            Node::Date(days) => {
                let end = |day: crate::value::date::Date| Decimal::from_integer(i64::from(day.days()));
                Some(Interval::between(end(days.lo), end(days.hi)))
            }
            Node::Read(read) => {
                let (place, item, _) = self.find(*read, scope)?;
                let known = self.facts.get(&place).map(|fact| fact.range);
                Some(known.unwrap_or_else(|| Fact::of(item).range))
            }
            Node::Negate(part) => Some(self.range(part, scope)?.negated()),
            Node::Arithmetic(Arithmetic::Add, a, b) => Some(self.range(a, scope)?.plus(self.range(b, scope)?)),
            Node::Arithmetic(Arithmetic::Sub, a, b) => Some(self.range(a, scope)?.plus(self.range(b, scope)?.negated())),
            Node::If(_, yes, no) => Some(self.range(yes, scope)?.or(self.range(no, scope)?)),
            Node::Call(Function::NumberOf, parts) if parts.len() > 1 => self.range(parts.first()?, scope),
            Node::Call(Function::NumberOf, parts) => self.number_of(parts.first()?, scope),
            _ => None,
        }
    }

    /// The numbers that a list's codes spell.
    fn number_of(&self, part: &Node, scope: ScopeId) -> Option<Interval> {
        let Node::Read(read) = part else { return None };
        let (place, item, _) = self.find(*read, scope)?;
        let list = item.list.as_ref()?;
        let left = self.facts.get(&place).and_then(|fact| fact.codes.clone());
        let spelled = (0u16..).zip(&list.codes).filter(|(at, _)| left.as_ref().is_none_or(|codes| codes.contains(at)));
        spelled.filter_map(|(_, code)| Decimal::parse(&code.code)).map(Interval::just).reduce(Interval::or)
    }
}

/// Every rule that must be true for an item to be shown: those of the groups around it, of its section, and its own, which comes last.
pub fn visibility(form: &Form, item: &Item) -> Vec<RuleId> {
    let mut rules = Vec::new();
    let mut scope = form.scopes.get(usize::from(item.scope.0));
    while let Some(around) = scope {
        let group = around.group.and_then(|group| form.item(group));
        rules.extend(group.into_iter().flat_map(|group| group.shown_if.iter().copied()));
        scope = around.parent.and_then(|parent| form.scopes.get(usize::from(parent.0)));
    }
    rules.extend(item.shown_if.iter().copied().filter(|rule| !rules.contains(rule)).collect::<Vec<_>>());
    rules
}

/// The items of a form with their ids.
pub fn items(form: &Form) -> impl Iterator<Item = (ItemId, &Item)> {
    (0u32..).map(ItemId).zip(&form.items)
}

fn opposite(how: Compare) -> Compare {
    match how {
        Compare::Eq => Compare::Ne,
        Compare::Ne => Compare::Eq,
        Compare::Lt => Compare::Ge,
        Compare::Le => Compare::Gt,
        Compare::Gt => Compare::Le,
        Compare::Ge => Compare::Lt,
    }
}

fn mirrored(how: Compare) -> Compare {
    match how {
        Compare::Lt => Compare::Gt,
        Compare::Le => Compare::Ge,
        Compare::Gt => Compare::Lt,
        Compare::Ge => Compare::Le,
        same => same,
    }
}
