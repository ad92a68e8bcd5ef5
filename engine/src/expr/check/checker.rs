//! The checker: what it knows, how it reports, how values are made to fit a type or a unit.

use crate::expr::lexer::Fault;
use crate::expr::names::Names;
use crate::expr::types::Type;
use crate::program::node::{Arithmetic, Base, Node};
use crate::program::program::{ItemId, ScopeId};
use crate::source::Span;
use crate::value::decimal::Decimal;
use crate::value::unit::{Unit, convert_factor};
use std::sync::Arc;

/// A node with the type of its value.
pub(super) type Typed = (Node, Type);

/// Types one rule. A part that is faulty gives `None` and stops only what needs it.
pub(super) struct Checker<'n> {
    pub(super) names: &'n Names,
    pub(super) scope: ScopeId,
    /// Rows bound so far: name, scope, and how many groups stand around both the rule's row and these rows.
    pub(super) vars: Vec<(Arc<str>, ScopeId, u8)>,
    pub(super) reads: Vec<ItemId>,
    pub(super) shared: Vec<u8>,
    pub(super) imports: Vec<u16>,
    pub(super) faults: Vec<Fault>,
    /// Where products and quotients of measured values stand: numbers whose unit only the item that keeps them can say.
    pub(super) measured: Vec<Span>,
}

impl Checker<'_> {
    pub(super) fn fault<T>(
        &mut self,
        code: &'static str,
        span: Span,
        message: (String, String),
        help: (String, String),
    ) -> Option<T> {
        self.faults.push(Fault { code, span, message, help });
        None
    }

    pub(super) fn reads_item(&mut self, id: ItemId, base: Base) {
        let shared = self.shared_with(base);
        match self.reads.iter().position(|read| *read == id).and_then(|at| self.shared.get_mut(at)) {
            Some(known) => *known = shared.min(*known),
            None => {
                self.reads.push(id);
                self.shared.push(shared);
            }
        }
    }

    /// How many groups stand around both the rule's own row and every row that a base can mean.
    pub(super) fn shared_with(&self, base: Base) -> u8 {
        match base {
            Base::Up(up) => self.names.depth(self.scope).saturating_sub(up),
            Base::Var(place) => self.vars.get(usize::from(place)).map_or(0, |(_, _, shared)| *shared),
        }
    }

    /// Makes a value fit a type: converts units exactly; anything else that differs is a fault.
    pub(super) fn fit(&mut self, (node, gives): Typed, wanted: &Type, span: Span) -> Option<Typed> {
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

    pub(super) fn convert(&mut self, node: Node, from: Option<&Unit>, to: Option<&Unit>, span: Span) -> Option<Node> {
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

    pub(super) fn mismatch<T>(&mut self, gives: &Type, wanted: &Type, span: Span) -> Option<T> {
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
            _ => way_to(gives, wanted),
        };
        let is = if matches!(wanted, Type::Codes(_)) { "are" } else { "is" };
        self.fault(
            "type-mismatch",
            span,
            (
                format!("{}が必要ですが、これは{}です。", needed.0, seen.0),
                format!("{} {is} needed here, but this is {}", needed.1, seen.1),
            ),
            help,
        )
    }

    pub(super) fn want_number(&mut self, (node, gives): Typed, span: Span) -> Option<(Node, Option<Unit>)> {
        match gives {
            Type::Number(unit) => Some((node, unit)),
            other => self.mismatch(&other, &Type::Number(None), span),
        }
    }
}

/// What to write where a value of another type is wanted.
fn way_to(gives: &Type, wanted: &Type) -> (String, String) {
    let (ja, en) = match (gives, wanted) {
        (Type::Text, Type::Number(_)) => ("数は引用符を付けずに `38` と書きます。", "write numbers without quotes, such as `38`"),
        (Type::Bool, Type::Number(_)) => {
            ("条件を数にするには `条件 ? 1 : 0` と書きます。", "make a number of a condition with `condition ? 1 : 0`")
        }
        (Type::Date | Type::Datetime, Type::Number(_)) => (
            "日数は `days_between(始め, 終わり)` で数えます。日付と比べる日付は `date(\"2024-03-01\")` と書きます。",
            "count days with `days_between(start, end)`; compare a date with `date(\"2024-03-01\")` or another date",
        ),
        (_, Type::Date) => (
            "日付の項目か `today`、`date(\"2024-03-01\")` を書いてください。",
            "name an item of a date, or write `today` or `date(\"2024-03-01\")`",
        ),
        (_, Type::Datetime) => (
            "日時の項目を書いてください。日付どうしは `date(…)` で比べます。",
            "name an item of a date and time; compare by day with `date(…)`",
        ),
        (_, Type::Text) => {
            ("文字の項目か、`\"…\"` で囲んだ文を書いてください。", "name an item of a text, or write a text in `\"…\"`")
        }
        (_, Type::Bool) => (
            "条件にしてください。範囲は `3 < x && x < 200` のように2つの比較を `&&` でつなぎます。",
            "make it a condition; a range is two comparisons joined by `&&`: `3 < x && x < 200`",
        ),
        (_, Type::Code(list)) => {
            let code = list.codes.first().map_or("…", |code| &*code.code);
            return (
                format!("同じリストの項目か、コード(`\"{code}\"` など)と比べてください。"),
                format!("compare it with an item of the same list, or with a code such as `\"{code}\"`"),
            );
        }
        (_, Type::Codes(_)) => (
            "複数選択の項目は `\"コード\" in 項目` で1つずつ調べます。",
            "ask for each code of an item of several codes: `\"code\" in item`",
        ),
        (_, Type::Reason) => {
            ("`\"UNK\"` のような欠測理由と比べてください。", "compare it with a missing reason, such as `\"UNK\"`")
        }
        (_, Type::File) => ("添付の有無は `answered(項目)` で調べます。", "ask `answered(item)` whether there is a file"),
        (_, Type::Number(_)) => {
            ("数の項目か、`38` のような数を書いてください。", "name an item of a number, or write a number such as `38`")
        }
    };
    (ja.to_owned(), en.to_owned())
}
