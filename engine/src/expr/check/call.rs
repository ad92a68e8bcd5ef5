//! Functions: of answers, of plain values, constant dates, patterns.

use crate::diagnostic::suggest::did_you_mean;
use crate::expr::ast::{Expr, ExprKind};
use crate::expr::check::checker::{Checker, Typed};
use crate::expr::check::pattern::check_pattern;
use crate::expr::function::{self, Arg, FunctionRow, Gives};
use crate::expr::habit;
use crate::expr::types::Type;
use crate::form::list::CodeList;
use crate::program::node::{Function, Node};
use crate::source::Span;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::rounding::{ROUNDINGS, Rounding};
use crate::value::unit::Unit;
use std::sync::Arc;

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        name: &Arc<str>,
        span: Span,
        args: &[Expr],
        whole: Span,
        expected: Option<&Type>,
    ) -> Option<Typed> {
        match (&**name, args) {
            ("answered" | "missing" | "missing_reason" | "applicable", [arg]) => self.about_answer(name, arg),
            ("date", [Expr { kind: ExprKind::Text(text), span }]) => self.date(text, *span),
            ("date", [arg]) => {
                let typed = self.value(arg, None)?;
                match typed {
                    (node, Type::Datetime) => Some((Node::Call(Function::DateOf, vec![node]), Type::Date)),
                    (_, other) => self.mismatch(&other, &Type::Datetime, arg.span),
                }
            }
            ("matches", [text, pattern]) => self.matches(text, pattern),
            ("lookup", _) => self.lookup(args, whole),
            ("number", [measured, unit]) => self.number_in(measured, unit),
            ("round", [number, places, rounding]) => self.round(number, places, rounding, whole, expected),
            ("sum" | "min" | "max" | "first" | "last" | "size", [arg]) if self.is_plural(arg) => self.fold_records(name, arg),
            ("size", [arg]) => self.size(arg),
            ("count_answered", [_, ..]) => {
                let answered: Vec<Option<Typed>> = args.iter().map(|arg| self.about_answer("answered", arg)).collect();
                let nodes: Option<Vec<Node>> = answered.into_iter().map(|typed| typed.map(|(node, _)| node)).collect();
                Some((Node::Call(Function::CountTrue, nodes?), Type::Number(None)))
            }
            ("sum" | "sum_answered" | "min" | "max" | "first" | "last", [arg]) if self.is_list(arg) => self.fold(name, arg),
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
                Some(row) => self.plain_call(row, args, whole, expected),
                None if function::SPECIAL.iter().any(|special| special.0 == &**name) => {
                    self.wrong_count(name, whole, args.len(), if &**name == "matches" { "2" } else { "1" })
                }
                None => self.fault(
                    "unknown-function",
                    span,
                    (format!("関数 `{name}` はありません。"), format!("there is no function `{name}`")),
                    habit::call(name).unwrap_or_else(|| did_you_mean(name, function::names())),
                ),
            },
        }
    }

    pub(super) fn wrong_count<T>(&mut self, name: &str, span: Span, seen: usize, wanted: &str) -> Option<T> {
        self.fault(
            "wrong-argument-count",
            span,
            (
                format!("`{name}` には引数が{wanted}個必要ですが、{seen}個あります。"),
                format!("`{name}` takes {wanted} argument(s), but {seen} stand here"),
            ),
            function::written(name),
        )
    }

    pub(super) fn about_answer(&mut self, name: &str, arg: &Expr) -> Option<Typed> {
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
            "applicable" => (Node::Applicable(read), Type::Bool),
            _ => (Node::MissingReason(read), Type::Reason),
        })
    }

    pub(super) fn date(&mut self, text: &str, span: Span) -> Option<Typed> {
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

    pub(super) fn matches(&mut self, text: &Expr, pattern: &Expr) -> Option<Typed> {
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
                (
                    "`matches(項目, \"[0-9]{3}\")` のように、パターンをそのまま引用符で囲んで書いてください。".into(),
                    "write the pattern itself in quotes: `matches(item, \"[0-9]{3}\")`".into(),
                ),
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

    pub(super) fn plain_call(
        &mut self,
        row: &'static FunctionRow,
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
            if let (Function::NumberOf, Type::Code(list)) = (row.function, &gives)
                && !list.codes.iter().any(|code| Decimal::parse(&code.code).is_some())
            {
                return self.no_number_codes(list, arg.span);
            }
            if row.function == Function::SumAnswered && !matches!(gives, Type::Number(_)) {
                return self.mismatch(&gives, &Type::Number(None), arg.span);
            }
            first.get_or_insert(gives);
            nodes.push(node);
        }
        if nodes.len() != args.len() {
            return None;
        }
        let gives = match row.gives {
            Gives::Number(unit) => Type::Number(unit.and_then(Unit::parse)),
            Gives::Date => Type::Date,
            Gives::Truth => Type::Bool,
            Gives::First => first?,
        };
        Some((Node::Call(row.function, nodes), gives))
    }

    /// `number(x, "kg")`: the number alone, in a unit that is named, so that nothing is dropped unseen.
    fn number_in(&mut self, measured: &Expr, unit: &Expr) -> Option<Typed> {
        let ExprKind::Text(word) = &unit.kind else {
            return self.fault(
                "unit-needed",
                unit.span,
                ("ここには引用符で囲んだ単位が必要です。".into(), "a unit in quotes is needed here".into()),
                ("`number(体重, \"kg\")` のように書いてください。".into(), "write `number(weight, \"kg\")`".into()),
            );
        };
        let Some(wanted) = Unit::parse(word) else {
            let help = Unit::suggest(word).map_or_else(
                || ("UCUMの書き方を使ってください。".to_owned(), "use the spelling of UCUM".to_owned()),
                |right| (format!("`{right}` のことですか?"), format!("did you mean `{right}`?")),
            );
            let message = (format!("`{word}` は単位として読めません。"), format!("`{word}` is not a unit"));
            return self.fault("unknown-unit", unit.span, message, help);
        };
        let typed = self.value(measured, None)?;
        let (node, held) = self.want_number(typed, measured.span)?;
        let Some(held) = held else {
            return self.fault(
                "unit-not-known",
                measured.span,
                ("この数には単位がありません。".into(), "this number has no unit".into()),
                (
                    "単位のある項目に使います。積や商の単位は決まらないので、`number(体重, \"kg\") * …` のように項目ごとに書いてください。".into(),
                    "it takes items that have a unit; a product or quotient has none, so take each item alone: `number(weight, \"kg\") * …`".into(),
                ),
            );
        };
        let alone = Node::Call(Function::NumberOf, vec![node, Node::Text(held.text().into())]);
        Some((self.convert(alone, Some(&held), Some(&wanted), measured.span.to(unit.span))?, Type::Number(None)))
    }

    /// `round` with a way of rounding.
    fn round(&mut self, number: &Expr, places: &Expr, rounding: &Expr, whole: Span, expected: Option<&Type>) -> Option<Typed> {
        let named = match &rounding.kind {
            ExprKind::Text(word) => Rounding::from_name(word),
            _ => None,
        };
        if named.is_none() {
            let names = ROUNDINGS.iter().map(|row| format!("`\"{}\"`", row.name)).collect::<Vec<_>>().join(", ");
            self.fault::<()>(
                "unknown-rounding",
                rounding.span,
                ("丸め方として読めません。".into(), "this is no way of rounding".into()),
                (format!("書けるもの: {names}"), format!("write one of {names}")),
            );
        }
        let plain = self.plain_call(function::find("round")?, &[number.clone(), places.clone()], whole, expected)?;
        match (plain, named?) {
            ((Node::Call(Function::Round, parts), gives), rounding) if rounding != Rounding::HalfUp => {
                Some((Node::Call(Function::RoundBy(rounding), parts), gives))
            }
            (plain, _) => Some(plain),
        }
    }

    /// Places that are written out must be a whole number in reach.
    fn places(&mut self, (node, gives): Typed, most: u8, span: Span) -> Option<Typed> {
        let written = match &node {
            Node::Number(number) => Some(*number),
            Node::Negate(part) => {
                if let Node::Number(number) = &**part {
                    Some(number.neg())
                } else {
                    None
                }
            }
            _ => None,
        };
        let is_wrong = |number: Decimal| !number.to_integer().is_some_and(|places| (0..=i64::from(most)).contains(&places));
        if written.is_some_and(is_wrong) {
            return self.fault(
                "bad-places",
                span,
                (
                    format!("小数点以下の桁数は0から{most}までの整数です。"),
                    format!("the number of places is a whole number from 0 to {most}"),
                ),
                (
                    format!("`2` のような、{most}までの整数を書いてください。"),
                    format!("write a whole number up to {most}, such as `2`"),
                ),
            );
        }
        Some((node, gives))
    }

    fn no_number_codes<T>(&mut self, list: &CodeList, span: Span) -> Option<T> {
        let id = &list.id;
        self.fault(
            "code-not-a-number",
            span,
            (format!("リスト `{id}` に数として読めるコードはありません。"), format!("no code of list `{id}` reads as a number")),
            (
                "`項目 == \"コード\" ? 数 : …` のように、コードごとに数を決めてください。".into(),
                "give each code its number: `item == \"code\" ? number : …`".into(),
            ),
        )
    }

    pub(super) fn argument(&mut self, takes: Arg, typed: Typed, same: Option<&Type>, span: Span) -> Option<Typed> {
        let wanted = match (takes, &typed.1) {
            (Arg::Places(most), Type::Number(_)) => return self.places(typed, most, span),
            (Arg::Number, Type::Number(_))
            | (Arg::Date, Type::Date)
            | (Arg::Datetime, Type::Datetime)
            | (Arg::Text, Type::Text)
            | (Arg::Truth, Type::Bool) => return Some(typed),
            (Arg::Code, Type::Code(_)) | (Arg::Codes, Type::Codes(_)) => return Some(typed),
            (Arg::Same, _) | (Arg::Ordered, Type::Number(_) | Type::Date | Type::Datetime) => {
                return match same {
                    Some(wanted) => self.fit(typed, wanted, span),
                    None => Some(typed),
                };
            }
            (Arg::Number | Arg::Places(_) | Arg::Ordered, _) => Type::Number(None),
            (Arg::Date, _) => Type::Date,
            (Arg::Datetime, _) => Type::Datetime,
            (Arg::Text, _) => Type::Text,
            (Arg::Truth, _) => Type::Bool,
            (Arg::Code | Arg::Codes, _) => {
                let seen = typed.1.describe();
                return self.fault(
                    "type-mismatch",
                    span,
                    (
                        format!("コードが必要ですが、これは{}です。", seen.0),
                        format!("a code is needed here, but this is {}", seen.1),
                    ),
                    match takes {
                        Arg::Codes => (
                            "複数選択(`choices`)の項目を書いてください。".into(),
                            "name an item of several codes (`choices`)".into(),
                        ),
                        _ => ("選択(`choice`)の項目を書いてください。".into(), "name an item of one code (`choice`)".into()),
                    },
                );
            }
        };
        self.mismatch(&typed.1, &wanted, span)
    }
}
