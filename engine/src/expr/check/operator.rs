//! Operators: logic, comparison, membership, arithmetic.

use crate::expr::ast::{Expr, ExprKind, Operator};
use crate::expr::check::checker::{Checker, Typed};
use crate::expr::types::Type;
use crate::program::node::{Arithmetic, Compare, Node};
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn binary(&mut self, operator: Operator, span: Span, left: &Expr, right: &Expr, whole: Span) -> Option<Typed> {
        match operator {
            Operator::And | Operator::Or => self.logic(operator, left, right),
            Operator::Eq => self.compare(Compare::Eq, span, left, right),
            Operator::Ne => self.compare(Compare::Ne, span, left, right),
            Operator::Lt => self.compare(Compare::Lt, span, left, right),
            Operator::Le => self.compare(Compare::Le, span, left, right),
            Operator::Gt => self.compare(Compare::Gt, span, left, right),
            Operator::Ge => self.compare(Compare::Ge, span, left, right),
            Operator::In => self.among(left, right),
            Operator::Add => self.arithmetic(Arithmetic::Add, left, right, whole),
            Operator::Sub => self.arithmetic(Arithmetic::Sub, left, right, whole),
            Operator::Mul => self.arithmetic(Arithmetic::Mul, left, right, whole),
            Operator::Div => {
                let typed = self.arithmetic(Arithmetic::Div, left, right, whole)?;
                if matches!(&typed.0, Node::Arithmetic(_, _, by) if matches!(&**by, Node::Number(number) if number.coefficient() == 0))
                {
                    return self.fault(
                        "division-by-zero",
                        whole,
                        ("0で割っています。".into(), "this divides by zero".into()),
                        (
                            "結果は常に不明になります。割る数を直してください。".into(),
                            "the result is always unknown; mend the divisor".into(),
                        ),
                    );
                }
                Some(typed)
            }
        }
    }

    pub(super) fn logic(&mut self, operator: Operator, left: &Expr, right: &Expr) -> Option<Typed> {
        let (left, right) = (self.truth(left), self.truth(right));
        let ((left, _), (right, _)) = (left?, right?);
        let mut parts = Vec::new();
        for part in [left, right] {
            match (operator, part) {
                (Operator::And, Node::And(inner)) | (Operator::Or, Node::Or(inner)) => parts.extend(inner),
                (_, part) => parts.push(part),
            }
        }
        Some((if operator == Operator::And { Node::And(parts) } else { Node::Or(parts) }, Type::Bool))
    }

    pub(super) fn compare(&mut self, compare: Compare, span: Span, left: &Expr, right: &Expr) -> Option<Typed> {
        let is_empty = |side: &Expr| matches!(&side.kind, ExprKind::Text(text) if text.is_empty());
        let is_written = |side: &Expr| matches!(&side.kind, ExprKind::Text(_));
        if let Some((empty, _)) =
            [(left, right), (right, left)].into_iter().find(|(side, other)| is_empty(side) && !is_written(other))
        {
            return self.empty_text(empty.span);
        }
        // A quoted word gets its meaning from the other side, as does one that lacks its quotes.
        let unquoted = matches!(&left.kind, ExprKind::Name(name) if !self.is_known(name));
        let (left_typed, right_typed) = if (is_words(left) || unquoted) && !is_words(right) {
            let right_typed = self.value(right, None);
            let wanted = right_typed.as_ref().map(|(_, gives)| gives.clone());
            (self.value(left, wanted.as_ref()), right_typed)
        } else {
            let left_typed = self.value(left, None);
            let wanted = left_typed.as_ref().map(|(_, gives)| gives.clone());
            let right_typed = self.value(right, wanted.as_ref());
            (left_typed, right_typed)
        };
        let ((left_node, left_type), right_typed) = (left_typed?, right_typed?);
        let ordered = matches!(left_type, Type::Number(_) | Type::Date | Type::Datetime);
        let equality = matches!(compare, Compare::Eq | Compare::Ne);
        if matches!(left_type, Type::Codes(_)) {
            return self.mismatch(&left_type, &code_of(&left_type), left.span);
        }
        self.same_measure((&left_node, &left_type), (&right_typed.0, &right_typed.1), left.span.to(right.span), false)?;
        let (right_node, _) = self.fit(right_typed, &left_type, right.span)?;
        if !ordered && !equality {
            let seen = left_type.describe();
            let help = match left_type {
                Type::Code(_) => (
                    "順序で比べるには `number(…)` を使ってください。".to_owned(),
                    "use `number(…)` to compare by size".to_owned(),
                ),
                _ => ("`==` か `!=` を使ってください。".to_owned(), "use `==` or `!=`".to_owned()),
            };
            return self.fault(
                "no-order",
                span,
                (format!("{}に大小はありません。", seen.0), format!("{} has no greater or less", seen.1)),
                help,
            );
        }
        Some((Node::Compare(compare, Box::new(left_node), Box::new(right_node)), Type::Bool))
    }

    pub(super) fn among(&mut self, left: &Expr, right: &Expr) -> Option<Typed> {
        if let ExprKind::List(members) = &right.kind {
            let (node, gives) = self.value(left, None)?;
            let mut constants = Vec::new();
            for member in members {
                if let Some((constant, _)) =
                    self.value(member, Some(&gives)).and_then(|typed| self.fit(typed, &gives, member.span))
                {
                    constants.push(constant);
                }
            }
            if members.is_empty() {
                return self.fault(
                    "empty-list",
                    right.span,
                    ("リストが空です。".into(), "this list is empty".into()),
                    ("比べる値を書いてください。".into(), "write the values to compare with".into()),
                );
            }
            return (constants.len() == members.len()).then(|| (Node::OneOf(Box::new(node), constants.into()), Type::Bool));
        }
        let (codes, gives) = self.value(right, None)?;
        let Type::Codes(list) = &gives else {
            let seen = gives.describe();
            return self.fault(
                "not-a-set",
                right.span,
                (
                    format!("`in` の右側には複数選択の項目か `[ ]` が必要ですが、これは{}です。", seen.0),
                    format!("right of `in` an item of several codes or `[ ]` is needed, but this is {}", seen.1),
                ),
                match &gives {
                    Type::Code(_) => (
                        "1つだけ選ぶ項目は `項目 == \"コード\"` か `項目 in [\"a\", \"b\"]` で調べます。".into(),
                        "ask an item of one code with `item == \"code\"` or `item in [\"a\", \"b\"]`".into(),
                    ),
                    _ => (
                        "`項目 in [\"a\", \"b\"]` のように、比べる値を `[ ]` に並べてください。".into(),
                        "list the values in `[ ]`: `item in [\"a\", \"b\"]`".into(),
                    ),
                },
            );
        };
        let wanted = Type::Code(list.clone());
        let typed = self.value(left, Some(&wanted))?;
        let (code, _) = self.fit(typed, &wanted, left.span)?;
        Some((Node::Contains(Box::new(code), Box::new(codes)), Type::Bool))
    }

    fn arithmetic(&mut self, operator: Arithmetic, left: &Expr, right: &Expr, whole: Span) -> Option<Typed> {
        let (left_typed, right_typed) = (self.value(left, None), self.value(right, None));
        let (left_typed, right_typed) = (left_typed?, right_typed?);
        if matches!((&left_typed.1, &right_typed.1), (Type::Date, _) | (_, Type::Date)) {
            return self.fault(
                "date-arithmetic",
                left.span.to(right.span),
                ("日付は `+` `-` では計算できません。".into(), "dates are not computed with `+` and `-`".into()),
                (
                    "`days_between(始め, 終わり)` や `add_days(日, 日数)` を使ってください。".into(),
                    "use `days_between(start, end)` or `add_days(date, days)`".into(),
                ),
            );
        }
        let (left_node, left_unit) = self.want_number(left_typed, left.span)?;
        let (right_node, right_unit) = self.want_number(right_typed, right.span)?;
        let additive = matches!(operator, Arithmetic::Add | Arithmetic::Sub);
        if additive {
            let (of_left, of_right) = (Type::Number(left_unit.clone()), Type::Number(right_unit.clone()));
            self.same_measure((&left_node, &of_left), (&right_node, &of_right), left.span.to(right.span), true)?;
        }
        let (right_node, unit) = if additive {
            (self.convert(right_node, right_unit.as_ref(), left_unit.as_ref(), right.span)?, left_unit.or(right_unit))
        } else {
            // A product or quotient of measured values has another unit; the item that keeps it says which. What is measured in one unit
            // is so many times as much as another: a number without a unit.
            let of_several = self.measured.contains(&left.span) || self.measured.contains(&right.span);
            let unit = match (left_unit, right_unit) {
                (Some(unit), None) if !of_several => Some(unit),
                (None, Some(unit)) if operator == Arithmetic::Mul && !of_several => Some(unit),
                (None, None) if !of_several => None,
                (Some(left), Some(right)) if operator == Arithmetic::Div && left.text() == right.text() => None,
                _ => {
                    self.measured.push(whole);
                    None
                }
            };
            (right_node, unit)
        };
        Some((Node::Arithmetic(operator, Box::new(left_node), Box::new(right_node)), Type::Number(unit)))
    }
}

