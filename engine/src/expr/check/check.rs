//! The way in: a rule as written becomes a typed tree, or all its faults.

use crate::expr::ast::{Expr, ExprKind};
use crate::expr::check::checker::{Checker, Typed};
use crate::expr::lexer::Fault;
use crate::expr::names::Names;
use crate::expr::types::Type;
use crate::program::node::Node;
use crate::program::program::{ItemId, ScopeId};

/// A typed rule with what it reads.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The tree.
    pub node: Node,
    /// What it gives.
    pub gives: Type,
    /// Items of this form that it reads.
    pub reads: Vec<ItemId>,
    /// For each of `reads`: how many groups stand around both the rule's row and all rows in which it reads the item.
    pub shared: Vec<u8>,
    /// Slots of imports that it reads.
    pub imports: Vec<u16>,
}

/// Types a rule that runs in `scope`; `expected` gives meaning to quoted words (codes).
pub fn check(expr: &Expr, names: &Names, scope: ScopeId, expected: Option<&Type>) -> Result<Checked, Vec<Fault>> {
    let mut checker = Checker {
        names,
        scope,
        vars: Vec::new(),
        reads: Vec::new(),
        shared: Vec::new(),
        imports: Vec::new(),
        faults: Vec::new(),
        measured: Vec::new(),
    };
    let typed = checker.value(expr, expected);
    let fitted = typed.and_then(|typed| match expected {
        Some(wanted) => checker.fit(typed, wanted, expr.span),
        None => Some(typed),
    });
    match fitted {
        Some((node, gives)) if checker.faults.is_empty() => {
            Ok(Checked { node, gives, reads: checker.reads, shared: checker.shared, imports: checker.imports })
        }
        _ => Err(checker.faults),
    }
}

impl Checker<'_> {
    pub(super) fn value(&mut self, expr: &Expr, expected: Option<&Type>) -> Option<Typed> {
        match self.any_value(expr, expected) {
            Some((_, Type::File)) => self.fault(
                "file-as-value",
                expr.span,
                ("添付ファイルは規則の値になりません。".into(), "an attached file is no value of a rule".into()),
                (
                    "添付の有無は `answered(項目)`、添付できない理由の有無は `missing(項目)` で調べます。".into(),
                    "ask `answered(item)` whether there is a file, `missing(item)` whether there is a reason for none".into(),
                ),
            ),
            typed => typed,
        }
    }

    fn any_value(&mut self, expr: &Expr, expected: Option<&Type>) -> Option<Typed> {
        match &expr.kind {
            ExprKind::Number(text) => self.number(text, expr.span),
            ExprKind::Text(text) => self.text(text, expr.span, expected),
            ExprKind::Bool(value) => Some((Node::Bool(*value), Type::Bool)),
            ExprKind::Null => self.null(expr.span),
            ExprKind::Name(name) => self.name(name, expr.span, expected),
            ExprKind::Field(inner, field, span) => self.field(inner, field, *span),
            ExprKind::Call(name, span, args) => self.call(name, *span, args, expr.span, expected),
            ExprKind::Method(..) => self.method_value(expr),
            ExprKind::List(_) => self.fault(
                "list-outside-in",
                expr.span,
                ("`[ ]` は `in` の右側でだけ使えます。".into(), "`[ ]` can stand only right of `in`".into()),
                ("`x in [\"a\", \"b\"]` のように書いてください。".into(), "write `x in [\"a\", \"b\"]`".into()),
            ),
            ExprKind::Not(inner) => {
                let (node, _) = self.truth(inner)?;
                Some((Node::Not(Box::new(node)), Type::Bool))
            }
            ExprKind::Negate(inner) => {
                let typed = self.value(inner, None)?;
                let (node, unit) = self.want_number(typed, inner.span)?;
                let constant = if let Node::Number(number) = &node { Some(number.neg()) } else { None };
                Some((constant.map_or_else(|| Node::Negate(Box::new(node)), Node::Number), Type::Number(unit)))
            }
            ExprKind::Binary(operator, span, left, right) => self.binary(*operator, *span, left, right, expr.span),
            ExprKind::If(condition, then, otherwise) => self.conditional(condition, then, otherwise, expected),
        }
    }

    pub(super) fn truth(&mut self, expr: &Expr) -> Option<Typed> {
        let (node, gives) = self.value(expr, None)?;
        if matches!(gives, Type::Bool) {
            return Some((node, gives));
        }
        let seen = gives.describe();
        let help = match &gives {
            Type::Code(list) => {
                let first = list.codes.first().map_or("…", |code| &*code.code);
                (format!("`… == \"{first}\"` のように比べてください。"), format!("compare it, for example `… == \"{first}\"`"))
            }
            _ => (
                "`==` や `answered(…)` などの条件にしてください。".to_owned(),
                "make it a condition with `==`, `answered(…)` and the like".to_owned(),
            ),
        };
        self.fault(
            "not-a-condition",
            expr.span,
            (
                format!("ここには条件が必要ですが、これは{}です。", seen.0),
                format!("a condition is needed here, but this is {}", seen.1),
            ),
            help,
        )
    }

    pub(super) fn conditional(
        &mut self,
        condition: &Expr,
        then: &Expr,
        otherwise: &Expr,
        expected: Option<&Type>,
    ) -> Option<Typed> {
        let condition = self.truth(condition);
        let first = self.value(then, expected);
        let wanted = expected.cloned().or_else(|| first.as_ref().map(|(_, gives)| gives.clone()));
        let second = self.value(otherwise, wanted.as_ref());
        let ((condition, _), (first, gives), second) = (condition?, first?, second?);
        let (second, _) = self.fit(second, &gives, otherwise.span)?;
        Some((Node::If(Box::new(condition), Box::new(first), Box::new(second)), gives))
    }
}
