//! `lookup(table, a, b)`: a table's rows as conditions over the values it is asked with.

use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::expr::ast::{Expr, ExprKind};
use crate::expr::check::checker::{Checker, Typed};
use crate::form::table::{Cell, Table};
use crate::program::node::{Compare, Lookup, Node};
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn lookup(&mut self, args: &[Expr], whole: Span) -> Option<Typed> {
        let Some((name, asked)) = args.split_first() else {
            return self.wrong_count("lookup", whole, 0, "2+");
        };
        let ExprKind::Name(id) = &name.kind else {
            return self.no_table("", name.span);
        };
        let Some(table) = self.names.tables.get(id).cloned() else {
            // A table that is there but faulty was reported where it stands.
            return if self.names.faulty_tables.contains(id) { None } else { self.no_table(id, name.span) };
        };
        if asked.len() != table.columns.len() {
            return self.wrong_count("lookup", whole, args.len(), &(table.columns.len() + 1).to_string());
        }
        let mut values = Vec::new();
        for (column, arg) in table.columns.iter().zip(asked) {
            let typed = self.value(arg, Some(&column.takes));
            let fitted = typed.and_then(|typed| self.fit(typed, &column.takes, arg.span));
            values.extend(fitted.map(|(node, _)| node));
        }
        (values.len() == asked.len()).then(|| (compiled(&table, values), table.gives.clone()))
    }

    fn no_table<T>(&mut self, id: &str, span: Span) -> Option<T> {
        self.fault(
            "unknown-table",
            span,
            (
                format!("表 `{id}` はこの様式の `tables` にありません。"),
                format!("table `{id}` does not stand under `tables` of this form"),
            ),
            did_you_mean(id, self.names.tables.keys().map(|id| &**id)),
        )
    }
}

/// One entry per outcome: the rows that give it, joined by "or". When all but one entry are definitely false, that one is the answer,
/// because the rows cover everything.
fn compiled(table: &Arc<Table>, asked: Vec<Node>) -> Node {
    let mut entries: Vec<(Node, Node)> = Vec::new();
    let mut every = Vec::new();
    for row in &table.rows {
        let holds = all(row.cells.iter().zip(&asked).filter_map(|(cell, value)| condition(cell, value)).collect());
        every.push(holds.clone());
        add(&mut entries, holds, &row.gives.node);
    }
    if let Some(otherwise) = &table.otherwise {
        add(&mut entries, Node::Not(Box::new(any(every))), &otherwise.node);
    }
    Node::Lookup(Box::new(Lookup { id: table.id.clone(), title: table.title.clone(), asked, entries }))
}

fn add(entries: &mut Vec<(Node, Node)>, holds: Node, gives: &Node) {
    match entries.iter_mut().find(|(_, known)| known == gives) {
        Some((Node::Or(parts), _)) => parts.push(holds),
        Some((known, _)) => *known = Node::Or(vec![std::mem::replace(known, Node::Bool(false)), holds]),
        None => entries.push((holds, gives.clone())),
    }
}

fn condition(cell: &Cell, value: &Node) -> Option<Node> {
    let compared = |how: Compare, constant: &Node| Node::Compare(how, Box::new(value.clone()), Box::new(constant.clone()));
    match cell {
        Cell::Any => None,
        Cell::OneOf(codes) => match codes.as_slice() {
            [only] => Some(compared(Compare::Eq, only)),
            _ => Some(Node::OneOf(Box::new(value.clone()), codes.as_slice().into())),
        },
        Cell::Within(parts) => Some(all(parts.iter().map(|(how, constant)| compared(*how, constant)).collect())),
    }
}

fn all(mut parts: Vec<Node>) -> Node {
    match parts.len() {
        0 => Node::Bool(true),
        1 => parts.swap_remove(0),
        _ => Node::And(parts),
    }
}

fn any(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.swap_remove(0) } else { Node::Or(parts) }
}
