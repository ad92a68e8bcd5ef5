//! How much work a rule can be at most, known before any record is: the steps of its tree, times the most rows of every group it walks.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::form::form::Form;
use crate::lang::Lang;
use crate::program::node::{Node, RowList};
use crate::program::program::{Rule, ScopeId};
use crate::source::Span;
use crate::words::statement::{Statement, statements};
use crate::words::thing::Things;

/// Steps that one rule may need; about 10 ms.
pub const MOST_OF_RULE: u64 = 1_000_000;
/// Steps that all rules of a form may need together; about 100 ms.
pub const MOST_OF_FORM: u64 = 10_000_000;

/// The most work that a rule can be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Steps.
    pub steps: u64,
    /// The groups that are walked inside each other on the dearest way, with their most rows.
    pub groups: Vec<(Arc<str>, u64)>,
}

impl Cost {
    fn plus(&mut self, other: Cost) {
        if other.steps > 1 && (self.groups.is_empty() || other.steps > self.steps) && !other.groups.is_empty() {
            self.groups = other.groups;
        }
        self.steps = self.steps.saturating_add(other.steps);
    }

    fn times(mut self, group: &Arc<str>, rows: u64) -> Cost {
        self.steps = self.steps.saturating_mul(rows.max(1));
        self.groups.insert(0, (group.clone(), rows));
        self
    }

    /// `1000 × 1000`: the rows that multiply.
    pub fn parts(&self) -> String {
        self.groups.iter().map(|(group, rows)| format!("{group} ({rows})")).collect::<Vec<_>>().join(" × ")
    }
}

/// The most work of a rule, over all rows that it runs in.
pub fn cost(form: &Form, rule: &Rule) -> Cost {
    let things = Things::new(form, Lang::En);
    cost_among(&things, rule)
}

fn cost_among(things: &Things<'_>, rule: &Rule) -> Cost {
    let mut total = Walk { things, scope: rule.scope }.node(&rule.node, &[]);
    let mut at = Some(rule.scope);
    while let Some(scope) = at.and_then(|at| things.form.scopes.get(usize::from(at.0))) {
        if let Some(group) = scope.group.and_then(|group| things.form.item(group)) {
            total = total.times(&group.id, u64::from(group.max_rows));
        }
        at = scope.parent;
    }
    total
}

/// Every rule with its cost, the dearest first.
pub fn costs(form: &Form) -> Vec<(Statement, Cost)> {
    let things = Things::new(form, Lang::En);
    let one = |statement: Statement| {
        let cost = cost_among(&things, statement.rule_of(form)?);
        Some((statement, cost))
    };
    let mut all: Vec<(Statement, Cost)> = statements(form).into_iter().filter_map(one).collect();
    all.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.steps));
    all
}

/// The dearest rules as a table, for those who write forms.
pub fn table(form: &Form) -> String {
    let all = costs(form);
    let sum = all.iter().fold(0u64, |sum, (_, cost)| sum.saturating_add(cost.steps));
    let mut text = format!("{} steps of at most {MOST_OF_FORM}\n", sum);
    for (statement, cost) in all.iter().take(20) {
        let _ = writeln!(text, "{}\t{}\t{}\t{}", cost.steps, statement.id, statement.role.key(), cost.parts());
    }
    text
}

/// Reports rules and forms that can be too much work; `place` finds where a rule stands.
pub fn check_cost(form: &Form, whole: Span, place: impl Fn(&Statement) -> Option<Span>, sink: &mut Sink) {
    let all = costs(form);
    for (statement, cost) in all.iter().take_while(|(_, cost)| cost.steps > MOST_OF_RULE) {
        // A label rule stands in its product's file, and is small.
        let Some(span) = place(statement) else { continue };
        let (steps, parts) = (cost.steps, cost.parts());
        sink.error(
            "rule-too-costly",
            span,
            (
                format!("この規則は最大{steps}回の計算になります(上限{MOST_OF_RULE}): {parts}"),
                format!("this rule can need {steps} steps, more than {MOST_OF_RULE}: {parts}"),
            ),
            (
                "`max_rows` を実際に必要な数まで下げるか、行の中の行を調べない規則にしてください。".into(),
                "lower `max_rows` to what is really needed, or write the rule without rows inside rows".into(),
            ),
        );
    }
    let sum = all.iter().fold(0u64, |sum, (_, cost)| sum.saturating_add(cost.steps));
    if sum > MOST_OF_FORM && all.first().is_some_and(|(_, cost)| cost.steps <= MOST_OF_RULE) {
        let dearest: Vec<String> =
            all.iter().take(3).map(|(statement, cost)| format!("`{}` ({})", statement.id, cost.steps)).collect();
        let dearest = dearest.join(", ");
        sink.error(
            "form-too-costly",
            whole,
            (
                format!("この様式の規則は全体で最大{sum}回の計算になります(上限{MOST_OF_FORM})。重いもの: {dearest}"),
                format!("the rules of this form can need {sum} steps, more than {MOST_OF_FORM}; the dearest: {dearest}"),
            ),
            ("様式を分けるか、`max_rows` を下げてください。".into(), "split the form, or lower `max_rows`".into()),
        );
    }
}

struct Walk<'t, 'f> {
    things: &'t Things<'f>,
    scope: ScopeId,
}

impl Walk<'_, '_> {
    fn node(&self, node: &Node, vars: &[ScopeId]) -> Cost {
        let steps = if let Node::Call(function, _) = node { function.steps() } else { 1 };
        let mut total = Cost { steps, groups: Vec::new() };
        let mut add = |part: &Node| total.plus(self.node(part, vars));
        match node {
            Node::Not(part) | Node::Negate(part) | Node::Matches(part, _) => add(part),
            Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => parts.iter().for_each(add),
            Node::Compare(_, a, b) | Node::Contains(a, b) | Node::Arithmetic(_, a, b) => {
                [a, b].into_iter().for_each(|part| add(part))
            }
            Node::OneOf(value, choices) => {
                add(value);
                choices.iter().for_each(add);
            }
            Node::If(condition, yes, no) => [condition, yes, no].into_iter().for_each(|part| add(part)),
            Node::Lookup(lookup) => lookup.entries.iter().for_each(|(when, gives)| {
                add(when);
                add(gives);
            }),
            Node::Each(_, rows, body) | Node::Fold(_, rows, body) => total.plus(self.rows(rows, Some(body), vars)),
            Node::Count(rows) => total.plus(self.rows(rows, None, vars)),
            _ => {}
        }
        total
    }

    fn rows(&self, list: &RowList, body: Option<&Node>, vars: &[ScopeId]) -> Cost {
        let Some((group, scope)) = self.things.find_group(list.rows, self.scope, vars) else { return Cost::default() };
        let mut inside: Vec<ScopeId> = vars.iter().take(usize::from(list.var)).copied().collect();
        inside.push(scope);
        let mut row = Cost { steps: 1, groups: Vec::new() };
        for part in list.filter.iter().chain(body) {
            row.plus(self.node(part, &inside));
        }
        row.times(&group.id, u64::from(group.max_rows))
    }
}