impl Checker<'_> {
    /// A number that is read or counted and has no unit does not silently become per cent (or parts per million, or thousands): what is
    /// written out does. Measured units such as `kg` are left to their items.
    fn same_measure(&mut self, left: (&Node, &Type), right: (&Node, &Type), span: Span, adds: bool) -> Option<()> {
        let (bare, unit) = match (left, right) {
            ((_, Type::Number(Some(unit))), (bare, Type::Number(None))) => (bare, unit),
            ((bare, Type::Number(None)), (_, Type::Number(Some(unit)))) => (bare, unit),
            _ => return Some(()),
        };
        if !unit.is_share() || is_written_out(bare, adds) {
            return Some(());
        }
        let unit = unit.text();
        self.fault(
            "share-beside-number",
            span,
            (
                format!("単位のない数と `{unit}` の数が並んでいます。どちらの意味か決まりません。"),
                format!("a number without a unit stands beside one in `{unit}`; which of the two is meant is not clear"),
            ),
            (
                format!("`{unit}` の数値だけを使うなら `number(項目, \"{unit}\")`、割合なら `number(項目, \"1\")` と書くか、もう一方の項目に `unit` を付けてください。"),
                format!("write `number(item, \"{unit}\")` for the figure alone or `number(item, \"1\")` for the ratio, or give the other item its `unit`"),
            ),
        )
    }
}

/// Whether a number is made of figures in the rule itself; what a condition or a table chooses counts as that in a comparison, not in a sum.
fn is_written_out(node: &Node, adds: bool) -> bool {
    match node {
        Node::Number(_) => true,
        Node::Negate(part) => is_written_out(part, adds),
        Node::Arithmetic(_, a, b) => is_written_out(a, adds) && is_written_out(b, adds),
        Node::If(_, yes, no) => !adds && is_written_out(yes, adds) && is_written_out(no, adds),
        Node::Lookup(lookup) => !adds && lookup.entries.iter().all(|(_, gives)| is_written_out(gives, adds)),
        _ => false,
    }
}

fn code_of(codes: &Type) -> Type {
    match codes {
        Type::Codes(list) => Type::Code(list.clone()),
        other => other.clone(),
    }
}

fn is_words(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_) => true,
        ExprKind::If(_, then, otherwise) => is_words(then) && is_words(otherwise),
        _ => false,
    }
}
