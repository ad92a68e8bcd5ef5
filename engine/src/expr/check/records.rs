//! Values of several records of another form brought together: `max(infusions.dose)`, `size(infusions)`.

use crate::expr::ast::{Expr, ExprKind};
use crate::expr::check::checker::{Checker, Typed};
use crate::expr::names::Foreign;
use crate::expr::types::Type;
use crate::form::item::{Details, Item, Range, Required};
use crate::kind::kind::Kind;
use crate::kind::shape::Shape;
use crate::lang::Text;
use crate::program::node::Node;
use std::sync::Arc;

impl Checker<'_> {
    /// `records` or `records.item`, where the name stands for several records.
    pub(super) fn is_plural(&self, expr: &Expr) -> bool {
        let name = match &expr.kind {
            ExprKind::Name(name) => name,
            ExprKind::Field(inner, ..) => match &inner.kind {
                ExprKind::Name(name) => name,
                _ => return false,
            },
            _ => return false,
        };
        !self.vars.iter().any(|(var, ..)| var == name) && self.names.plurals.contains(name)
    }

    /// The folded value stands in a slot of its own, under the name of the fold.
    pub(super) fn fold_records(&mut self, fold: &str, arg: &Expr) -> Option<Typed> {
        match (&arg.kind, fold) {
            (ExprKind::Name(name), "size") => {
                let item = self.names.forms.get(name)?.iter().min_by_key(|(id, _)| *id).map(|(_, any)| counted(&any.item))?;
                self.folded(name, item, Type::Number(None))
            }
            (ExprKind::Field(inner, field, span), _) if fold != "size" => {
                let ExprKind::Name(name) = &inner.kind else { return None };
                let known = self.names.forms.get(name)?;
                let Some((foreign, values)) =
                    known.get(field).and_then(|item| Some((item, self.names.foreign_type(name, item)?)))
                else {
                    let near = self.names.near(field, known.keys().map(|id| &**id));
                    return self.fault(
                        "unknown-item",
                        *span,
                        (
                            format!("様式 `{name}` に値の項目 `{field}` はありません。"),
                            format!("form `{name}` has no item `{field}` with a value"),
                        ),
                        near,
                    );
                };
                let fits = match fold {
                    "sum" => matches!(values, Type::Number(_)),
                    "min" | "max" => matches!(values, Type::Number(_) | Type::Date | Type::Datetime),
                    _ => true,
                };
                if !fits {
                    return self.mismatch(&values, &Type::Number(None), arg.span);
                }
                let item = named(foreign, fold);
                self.folded(name, item, values)
            }
            (ExprKind::Name(name), _) => self.fault(
                "plural-needs-fold",
                arg.span,
                (format!("`{name}` の何の値かが決まりません。"), format!("which value of `{name}` is meant?")),
                (format!("`{fold}({name}.項目)` のように書いてください。"), format!("write `{fold}({name}.item)`")),
            ),
            _ => self.wrong_count("size", arg.span, 1, "1"),
        }
    }

    fn folded(&mut self, name: &Arc<str>, item: Arc<Item>, values: Type) -> Option<Typed> {
        let read = self.names.import(self.scope, name, &item)?;
        if !self.imports.contains(&read.slot) {
            self.imports.push(read.slot);
        }
        Some((Node::Read(read), values))
    }
}

/// The item under the name `max(item)`; its list and units stay those of the item.
fn named(foreign: &Foreign, fold: &str) -> Arc<Item> {
    let (ja, en) = match fold {
        "sum" => ("合計", "sum"),
        "min" => ("最小", "least"),
        "max" => ("最大", "greatest"),
        "first" => ("最初", "first"),
        _ => ("最後", "last"),
    };
    let label = &foreign.item.label;
    let label = Text::new(format!("{}({ja})", label.ja), format!("{} ({en})", label.en));
    // A sum may lie beyond what one of its values may be.
    let range = if fold == "sum" { Range::default() } else { foreign.item.range };
    let details = Details { range, ..Details::clone(&foreign.item) };
    Arc::new(Item {
        id: format!("{fold}({})", foreign.item.id).into(),
        label,
        details: details.into(),
        ..(*foreign.item).clone()
    })
}

/// The number of records, as a whole number.
fn counted(any: &Item) -> Arc<Item> {
    let details = Details { units: Box::default(), missing: Box::default(), range: Range::default(), ..Details::clone(any) };
    Arc::new(Item {
        id: "size()".into(),
        label: Text::new("記録の数", "number of records"),
        kind: Kind::Integer,
        shape: Shape::Integer,
        list: None,
        required: Required::No,
        details: details.into(),
        value: None,
        ..any.clone()
    })
}
