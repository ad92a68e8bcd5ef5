//! Whether a rule can stay undecided: something it reads may be open without an `answered(..)` beside it that decides the rule.

use crate::form::form::Form;
use crate::program::node::{Node, Read};
use crate::program::program::RuleId;

/// Whether some answers leave the rule neither true nor false.
pub fn can_be_undecided(form: &Form, rule: RuleId) -> bool {
    form.program.rules.get(rule.0 as usize).is_some_and(|rule| is_open(&rule.node, &[]))
}

/// Whether a part can be unknown while the items of `known` are answered.
fn is_open(node: &Node, known: &[Read]) -> bool {
    match node {
        Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Code(..) | Node::Today => false,
        Node::Answered(_) | Node::Missing(_) | Node::Applicable(_) | Node::MissingReason(_) => false,
        Node::Read(read) => !known.contains(read),
        Node::Not(part) | Node::Negate(part) | Node::Matches(part, _) => is_open(part, known),
        Node::And(parts) => any_open(parts, known, &answered(parts, true)),
        Node::Or(parts) => any_open(parts, known, &answered(parts, false)),
        Node::Compare(_, a, b) | Node::Contains(a, b) | Node::Arithmetic(_, a, b) => is_open(a, known) || is_open(b, known),
        Node::OneOf(value, choices) => is_open(value, known) || choices.iter().any(|choice| is_open(choice, known)),
        Node::If(condition, yes, no) => {
            let told = answered(std::slice::from_ref(condition), true);
            is_open(condition, known) || is_open(no, known) || any_open(std::slice::from_ref(yes), known, &told)
        }
        Node::Call(_, parts) => parts.iter().any(|part| is_open(part, known)),
        Node::Lookup(lookup) => lookup.asked.iter().any(|asked| is_open(asked, known)),
        // A group that is asked has a number of rows.
        Node::Rows(_) => false,
        Node::Count(rows) => rows.filter.as_ref().is_some_and(|filter| is_open(filter, known)),
        Node::Each(_, rows, rule) => rows.filter.iter().chain([&**rule]).any(|part| is_open(part, known)),
        Node::Fold(..) => true,
    }
}

fn any_open(parts: &[Node], known: &[Read], told: &[Read]) -> bool {
    let known: Vec<Read> = known.iter().chain(told).copied().collect();
    parts.iter().any(|part| is_open(part, &known))
}

/// Items that are answered whenever these parts leave the whole undecided: one that is not answered decides it.
fn answered(parts: &[Node], every: bool) -> Vec<Read> {
    let told = parts.iter().flat_map(|part| match part {
        Node::Answered(read) if every => vec![*read],
        Node::Not(inner) if !every => match &**inner {
            Node::Answered(read) => vec![*read],
            _ => Vec::new(),
        },
        Node::And(inner) if every => answered(inner, true),
        _ => Vec::new(),
    });
    told.collect()
}
