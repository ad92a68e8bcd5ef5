//! Tree to typed nodes. Every fault of a rule is reported at its own words; a part that is faulty stops only what needs it.

use std::sync::Arc;

use regex::Regex;

use crate::diagnostic::suggest::did_you_mean;
use crate::expr::ast::{Expr, ExprKind, Operator};
use crate::expr::function::{self, Arg, FunctionRow, Gives};
use crate::expr::lexer::Fault;
use crate::expr::names::{Holds, Names};
use crate::expr::types::Type;
use crate::form::list::CodeList;
use crate::program::node::{Arithmetic, Base, Compare, Each, Fold, Function, Node, Read, RowList, Rows};
use crate::program::program::{ItemId, ScopeId};
use crate::source::Span;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::missing::Missing;
use crate::value::unit::{Unit, convert_factor};

/// A typed rule with what it reads.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The tree.
    pub node: Node,
    /// What it gives.
    pub gives: Type,
    /// Items of this form that it reads.
    pub reads: Vec<ItemId>,
    /// Slots of imports that it reads.
    pub imports: Vec<u16>,
}

/// Types a rule that runs in `scope`; `expected` gives meaning to quoted words (codes).
pub fn check(expr: &Expr, names: &Names, scope: ScopeId, expected: Option<&Type>) -> Result<Checked, Vec<Fault>> {
    let mut checker = Checker { names, scope, vars: Vec::new(), reads: Vec::new(), imports: Vec::new(), faults: Vec::new() };
    let typed = checker.value(expr, expected);
    let fitted = typed.and_then(|typed| match expected {
        Some(wanted) => checker.fit(typed, wanted, expr.span),
        None => Some(typed),
    });
    match fitted {
        Some((node, gives)) if checker.faults.is_empty() => {
            Ok(Checked { node, gives, reads: checker.reads, imports: checker.imports })
        }
        _ => Err(checker.faults),
    }
}

type Typed = (Node, Type);

/// Rows of a group with the scope their fields live in.
struct List {
    rows: RowList,
    scope: ScopeId,
    body: Option<Typed>,
}

