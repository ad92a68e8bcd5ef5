//! Rules read, ordered by who reads whom, and typed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compose::resolve::{Resolved, resolve};
use crate::diagnostic::diagnostic::Sink;
use crate::document::form::{FormDocument, RequiredDocument};
use crate::document::rule::RuleText;
use crate::expr::ast::Expr;
use crate::expr::check::check::{Checked, check};
use crate::expr::lexer::Fault;
use crate::expr::names::{Holds, Known, Names};
use crate::expr::types::Type;
use crate::form::item::Required;
use crate::kind::kind::Kind;
use crate::link::item::{Properties, written_type};
use crate::link::layout::Layout;
use crate::link::order::{Graph, order};
use crate::program::program::{ItemId, Rule, RuleId, ScopeId};
use crate::value::unit::Unit;

/// A rule that could be read.
pub type Read<'d> = Option<Resolved<'d>>;

/// Reads a rule's text, reporting what is wrong with it.
pub fn read<'d>(rule: &'d RuleText, sink: &mut Sink) -> Read<'d> {
    match resolve(rule) {
        Ok(read) => Some(read),
        Err((rule, fault)) => {
            report(&rule, fault, sink);
            None
        }
    }
}

/// Reports a fault of a rule at its words in the file.
pub fn report(rule: &RuleText, fault: Fault, sink: &mut Sink) {
    sink.error(fault.code, rule.offsets.span(fault.span), fault.message, fault.help);
}

/// Rules of one item.
#[derive(Debug, Default)]
pub struct ItemRules<'d> {
    /// Its own `show_if`.
    pub show_if: Read<'d>,
    /// Its `required`, when a rule.
    pub required: Read<'d>,
    /// Its `value`.
    pub value: Read<'d>,
}

/// Every rule of a form's items and sections, read.
#[derive(Debug, Default)]
pub struct ReadRules<'d> {
    /// Per item.
    pub items: Vec<ItemRules<'d>>,
    /// Per section.
    pub sections: Vec<Read<'d>>,
}

/// Reads all rules of items and sections.
pub fn read_all<'d>(document: &'d FormDocument, layout: &Layout<'d>, sink: &mut Sink) -> ReadRules<'d> {
    let sections = document.sections.iter().map(|section| section.show_if.as_ref().and_then(|rule| read(rule, sink))).collect();
    let items = layout
        .items
        .iter()
        .map(|placed| ItemRules {
            show_if: placed.document.show_if.as_ref().and_then(|rule| read(rule, sink)),
            required: match &placed.document.required {
                RequiredDocument::Rule(rule) => read(rule, sink),
                RequiredDocument::Fixed(_) => None,
            },
            value: placed.document.value.as_ref().and_then(|rule| read(rule, sink)),
        })
        .collect();
    ReadRules { items, sections }
}

/// What each item's visibility and value read.
///
/// A calculated item of another record of this same form is typed before it is read, as if the form's own were read. Of an earlier record
/// (`last_before`, `old`) that is no reading: what stands there was settled before, so a running lowest value may read the one before. Such
/// an edge is left out where it would close a circle, and the type is then the one that `list` or `unit` tells.
pub fn graph(document: &FormDocument, layout: &Layout<'_>, rules: &ReadRules<'_>, names: &Names) -> Graph {
    let mut graph = Graph::new();
    let mut earlier = Vec::new();
    for ((placed, own), id) in layout.items.iter().zip(&rules.items).zip(layout.ids()) {
        let section = rules.sections.get(usize::from(placed.section)).and_then(Option::as_ref);
        let rules: Vec<&Expr> =
            [own.show_if.as_ref(), own.value.as_ref(), section].into_iter().flatten().map(|(_, expr)| expr).collect();
        let others = |form: &str, field: &str| {
            names.forms.contains_key(form) && (!names.itself.contains(form) || !is_calculated(layout, field))
        };
        let mut reads = own_words(layout, &rules, others);
        let mut named = BTreeSet::new();
        rules.iter().for_each(|expr| expr.words(&mut |word| named.extend([word.clone()])));
        // Which record comes before is told by an item of this form: it cannot itself hang on that record.
        let is_read = |alias: &Arc<str>| names.earlier.contains(alias) && named.contains(alias);
        let places = document.references.iter().filter(|entry| is_read(&entry.alias.value));
        let places =
            places.flat_map(|entry| [entry.before.as_ref(), entry.by.as_ref().filter(|_| entry.form.value == document.id.value)]);
        let places: Vec<ItemId> = places
            .flatten()
            .filter(|item| is_calculated(layout, &item.value))
            .filter_map(|item| layout.by_id.get(&item.value).copied())
            .collect();
        let strict = |form: &str, field: &str| {
            names.earlier.contains(form)
                || names.forms.contains_key(form) && (!names.itself.contains(form) || !is_calculated(layout, field))
        };
        let mut now: BTreeSet<ItemId> = own_words(layout, &rules, strict);
        now.extend(&places);
        now.extend(placed.group);
        reads.extend(&now);
        earlier.extend(reads.difference(&now).map(|read| (id, *read)));
        graph.push(reads.into_iter().collect());
    }
    open_circles(&mut graph, &earlier);
    graph
}

