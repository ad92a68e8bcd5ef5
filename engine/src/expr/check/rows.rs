//! Rows of groups: `all`, `exists`, `map`, `filter`, `size`, and what brings rows together.

use crate::diagnostic::suggest::did_you_mean;
use crate::expr::ast::{Expr, ExprKind};
use crate::expr::check::checker::{Checker, Typed};
use crate::expr::function;
use crate::expr::habit;
use crate::expr::types::Type;
use crate::program::node::{Base, Each, Fold, Function, Node, RowList, Rows};
use crate::program::program::ScopeId;

/// Rows of a group with the scope their fields live in.
pub(super) struct List {
    rows: RowList,
    scope: ScopeId,
    body: Option<Typed>,
}

impl Checker<'_> {
    pub(super) fn size(&mut self, arg: &Expr) -> Option<Typed> {
        if self.is_list(arg) {
            let list = self.list(arg)?;
            return Some((Node::Count(Box::new(list.rows)), Type::Number(None)));
        }
        if let Some((rows, _)) = self.group(arg) {
            return Some((Node::Rows(rows), Type::Number(None)));
        }
        match self.value(arg, None)? {
            (node, Type::Codes(_)) => Some((Node::Call(Function::CountCodes, vec![node]), Type::Number(None))),
            (_, other) => {
                let seen = other.describe();
                self.fault(
                    "not-countable",
                    arg.span,
                    (format!("{}は数えられません。", seen.0), format!("{} cannot be counted", seen.1)),
                    (
                        "`size` は複数選択の項目とグループに使えます。文字数は `length` です。".into(),
                        "`size` counts selected codes and rows; characters are counted by `length`".into(),
                    ),
                )
            }
        }
    }

    /// `group` as a name in reach, or `row.group`, without reporting anything.
    pub(super) fn group(&mut self, expr: &Expr) -> Option<(Rows, ScopeId)> {
        let (known, base) = match &expr.kind {
            ExprKind::Name(name) => {
                let known = self.names.items.get(name)?;
                (known, Base::Up(self.names.up(self.scope, known.scope)?))
            }
            ExprKind::Field(inner, field, _) => {
                let ExprKind::Name(row) = &inner.kind else { return None };
                let place = self.vars.iter().rposition(|(var, ..)| var == row)?;
                let (_, scope, _) = self.vars.get(place)?;
                let known = self.names.items.get(field).filter(|known| known.scope == *scope)?;
                (known, Base::Var(u8::try_from(place).ok()?))
            }
            _ => return None,
        };
        let (id, rows) = (known.id, known.rows(base)?);
        self.reads_item(id, base);
        Some(rows)
    }

    pub(super) fn is_list(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Method(_, name, _, _) if matches!(&**name, "map" | "filter"))
    }

    pub(super) fn method_value(&mut self, expr: &Expr) -> Option<Typed> {
        let ExprKind::Method(inner, name, span, args) = &expr.kind else { return None };
        match (&**name, &args[..]) {
            ("size", []) => self.size(inner),
            ("all" | "exists", [var, body]) => {
                let list = self.list(inner)?;
                let each = if &**name == "all" { Each::All } else { Each::Exists };
                let (body, _) = self.in_row(var, &list, |checker| checker.truth(body))?;
                Some((Node::Each(each, Box::new(list.rows), Box::new(body)), Type::Bool))
            }
            ("map" | "filter", [_, _]) => self.fault(
                "rows-as-value",
                expr.span,
                ("行の並びは1つの値ではありません。".into(), "these are many values, not one".into()),
                (
                    "`sum(…)`、`max(…)`、`size(…)` などでまとめてください。".into(),
                    "bring them together with `sum(…)`, `max(…)`, `size(…)` and the like".into(),
                ),
            ),
            ("all" | "exists" | "map" | "filter" | "size", _) => {
                self.wrong_count(name, expr.span, args.len(), if &**name == "size" { "0" } else { "2" })
            }
            _ => self.fault(
                "unknown-function",
                *span,
                (format!("`.{name}` はありません。"), format!("there is no `.{name}`")),
                habit::call(name).unwrap_or_else(|| did_you_mean(name, function::ROW_RULES.iter().map(|row| row.0))),
            ),
        }
    }

    /// A group, or rows mapped or filtered.
    pub(super) fn list(&mut self, expr: &Expr) -> Option<List> {
        if let Some((rows, scope)) = self.group(expr) {
            let var = u8::try_from(self.vars.len()).unwrap_or(u8::MAX);
            return Some(List { rows: RowList { rows, var, filter: None }, scope, body: None });
        }
        if let ExprKind::Method(inner, name, _, args) = &expr.kind
            && let ("map" | "filter", [var, body]) = (&**name, &args[..])
        {
            let mut list = self.list(inner)?;
            if &**name == "map" {
                let body = self.in_row(var, &list, |checker| checker.value(body, None))?;
                list.body = Some(body);
            } else {
                let (rule, _) = self.in_row(var, &list, |checker| checker.truth(body))?;
                list.rows.filter = Some(match list.rows.filter.take() {
                    None => rule,
                    Some(before) => Node::And(vec![before, rule]),
                });
            }
            return Some(list);
        }
        let word = match &expr.kind {
            ExprKind::Name(name) => format!("`{name}` "),
            ExprKind::Field(inner, field, span) if matches!(&inner.kind, ExprKind::Name(row) if self.is_row(row)) => {
                self.field_read(inner, field, *span)?;
                format!("`{field}` ")
            }
            _ => String::new(),
        };
        self.fault(
            "group-needed",
            expr.span,
            (format!("{word}はグループではありません。"), format!("{word}is not a group")),
            (
                "行の規則はグループに使います: `グループ.exists(r, …)`。".into(),
                "row rules go with groups: `group.exists(r, …)`".into(),
            ),
        )
    }

    pub(super) fn in_row<T>(&mut self, var: &Expr, list: &List, inside: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let ExprKind::Name(name) = &var.kind else {
            return self.fault(
                "row-name-needed",
                var.span,
                ("ここには行の名前が必要です。".into(), "a name for the row is needed here".into()),
                ("`グループ.exists(r, r.項目 …)` のように書いてください。".into(), "write `group.exists(r, r.item …)`".into()),
            );
        };
        if self.names.items.contains_key(name) || self.names.forms.contains_key(name) || &**name == "today" {
            return self.fault(
                "row-name-taken",
                var.span,
                (format!("`{name}` は項目か様式の名前です。"), format!("`{name}` already names an item or a form")),
                ("行には `r` など別の名前を付けてください。".into(), "give the row another name, such as `r`".into()),
            );
        }
        if list.body.is_some() {
            return self.fault(
                "map-inside",
                var.span,
                ("`map` の後に行の規則は書けません。".into(), "no row rule can follow `map`".into()),
                ("先に `filter`、最後に `map` を書いてください。".into(), "write `filter` first and `map` last".into()),
            );
        }
        self.vars.push((name.clone(), list.scope, self.shared_with(list.rows.rows.base)));
        let result = inside(self);
        self.vars.pop();
        result
    }

    pub(super) fn fold(&mut self, name: &str, arg: &Expr) -> Option<Typed> {
        let list = self.list(arg)?;
        let Some((body, gives)) = list.body else {
            return self.fault(
                "rows-needed",
                arg.span,
                ("行のどの値かが決まりません。".into(), "which value of the rows is meant?".into()),
                ("`.map(r, r.項目)` を足してください。".into(), "add `.map(r, r.item)`".into()),
            );
        };
        let fold = match name {
            "sum" => Fold::Sum,
            "sum_answered" => Fold::SumAnswered,
            "min" => Fold::Min,
            "max" => Fold::Max,
            "first" => Fold::First,
            _ => Fold::Last,
        };
        let fits = match fold {
            Fold::Sum | Fold::SumAnswered => matches!(gives, Type::Number(_)),
            Fold::Min | Fold::Max => matches!(gives, Type::Number(_) | Type::Date | Type::Datetime),
            Fold::First | Fold::Last => true,
        };
        if !fits {
            return self.mismatch(&gives, &Type::Number(None), arg.span);
        }
        Some((Node::Fold(fold, Box::new(list.rows), Box::new(body)), gives))
    }
}