struct Checker<'n> {
    names: &'n Names,
    scope: ScopeId,
    vars: Vec<(Arc<str>, ScopeId)>,
    reads: Vec<ItemId>,
    imports: Vec<u16>,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn fault<T>(&mut self, code: &'static str, span: Span, message: (String, String), help: (String, String)) -> Option<T> {
        self.faults.push(Fault { code, span, message, help });
        None
    }

    fn value(&mut self, expr: &Expr, expected: Option<&Type>) -> Option<Typed> {
        match &expr.kind {
            ExprKind::Number(text) => self.number(text, expr.span),
            ExprKind::Text(text) => self.text(text, expr.span, expected),
            ExprKind::Bool(value) => Some((Node::Bool(*value), Type::Bool)),
            ExprKind::Null => self.null(expr.span),
            ExprKind::Name(name) => self.name(name, expr.span),
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

    fn truth(&mut self, expr: &Expr) -> Option<Typed> {
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

    fn number(&mut self, text: &str, span: Span) -> Option<Typed> {
        match Decimal::parse(text) {
            Some(number) => Some((Node::Number(number), Type::Number(None))),
            None => self.fault(
                "number-too-long",
                span,
                ("数の桁が多すぎます。".into(), "this number has too many digits".into()),
                ("18桁までにしてください。".into(), "use at most 18 digits".into()),
            ),
        }
    }

    fn text(&mut self, text: &Arc<str>, span: Span, expected: Option<&Type>) -> Option<Typed> {
        match expected {
            Some(Type::Code(list)) => self.code(text, list, span),
            Some(Type::Reason) => match Missing::from_code(text) {
                Some(reason) => Some((Node::Code(u16::from(reason.index()), text.clone()), Type::Reason)),
                None => self.fault(
                    "unknown-missing-reason",
                    span,
                    (format!("`{text}` という欠測理由はありません。"), format!("there is no missing reason `{text}`")),
                    did_you_mean(text, Missing::ALL.iter().map(|reason| reason.code())),
                ),
            },
            _ => Some((Node::Text(text.clone()), Type::Text)),
        }
    }

    fn code(&mut self, text: &Arc<str>, list: &Arc<CodeList>, span: Span) -> Option<Typed> {
        match list.find(text) {
            Some(place) => Some((Node::Code(place, text.clone()), Type::Code(list.clone()))),
            None => self.fault(
                "unknown-code",
                span,
                (
                    format!("リスト `{}` にコード `{text}` はありません。", list.id),
                    format!("list `{}` has no code `{text}`", list.id),
                ),
                did_you_mean(text, list.codes.iter().map(|code| &*code.code)),
            ),
        }
    }

    fn null<T>(&mut self, span: Span) -> Option<T> {
        self.fault(
            "compare-with-null",
            span,
            ("`null` とは比べられません。".into(), "nothing can be compared with `null`".into()),
            (
                "回答の有無は `answered(項目)`、欠測理由の有無は `missing(項目)` で調べます。".into(),
                "ask `answered(item)` whether there is an answer, `missing(item)` whether there is a reason for none".into(),
            ),
        )
    }

    fn name(&mut self, name: &Arc<str>, span: Span) -> Option<Typed> {
        if &**name == "today" {
            return Some((Node::Today, Type::Date));
        }
        let read = self.item(name, span)?;
        match read {
            (read, Holds::Values(gives)) => Some((Node::Read(read), gives)),
            (_, Holds::Rows(..)) => self.fault(
                "group-as-value",
                span,
                (format!("`{name}` はグループで、値ではありません。"), format!("`{name}` is a group, not a value")),
                (
                    format!("`{name}.exists(r, …)` や `{name}.size()` を使ってください。"),
                    format!("use `{name}.exists(r, …)`, `{name}.size()` and the like"),
                ),
            ),
            (_, Holds::Faulty) => None,
        }
    }

    /// The slot of an item of this form that can be read from here.
    fn item(&mut self, name: &Arc<str>, span: Span) -> Option<(Read, Holds)> {
        if self.vars.iter().any(|(var, _)| var == name) {
            return self.fault(
                "row-as-value",
                span,
                (format!("`{name}` は行で、値ではありません。"), format!("`{name}` is a row, not a value")),
                (format!("`{name}.項目` のように項目を付けてください。"), format!("name an item of the row: `{name}.item`")),
            );
        }
        let Some(known) = self.names.items.get(name) else {
            let forms = self.names.forms.keys().find(|form| *form == name);
            if forms.is_some() {
                return self.fault(
                    "form-as-value",
                    span,
                    (format!("`{name}` は様式で、値ではありません。"), format!("`{name}` is a form, not a value")),
                    (format!("`{name}.項目` のように項目を付けてください。"), format!("name an item of the form: `{name}.item`")),
                );
            }
            let words: Vec<&str> = self.names.items.keys().map(|id| &**id).chain(["today"]).collect();
            return self.fault(
                "unknown-item",
                span,
                (format!("項目 `{name}` はこの様式にありません。"), format!("item `{name}` is not defined in this form")),
                near_item(name, &words),
            );
        };
        let Some(up) = self.names.up(self.scope, known.scope) else {
            return self.fault(
                "row-item-outside-rows",
                span,
                (
                    format!("`{name}` は行の中の項目なので、ここからは1つに決まりません。"),
                    format!("`{name}` is an item of rows; from here it is not one value"),
                ),
                (
                    "`グループ.exists(r, r.項目 …)` などを使ってください。".into(),
                    "use `group.exists(r, r.item …)` and the like".into(),
                ),
            );
        };
        let (id, read, holds) = (known.id, known.read(Base::Up(up)), known.holds.clone());
        self.reads_item(id);
        Some((read, holds))
    }

    fn reads_item(&mut self, id: ItemId) {
        if !self.reads.contains(&id) {
            self.reads.push(id);
        }
    }

    fn field(&mut self, inner: &Expr, field: &Arc<str>, span: Span) -> Option<Typed> {
        match self.field_read(inner, field, span)? {
            (read, Holds::Values(gives)) => Some((Node::Read(read), gives)),
            _ => None,
        }
    }

    /// `row.item` or `form.item`.
    fn field_read(&mut self, inner: &Expr, field: &Arc<str>, span: Span) -> Option<(Read, Holds)> {
        let ExprKind::Name(name) = &inner.kind else {
            return self.fault(
                "nothing-inside",
                span,
                ("ここで `.` は使えません。".into(), "`.` cannot be used here".into()),
                ("`様式.項目` か `行.項目` の形で書いてください。".into(), "write `form.item` or `row.item`".into()),
            );
        };
        if let Some(place) = self.vars.iter().rposition(|(var, _)| var == name) {
            return self.row_field(name, place, field, span);
        }
        if let Some(items) = self.names.forms.get(name) {
            let Some(foreign) = items.get(field) else {
                let words: Vec<&str> = items.keys().map(|id| &**id).collect();
                return self.fault(
                    "unknown-item",
                    span,
                    (format!("様式 `{name}` に項目 `{field}` はありません。"), format!("form `{name}` has no item `{field}`")),
                    near_item(field, &words),
                );
            };
            let Some(values) = foreign.values.clone() else {
                return self.fault(
                    "group-as-value",
                    span,
                    (
                        format!("`{name}.{field}` はグループなので、ここからは読めません。"),
                        format!("`{name}.{field}` is a group and cannot be read from here"),
                    ),
                    (String::new(), String::new()),
                );
            };
            let read = self.names.import(self.scope, name, &foreign.item)?;
            if !self.imports.contains(&read.slot) {
                self.imports.push(read.slot);
            }
            return Some((read, Holds::Values(values)));
        }
        if self.names.items.contains_key(name) {
            return self.fault(
                "nothing-inside",
                span,
                (
                    format!("項目 `{name}` の中に `{field}` はありません。"),
                    format!("item `{name}` has nothing named `{field}` inside"),
                ),
                (String::new(), String::new()),
            );
        }
        let words: Vec<&str> = self.names.forms.keys().map(|id| &**id).collect();
        let near = did_you_mean(name, words.iter().copied());
        let help = (
            format!("他の様式を読むには `uses: [{name}]` を足してください。{}", near.0),
            format!("to read another form add it: `uses: [{name}]`. {}", near.1),
        );
        self.fault(
            "form-not-used",
            inner.span,
            (format!("様式 `{name}` は `uses` に書かれていません。"), format!("form `{name}` is not listed under `uses`")),
            help,
        )
    }

    fn row_field(&mut self, row: &str, place: usize, field: &Arc<str>, span: Span) -> Option<(Read, Holds)> {
        let (_, scope) = self.vars.get(place).cloned()?;
        let found = self.names.items.get(field).filter(|known| known.scope == scope);
        let Some(known) = found else {
            let words: Vec<&str> =
                self.names.items.iter().filter(|(_, known)| known.scope == scope).map(|(id, _)| &**id).collect();
            return self.fault(
                "unknown-item",
                span,
                (format!("行 `{row}` に項目 `{field}` はありません。"), format!("row `{row}` has no item `{field}`")),
                near_item(field, &words),
            );
        };
        let base = Base::Var(u8::try_from(place).unwrap_or(u8::MAX));
        let (id, read, holds) = (known.id, known.read(base), known.holds.clone());
        self.reads_item(id);
        Some((read, holds))
    }

    fn conditional(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr, expected: Option<&Type>) -> Option<Typed> {
        let condition = self.truth(condition);
        let first = self.value(then, expected);
        let wanted = expected.cloned().or_else(|| first.as_ref().map(|(_, gives)| gives.clone()));
        let second = self.value(otherwise, wanted.as_ref());
        let ((condition, _), (first, gives), second) = (condition?, first?, second?);
        let (second, _) = self.fit(second, &gives, otherwise.span)?;
        Some((Node::If(Box::new(condition), Box::new(first), Box::new(second)), gives))
    }

    /// Makes a value fit a type: converts units exactly; anything else that differs is a fault.
    fn fit(&mut self, (node, gives): Typed, wanted: &Type, span: Span) -> Option<Typed> {
        if let (Type::Number(from), Type::Number(to)) = (&gives, wanted) {
            return self
                .convert(node, from.as_ref(), to.as_ref(), span)
                .map(|node| (node, Type::Number(to.clone().or(from.clone()))));
        }
        if gives.is_like(wanted) {
            return Some((node, gives));
        }
        self.mismatch(&gives, wanted, span)
    }

    fn convert(&mut self, node: Node, from: Option<&Unit>, to: Option<&Unit>, span: Span) -> Option<Node> {
        let (Some(from), Some(to)) = (from, to) else { return Some(node) };
        let Some(ratio) = convert_factor(from, to) else {
            let (from, to) = (from.text(), to.text());
            return self.fault(
                "unit-mismatch",
                span,
                (format!("単位 `{from}` は `{to}` に換算できません。"), format!("unit `{from}` does not convert to `{to}`")),
                ("同じ種類の量どうしを比べてください。".into(), "compare quantities of the same kind".into()),
            );
        };
        let scaled = match ratio.numerator {
            1 => node,
            factor => Node::Arithmetic(Arithmetic::Mul, Box::new(node), Box::new(Node::Number(Decimal::from_integer(factor)?))),
        };
        Some(match ratio.denominator {
            1 => scaled,
            divisor => {
                Node::Arithmetic(Arithmetic::Div, Box::new(scaled), Box::new(Node::Number(Decimal::from_integer(divisor)?)))
            }
        })
    }

    fn mismatch<T>(&mut self, gives: &Type, wanted: &Type, span: Span) -> Option<T> {
        let (seen, needed) = (gives.describe(), wanted.describe());
        let help = match (gives, wanted) {
            (Type::Datetime, Type::Date) => {
                ("`date(…)` で日付にしてください。".to_owned(), "take its day with `date(…)`".to_owned())
            }
            (Type::Text, Type::Date) => {
                ("日付は `date(\"2024-03-01\")` と書きます。".to_owned(), "write dates as `date(\"2024-03-01\")`".to_owned())
            }
            (Type::Code(_), Type::Number(_)) | (Type::Number(_), Type::Code(_)) => (
                "コードを数として使うには `number(…)` とします。コードは引用符で囲みます。".to_owned(),
                "read a code as a number with `number(…)`; quote codes".to_owned(),
            ),
            (Type::Codes(_), Type::Code(_)) | (Type::Code(_), Type::Codes(_)) => (
                "複数選択の項目は `\"コード\" in 項目` で調べます。".to_owned(),
                "ask items of several codes with `\"code\" in item`".to_owned(),
            ),
            _ => (String::new(), String::new()),
        };
        self.fault(
            "type-mismatch",
            span,
            (
                format!("{}が必要ですが、これは{}です。", needed.0, seen.0),
                format!("{} is needed here, but this is {}", needed.1, seen.1),
            ),
            help,
        )
    }

    fn want_number(&mut self, (node, gives): Typed, span: Span) -> Option<(Node, Option<Unit>)> {
        match gives {
            Type::Number(unit) => Some((node, unit)),
            other => self.mismatch(&other, &Type::Number(None), span),
        }
    }

    fn binary(&mut self, operator: Operator, span: Span, left: &Expr, right: &Expr, whole: Span) -> Option<Typed> {
        match operator {
            Operator::And | Operator::Or => self.logic(operator, left, right),
            Operator::Eq => self.compare(Compare::Eq, span, left, right),
            Operator::Ne => self.compare(Compare::Ne, span, left, right),
            Operator::Lt => self.compare(Compare::Lt, span, left, right),
            Operator::Le => self.compare(Compare::Le, span, left, right),
            Operator::Gt => self.compare(Compare::Gt, span, left, right),
            Operator::Ge => self.compare(Compare::Ge, span, left, right),
            Operator::In => self.among(left, right),
            Operator::Add => self.arithmetic(Arithmetic::Add, left, right),
            Operator::Sub => self.arithmetic(Arithmetic::Sub, left, right),
            Operator::Mul => self.arithmetic(Arithmetic::Mul, left, right),
            Operator::Div => {
                let typed = self.arithmetic(Arithmetic::Div, left, right)?;
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

    fn logic(&mut self, operator: Operator, left: &Expr, right: &Expr) -> Option<Typed> {
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

    fn compare(&mut self, compare: Compare, span: Span, left: &Expr, right: &Expr) -> Option<Typed> {
        // A quoted word gets its meaning from the other side.
        let (left_typed, right_typed) = if is_words(left) && !is_words(right) {
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

    fn among(&mut self, left: &Expr, right: &Expr) -> Option<Typed> {
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
            return (constants.len() == members.len()).then(|| (Node::OneOf(Box::new(node), constants), Type::Bool));
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
                (String::new(), String::new()),
            );
        };
        let wanted = Type::Code(list.clone());
        let typed = self.value(left, Some(&wanted))?;
        let (code, _) = self.fit(typed, &wanted, left.span)?;
        Some((Node::Contains(Box::new(code), Box::new(codes)), Type::Bool))
    }

    fn arithmetic(&mut self, operator: Arithmetic, left: &Expr, right: &Expr) -> Option<Typed> {
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
        let (right_node, unit) = if additive {
            (self.convert(right_node, right_unit.as_ref(), left_unit.as_ref(), right.span)?, left_unit.or(right_unit))
        } else {
            // A product or quotient of two measured values has another unit; the item that keeps it says which.
            let unit = match (left_unit, right_unit) {
                (Some(unit), None) => Some(unit),
                (None, Some(unit)) if operator == Arithmetic::Mul => Some(unit),
                _ => None,
            };
            (right_node, unit)
        };
        Some((Node::Arithmetic(operator, Box::new(left_node), Box::new(right_node)), Type::Number(unit)))
    }

    fn call(&mut self, name: &Arc<str>, span: Span, args: &[Expr], whole: Span, expected: Option<&Type>) -> Option<Typed> {
        match (&**name, args) {
            ("answered" | "missing" | "missing_reason", [arg]) => self.about_answer(name, arg),
            ("date", [Expr { kind: ExprKind::Text(text), span }]) => self.date(text, *span),
            ("date", [arg]) => {
                let typed = self.value(arg, None)?;
                match typed {
                    (node, Type::Datetime) => Some((Node::Call(Function::DateOf, vec![node]), Type::Date)),
                    (_, other) => self.mismatch(&other, &Type::Datetime, arg.span),
                }
            }
            ("matches", [text, pattern]) => self.matches(text, pattern),
            ("size", [arg]) => self.size(arg),
            ("sum" | "min" | "max" | "first" | "last", [arg]) if self.is_list(arg) => self.fold(name, arg),
            ("sum" | "first" | "last", [arg]) => self.fault(
                "rows-needed",
                arg.span,
                (format!("`{name}` には行の値が必要です。"), format!("`{name}` needs the values of rows")),
                (
                    format!("`{name}(グループ.map(r, r.項目))` のように書いてください。"),
                    format!("write `{name}(group.map(r, r.item))`"),
                ),
            ),
            _ => match function::find(name) {
                Some(row) => self.plain_call(row, span, args, whole, expected),
                None if function::SPECIAL.iter().any(|special| special.0 == &**name) => {
                    self.wrong_count(name, whole, args.len(), if &**name == "matches" { "2" } else { "1" })
                }
                None => self.fault(
                    "unknown-function",
                    span,
                    (format!("関数 `{name}` はありません。"), format!("there is no function `{name}`")),
                    did_you_mean(name, function::names()),
                ),
            },
        }
    }

    fn wrong_count<T>(&mut self, name: &str, span: Span, seen: usize, wanted: &str) -> Option<T> {
        self.fault(
            "wrong-argument-count",
            span,
            (
                format!("`{name}` には引数が{wanted}個必要ですが、{seen}個あります。"),
                format!("`{name}` takes {wanted} argument(s), but {seen} stand here"),
            ),
            (String::new(), String::new()),
        )
    }

    fn about_answer(&mut self, name: &str, arg: &Expr) -> Option<Typed> {
        let read = match &arg.kind {
            ExprKind::Name(word) if &**word != "today" => self.item(word, arg.span)?.0,
            ExprKind::Field(inner, field, span) => self.field_read(inner, field, *span)?.0,
            _ => {
                return self.fault(
                    "item-needed",
                    arg.span,
                    (format!("`{name}` には項目のIDが必要です。"), format!("`{name}` needs the id of an item")),
                    (format!("`{name}(項目)` のように書いてください。"), format!("write `{name}(item)`")),
                );
            }
        };
        Some(match name {
            "answered" => (Node::Answered(read), Type::Bool),
            "missing" => (Node::Missing(read), Type::Bool),
            _ => (Node::MissingReason(read), Type::Reason),
        })
    }

    fn date(&mut self, text: &str, span: Span) -> Option<Typed> {
        match DateRange::parse(text) {
            Some(date) => Some((Node::Date(date), Type::Date)),
            None => self.fault(
                "bad-date",
                span,
                (format!("`{text}` は日付ではありません。"), format!("`{text}` is not a date")),
                (
                    "`2024-03-01`、`2024-03`、`2024` のように書いてください。".into(),
                    "write `2024-03-01`, `2024-03` or `2024`".into(),
                ),
            ),
        }
    }

    fn matches(&mut self, text: &Expr, pattern: &Expr) -> Option<Typed> {
        let typed = self.value(text, None)?;
        let (node, _) = match typed {
            (node, Type::Text) => (node, Type::Text),
            (_, other) => return self.mismatch(&other, &Type::Text, text.span),
        };
        let ExprKind::Text(written) = &pattern.kind else {
            return self.fault(
                "pattern-not-constant",
                pattern.span,
                ("パターンは引用符で囲んだ文でなければなりません。".into(), "the pattern must be a quoted text".into()),
                (String::new(), String::new()),
            );
        };
        if let Err(help) = check_pattern(written) {
            return self.fault(
                "bad-pattern",
                pattern.span,
                (format!("`{written}` はパターンとして読めません。"), format!("`{written}` is not a pattern")),
                help,
            );
        }
        Some((Node::Matches(Box::new(node), self.names.pattern(written)), Type::Bool))
    }

    fn size(&mut self, arg: &Expr) -> Option<Typed> {
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

    fn plain_call(
        &mut self,
        row: &'static FunctionRow,
        span: Span,
        args: &[Expr],
        whole: Span,
        expected: Option<&Type>,
    ) -> Option<Typed> {
        let fits = if row.repeats { args.len() >= row.args.len().max(1) } else { args.len() == row.args.len() };
        if !fits {
            let wanted = if row.repeats { format!("{}+", row.args.len()) } else { row.args.len().to_string() };
            return self.wrong_count(row.name, whole, args.len(), &wanted);
        }
        let mut nodes = Vec::new();
        let mut first: Option<Type> = None;
        for (place, arg) in args.iter().enumerate() {
            let takes = row.args.get(place).or(row.args.last()).copied().unwrap_or(Arg::Same);
            let generic = matches!(takes, Arg::Same | Arg::Ordered);
            let wanted = if generic { first.as_ref().or(expected) } else { None };
            let Some(typed) = self.value(arg, wanted) else { continue };
            let Some((node, gives)) = self.argument(takes, typed, first.as_ref().filter(|_| generic), arg.span) else { continue };
            first.get_or_insert(gives);
            nodes.push(node);
        }
        if nodes.len() != args.len() {
            return None;
        }
        let gives = match row.gives {
            Gives::Number(unit) => Type::Number(unit.and_then(Unit::parse)),
            Gives::Date => Type::Date,
            Gives::First => first?,
        };
        let _ = span;
        Some((Node::Call(row.function, nodes), gives))
    }

    fn argument(&mut self, takes: Arg, typed: Typed, same: Option<&Type>, span: Span) -> Option<Typed> {
        let wanted = match (takes, &typed.1) {
            (Arg::Number, Type::Number(_))
            | (Arg::Date, Type::Date)
            | (Arg::Datetime, Type::Datetime)
            | (Arg::Text, Type::Text) => return Some(typed),
            (Arg::Code, Type::Code(_)) | (Arg::Codes, Type::Codes(_)) => return Some(typed),
            (Arg::Same, _) | (Arg::Ordered, Type::Number(_) | Type::Date | Type::Datetime) => {
                return match same {
                    Some(wanted) => self.fit(typed, wanted, span),
                    None => Some(typed),
                };
            }
            (Arg::Number | Arg::Ordered, _) => Type::Number(None),
            (Arg::Date, _) => Type::Date,
            (Arg::Datetime, _) => Type::Datetime,
            (Arg::Text, _) => Type::Text,
            (Arg::Code | Arg::Codes, _) => {
                let seen = typed.1.describe();
                return self.fault(
                    "type-mismatch",
                    span,
                    (
                        format!("コードが必要ですが、これは{}です。", seen.0),
                        format!("a code is needed here, but this is {}", seen.1),
                    ),
                    (String::new(), String::new()),
                );
            }
        };
        self.mismatch(&typed.1, &wanted, span)
    }

    /// `group` as a name in reach, without reporting anything.
    fn group(&mut self, expr: &Expr) -> Option<(Rows, ScopeId)> {
        let ExprKind::Name(name) = &expr.kind else { return None };
        let known = self.names.items.get(name)?;
        let up = self.names.up(self.scope, known.scope)?;
        let rows = known.rows(Base::Up(up))?;
        let id = known.id;
        self.reads_item(id);
        Some(rows)
    }

    fn is_list(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Method(_, name, _, _) if matches!(&**name, "map" | "filter"))
    }

    fn method_value(&mut self, expr: &Expr) -> Option<Typed> {
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
                did_you_mean(name, function::ROW_RULES.iter().map(|row| row.0)),
            ),
        }
    }

    /// A group, or rows mapped or filtered.
    fn list(&mut self, expr: &Expr) -> Option<List> {
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

    fn in_row<T>(&mut self, var: &Expr, list: &List, inside: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
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
        self.vars.push((name.clone(), list.scope));
        let result = inside(self);
        self.vars.pop();
        result
    }

    fn fold(&mut self, name: &str, arg: &Expr) -> Option<Typed> {
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
            "min" => Fold::Min,
            "max" => Fold::Max,
            "first" => Fold::First,
            _ => Fold::Last,
        };
        let fits = match fold {
            Fold::Sum => matches!(gives, Type::Number(_)),
            Fold::Min | Fold::Max => matches!(gives, Type::Number(_) | Type::Date | Type::Datetime),
            Fold::First | Fold::Last => true,
        };
        if !fits {
            return self.mismatch(&gives, &Type::Number(None), arg.span);
        }
        Some((Node::Fold(fold, Box::new(list.rows), Box::new(body)), gives))
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

/// A near item, or the advice to look at the form.
fn near_item(name: &str, words: &[&str]) -> (String, String) {
    match crate::diagnostic::suggest::closest(name, words.iter().copied()) {
        Some(near) => (format!("`{near}` のことですか?"), format!("did you mean `{near}`?")),
        None => ("項目のIDを確かめてください。".into(), "check the item's id".into()),
    }
}

/// Patterns must mean the same in Rust and in the browser: look-around, back references and inline flags are refused.
pub fn check_pattern(pattern: &str) -> Result<(), (String, String)> {
    let shared = |ja: &str, en: &str| Err((ja.to_owned(), en.to_owned()));
    if pattern.len() > 500 {
        return shared("パターンは500文字までです。", "a pattern holds at most 500 characters");
    }
    if pattern.contains("(?") && !pattern.replace("(?:", "").contains("(?") {
    } else if pattern.contains("(?") {
        return shared(
            "`(?` で始まる特別な書き方は使えません(`(?:` は使えます)。",
            "special forms that start with `(?` cannot be used, except `(?:`",
        );
    }
    for refused in [r"\A", r"\z", r"\Z", r"\x{", r"\b{", "&&", "[[:"] {
        if pattern.contains(refused) {
            return Err((format!("`{refused}` は使えません。"), format!("`{refused}` cannot be used")));
        }
    }
    match Regex::new(&format!("^(?:{pattern})$")) {
        Ok(_) => Ok(()),
        Err(_) => shared(
            "正規表現として正しくありません。括弧の数を確かめてください。",
            "it is not a valid regular expression; check the brackets",
        ),
    }
}