/// The items of this form that rules read; `others` says which `form.item` is of another record.
fn own_words(layout: &Layout<'_>, rules: &[&Expr], others: impl Fn(&str, &str) -> bool) -> BTreeSet<ItemId> {
    let mut reads = BTreeSet::new();
    rules.iter().for_each(|expr| expr.own_words(&others, &mut |word| reads.extend(layout.by_id.get(word))));
    reads
}

fn is_calculated(layout: &Layout<'_>, item: &str) -> bool {
    let found = layout.by_id.get(item).and_then(|id| layout.get(*id));
    found.is_some_and(|found| found.document.kind.kind == Kind::Calculated)
}

/// Takes edges to earlier records out of circles.
fn open_circles(graph: &mut Graph, earlier: &[(ItemId, ItemId)]) {
    loop {
        let mut opened = false;
        for cycle in order(graph).cycles {
            for (from, to) in cycle.iter().zip(cycle.iter().cycle().skip(1)) {
                if earlier.contains(&(*from, *to))
                    && let Some(reads) = graph.get_mut(from.0 as usize)
                {
                    let count = reads.len();
                    reads.retain(|read| read != to);
                    opened |= reads.len() < count;
                }
            }
        }
        if !opened {
            return;
        }
    }
}

/// A calculated item that was read from an earlier record before its own rule was typed gives what was assumed.
fn check_assumed(layout: &Layout<'_>, names: &Names, sink: &mut Sink) {
    let mut told = BTreeSet::new();
    for (id, assumed) in names.assumed.take() {
        let Some(Holds::Values(gives)) = names.items.get(&id).map(|known| &known.holds) else { continue };
        let unit = |values: &Type| match values {
            Type::Number(unit) => unit.clone(),
            _ => None,
        };
        let same = gives.is_like(&assumed) && unit(gives) == unit(&assumed);
        let rule = layout.by_id.get(&id).and_then(|id| layout.get(*id)?.document.value.as_ref());
        if let (false, Some(rule), true) = (same, rule, told.insert(id.clone())) {
            let seen = gives.describe();
            sink.error(
                "earlier-value-type",
                rule.span,
                (
                    format!("`{id}` は前の記録の同じ項目から求めるので、何を与えるかが先に決まっていなければなりません(規則は{}を与えます)。", seen.0),
                    format!("`{id}` follows from the same item of an earlier record, so what it gives must be told beforehand (its rule gives {})", seen.1),
                ),
                (
                    "数なら `unit`、コードなら `list` を項目に書いてください。前の記録から続けられるのは数とコードだけです。".into(),
                    "write the item's `unit` or `list`; only numbers and codes can be carried on from record to record".into(),
                ),
            );
        }
    }
}

/// Reports cycles with their path and gives the order of settling.
pub fn settle(layout: &Layout<'_>, rules: &ReadRules<'_>, graph: &Graph, sink: &mut Sink) -> Vec<ItemId> {
    let found = order(graph);
    for cycle in &found.cycles {
        let names: Vec<&str> =
            cycle.iter().chain(cycle.first()).filter_map(|id| Some(&*layout.get(*id)?.document.id.value)).collect();
        let path = names.join(" → ");
        let first = cycle.first().copied().unwrap_or(ItemId(0));
        let own = rules.items.get(first.0 as usize);
        let rule = own.and_then(|own| own.value.as_ref().or(own.show_if.as_ref()));
        let span = rule.map(|(rule, _)| rule.span).or_else(|| Some(layout.get(first)?.document.id.span)).unwrap_or_default();
        sink.error(
            "cycle",
            span,
            (format!("項目が互いを必要として循環しています: {path}"), format!("these items need each other in a circle: {path}")),
            (
                "この中のどれか1つの `show_if` か `value` から、他の項目への参照を外してください。".into(),
                "take one reference out of the `show_if` or `value` of one of them".into(),
            ),
        );
    }
    found.order
}

/// The compiled rules of a form as they grow.
#[derive(Debug, Default)]
pub struct Compiled {
    /// Rules.
    pub rules: Vec<Rule>,
}

impl Compiled {
    /// Types a rule and keeps it; faults are reported.
    pub fn rule(
        &mut self,
        read: &Read<'_>,
        names: &Names,
        scope: ScopeId,
        expected: Option<&Type>,
        sink: &mut Sink,
    ) -> Option<(RuleId, Type)> {
        let (rule, expr) = read.as_ref()?;
        match check(expr, names, scope, expected) {
            Ok(checked) => Some(self.keep(&rule.text, scope, checked)),
            Err(faults) => {
                faults.into_iter().for_each(|fault| report(rule, fault, sink));
                None
            }
        }
    }

    /// Keeps a typed rule.
    pub fn keep(&mut self, text: &str, scope: ScopeId, mut checked: Checked) -> (RuleId, Type) {
        checked.node.shrink();
        let id = RuleId(u32::try_from(self.rules.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.split_whitespace().collect::<Vec<_>>().join(" ").into();
        self.rules.push(Rule {
            node: checked.node,
            scope,
            reads: checked.reads.into(),
            shared: checked.shared.into(),
            imports: checked.imports.into(),
            text,
        });
        (id, checked.gives)
    }
}

/// Compiled rules of one item, and what a calculated item gives.
#[derive(Clone, Debug)]
pub struct ItemCompiled {
    /// Own visibility.
    pub show_if: Option<RuleId>,
    /// When required.
    pub required: Required,
    /// Value.
    pub value: Option<RuleId>,
    /// Type of a calculated item.
    pub gives: Option<Type>,
}

/// Fills `names` with the items that can be typed without rules.
pub fn known_items(layout: &Layout<'_>, properties: &[Properties], names: &mut Names) {
    names.parents = layout.scopes.iter().map(|scope| scope.parent).collect();
    names.own_slots = layout.scopes.first().and_then(|scope| u16::try_from(scope.slots.len()).ok()).unwrap_or(u16::MAX);
    for ((placed, properties), id) in layout.items.iter().zip(properties).zip(layout.ids()) {
        let holds = match placed.rows {
            Some((scope, group)) => Holds::Rows(scope, group),
            None if !placed.document.readable => Holds::Faulty,
            None => written_type(placed.document.kind.kind, properties).map_or(Holds::Faulty, Holds::Values),
        };
        let known = Known { id, scope: placed.scope, slot: placed.slot, holds };
        names.items.insert(placed.document.id.value.clone(), known);
    }
}

/// Types all rules of items in settling order, so that a calculated item's type is known before it is read.
pub fn compile_items(
    layout: &Layout<'_>,
    rules: &ReadRules<'_>,
    properties: &[Properties],
    order: &[ItemId],
    names: &mut Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Vec<ItemCompiled> {
    let blank = ItemCompiled { show_if: None, required: Required::No, value: None, gives: None };
    let mut items = vec![blank; layout.items.len()];
    for id in order {
        let (Some(placed), Some(own), Some(properties)) =
            (layout.get(*id), rules.items.get(id.0 as usize), properties.get(id.0 as usize))
        else {
            continue;
        };
        let Some(slot) = items.get_mut(id.0 as usize) else { continue };
        let wanted = expected(properties);
        if let Some((rule, gives)) = compiled.rule(&own.value, names, placed.scope, wanted.as_ref(), sink) {
            slot.value = Some(rule);
            if let Some(known) = names.items.get_mut(&placed.document.id.value) {
                known.holds = Holds::Values(gives.clone());
            }
            slot.gives = Some(gives);
        }
    }
    check_assumed(layout, names, sink);
    // Everything else in document order, so that faults come in reading order.
    for ((placed, own), slot) in layout.items.iter().zip(&rules.items).zip(&mut items) {
        slot.show_if = compiled.rule(&own.show_if, names, placed.scope, Some(&Type::Bool), sink).map(|(rule, _)| rule);
        slot.required = match &placed.document.required {
            RequiredDocument::Fixed(true) => Required::Always,
            RequiredDocument::Fixed(false) => Required::No,
            RequiredDocument::Rule(_) => compiled
                .rule(&own.required, names, placed.scope, Some(&Type::Bool), sink)
                .map_or(Required::No, |(rule, _)| Required::If(rule)),
        };
    }
    items
}

fn expected(properties: &Properties) -> Option<Type> {
    let unit: Option<&Unit> = properties.units.first();
    match (&properties.list, unit) {
        (Some(list), _) => Some(Type::Code(list.clone())),
        (None, Some(unit)) => Some(Type::Number(Some(unit.clone()))),
        (None, None) => None,
    }
}
