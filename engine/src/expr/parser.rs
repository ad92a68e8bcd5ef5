//! Tokens to tree, by binding strength. One fault per rule: after the first, the rest of a rule would be guesswork.

use std::sync::Arc;

use crate::expr::ast::{Expr, ExprKind, Operator};
use crate::expr::habit;
use crate::expr::lexer::{self, Fault, Token};
use crate::source::Span;

/// Longest rule, in bytes.
pub const MAX_LENGTH: usize = 8_000;
const MAX_DEPTH: usize = 60;

/// Reads a rule.
pub fn parse(text: &str) -> Result<Expr, Fault> {
    if text.len() > MAX_LENGTH {
        return Err(Fault {
            code: "rule-too-long",
            span: Span::new(0, text.len()),
            message: ("規則が長すぎます。".into(), "this rule is too long".into()),
            help: ("途中の値を計算項目に分けてください。".into(), "move parts of it into calculated items".into()),
        });
    }
    if text.trim().is_empty() {
        return Err(Fault {
            code: "rule-syntax",
            span: Span::new(0, text.len()),
            message: ("規則が空です。".into(), "this rule is empty".into()),
            help: ("規則を書くか、このキーを削除してください。".into(), "write the rule, or delete the key".into()),
        });
    }
    let tokens = lexer::read(text).map_err(|fault| with_whole_rule(fault, text))?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let expr = parser.expression()?;
    match parser.peek() {
        (Token::End, _) => Ok(expr),
        (_, span) => Err(parser.unexpected(span)),
    }
}

/// A rule with several full-width signs is shown as it would stand, when that is sound and short enough to read.
fn with_whole_rule(fault: Fault, text: &str) -> Fault {
    const LONGEST: usize = 160;
    let mended = habit::half_width(text.trim()).filter(|mended| mended.len() <= LONGEST && parse(mended).is_ok());
    match mended {
        Some(mended) if fault.code == "unexpected-character" => Fault {
            help: (
                format!("規則の全体を半角で `{mended}` と書いてください。"),
                format!("write the whole rule half-width: `{mended}`"),
            ),
            ..fault
        },
        _ => fault,
    }
}

struct Parser<'t> {
    tokens: &'t [(Token, Span)],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> (Token, Span) {
        self.tokens.get(self.at).or(self.tokens.last()).cloned().unwrap_or((Token::End, Span::default()))
    }

    fn next(&mut self) -> (Token, Span) {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek().0, Token::Sign(seen) if seen == sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<Span, Fault> {
        let (token, span) = self.peek();
        if token == Token::Sign(sign) {
            self.at += 1;
            return Ok(span);
        }
        let seen = describe(&token);
        let help = self.habit(&token).unwrap_or_else(|| match sign {
            ":" => (
                "場合分けは `条件 ? 値 : それ以外の値` と書きます。".into(),
                "a choice is written `condition ? value : other value`".into(),
            ),
            _ => (
                format!("`{sign}` で閉じるか、抜けている演算子(`&&`、`,` など)を書いてください。"),
                format!("close with `{sign}`, or write the operator or `,` that is missing here"),
            ),
        });
        Err(Fault {
            code: "rule-syntax",
            span,
            message: (
                format!("ここに `{sign}` が必要ですが、{}があります。", seen.0),
                format!("`{sign}` is needed here, not {}", seen.1),
            ),
            help,
        })
    }

    fn unexpected(&self, span: Span) -> Fault {
        let (token, _) = self.peek();
        let seen = describe(&token);
        let help = self.habit(&token).unwrap_or_else(|| stray(&token));
        Fault {
            code: "rule-syntax",
            span,
            message: (format!("ここに{}は書けません。", seen.0), format!("{} cannot stand here", seen.1)),
            help,
        }
    }

    /// What the words here and just before them say in other languages.
    fn habit(&self, token: &Token) -> Option<(String, String)> {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|(token, _)| token);
        match (before, token) {
            (Some(Token::Sign("<")), Token::Sign(">")) => {
                Some(("「等しくない」は `!=` です。".into(), "write `!=` for \"not equal\"".into()))
            }
            (Some(Token::Number(_)), Token::Sign("%")) => Some(habit::alone()),
            (Some(Token::Number(_)), Token::Name(word)) if habit::word(word).is_none() && habit::is_unit(word) => {
                Some(habit::alone())
            }
            (_, Token::Name(word)) if habit::word(word).is_some() => habit::word(word),
            (Some(Token::Name(word)), _) => habit::word(word),
            _ => None,
        }
    }

    fn expression(&mut self) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let (_, span) = self.peek();
            return Err(Fault {
                code: "rule-too-deep",
                span,
                message: ("規則の入れ子が深すぎます。".into(), "this rule is nested too deeply".into()),
                help: ("途中の値を計算項目に分けてください。".into(), "move parts of it into calculated items".into()),
            });
        }
        let condition = self.binary(0)?;
        let result = if self.takes("?") {
            let then = self.expression()?;
            self.expect(":")?;
            let otherwise = self.expression()?;
            let span = condition.span.to(otherwise.span);
            Expr { span, kind: ExprKind::If(Box::new(condition), Box::new(then), Box::new(otherwise)) }
        } else {
            condition
        };
        self.depth -= 1;
        Ok(result)
    }

    fn binary(&mut self, least: u8) -> Result<Expr, Fault> {
        let mut left = self.unary()?;
        loop {
            let (token, span) = self.peek();
            let Some(operator) = operator(&token).filter(|operator| operator.strength() > least) else { return Ok(left) };
            self.at += 1;
            let right = self.binary(operator.strength())?;
            left =
                Expr { span: left.span.to(right.span), kind: ExprKind::Binary(operator, span, Box::new(left), Box::new(right)) };
        }
    }

    fn unary(&mut self) -> Result<Expr, Fault> {
        let (token, span) = self.peek();
        let wrap: fn(Box<Expr>) -> ExprKind = match token {
            Token::Sign("!") => ExprKind::Not,
            Token::Sign("-") => ExprKind::Negate,
            _ => return self.postfix(),
        };
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.unexpected(span));
        }
        let inner = self.unary()?;
        self.depth -= 1;
        Ok(Expr { span: span.to(inner.span), kind: wrap(Box::new(inner)) })
    }

    fn postfix(&mut self) -> Result<Expr, Fault> {
        let mut inner = self.primary()?;
        while self.takes(".") {
            let (token, name_span) = self.next();
            let Token::Name(name) = token else {
                self.at -= 1;
                return Err(self.unexpected(name_span));
            };
            if self.takes("(") {
                let (args, end) = self.members(")")?;
                inner = Expr { span: inner.span.to(end), kind: ExprKind::Method(Box::new(inner), name, name_span, args) };
            } else {
                inner = Expr { span: inner.span.to(name_span), kind: ExprKind::Field(Box::new(inner), name, name_span) };
            }
        }
        Ok(inner)
    }

    fn primary(&mut self) -> Result<Expr, Fault> {
        let (token, span) = self.next();
        let kind = match token {
            Token::Number(text) => ExprKind::Number(text),
            Token::Text(text) => ExprKind::Text(text),
            Token::Name(name) => return self.name(name, span),
            Token::Sign("(") => {
                let inner = self.expression()?;
                let end = self.expect(")")?;
                return Ok(Expr { span: span.to(end), kind: inner.kind });
            }
            Token::Sign("[") => {
                let (members, end) = self.members("]")?;
                return Ok(Expr { span: span.to(end), kind: ExprKind::List(members) });
            }
            _ => {
                self.at -= 1;
                return Err(self.unexpected(span));
            }
        };
        Ok(Expr { span, kind })
    }

    fn name(&mut self, name: Arc<str>, span: Span) -> Result<Expr, Fault> {
        let kind = match &*name {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            "in" | "and" | "or" | "not" => {
                self.at -= 1;
                return Err(self.unexpected(span));
            }
            _ if self.takes("(") => {
                let (args, end) = self.members(")")?;
                return Ok(Expr { span: span.to(end), kind: ExprKind::Call(name, span, args) });
            }
            _ => ExprKind::Name(name),
        };
        Ok(Expr { span, kind })
    }

    /// Members up to the closing sign, which is taken; its span is given back.
    fn members(&mut self, close: &'static str) -> Result<(Vec<Expr>, Span), Fault> {
        let mut members = Vec::new();
        loop {
            if members.is_empty() && matches!(self.peek().0, Token::Sign(sign) if sign == close) {
                break;
            }
            members.push(self.expression()?);
            if !self.takes(",") {
                break;
            }
        }
        Ok((members, self.expect(close)?))
    }
}

fn operator(token: &Token) -> Option<Operator> {
    Some(match token {
        Token::Sign("||") => Operator::Or,
        Token::Sign("&&") => Operator::And,
        Token::Sign("==") => Operator::Eq,
        Token::Sign("!=") => Operator::Ne,
        Token::Sign("<") => Operator::Lt,
        Token::Sign("<=") => Operator::Le,
        Token::Sign(">") => Operator::Gt,
        Token::Sign(">=") => Operator::Ge,
        Token::Sign("+") => Operator::Add,
        Token::Sign("-") => Operator::Sub,
        Token::Sign("*") => Operator::Mul,
        Token::Sign("/") => Operator::Div,
        Token::Name(word) if &**word == "in" => Operator::In,
        _ => return None,
    })
}

fn describe(token: &Token) -> (String, String) {
    match token {
        Token::Number(text) => (format!("数 `{text}` "), format!("the number `{text}`")),
        Token::Text(text) => (format!("文 `\"{text}\"` "), format!("the text `\"{text}\"`")),
        Token::Name(text) => (format!(" `{text}` "), format!("`{text}`")),
        Token::Sign(text) => (format!(" `{text}` "), format!("`{text}`")),
        Token::End => ("規則の終わり".into(), "the end of the rule".into()),
    }
}

/// Help for a word or sign that stands where the rule cannot go on.
fn stray(token: &Token) -> (String, String) {
    let (ja, en) = match token {
        Token::End => (
            "規則が途中で終わっています。続きを書くか、余分な記号を削除してください。",
            "the rule ends too early; write the rest, or delete what is too much",
        ),
        Token::Sign(")" | "]" | "}") => {
            ("対になる開き括弧がないか、値が抜けています。", "its opening bracket or a value is missing")
        }
        Token::Sign("{") => ("値の並びは `[\"a\", \"b\"]` と書きます。", "a list of values is written `[\"a\", \"b\"]`"),
        Token::Sign(";") => {
            ("1つの規則に `;` は要りません。条件は `&&` でつなぎます。", "a rule needs no `;`; join conditions with `&&`")
        }
        Token::Sign(":" | "?") => {
            ("場合分けは `条件 ? 値 : それ以外の値` と書きます。", "a choice is written `condition ? value : other value`")
        }
        Token::Sign(",") => (
            "`,` は括弧の中の区切りです。条件は `&&` でつなぎ、数は桁区切りを付けずに `1000`、小数点は `.` で書きます。",
            "`,` parts values inside brackets; join conditions with `&&`, write thousands as `1000` and decimal figures with `.`",
        ),
        Token::Sign("%") => (
            "余りの計算はありません。割合の数は `%` を付けずに書きます。",
            "there is no remainder; write per cent without the `%`",
        ),
        Token::Sign(_) => ("この記号の前に、項目か値が必要です。", "an item or a value is missing before it"),
        Token::Number(_) | Token::Text(_) | Token::Name(_) => {
            ("演算子(`==`、`&&` など)が抜けていませんか?", "is an operator such as `==` or `&&` missing before it?")
        }
    };
    (ja.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::expr::ast::{ExprKind, Operator};

    #[test]
    fn binds_and_tighter_than_or_and_reads_in() {
        let Ok(expr) = parse(r#"a || b && c in ["x"]"#) else { panic!("does not parse") };
        let ExprKind::Binary(Operator::Or, _, _, right) = expr.kind else { panic!("not or") };
        let ExprKind::Binary(Operator::And, _, _, right) = right.kind else { panic!("not and") };
        assert!(matches!(right.kind, ExprKind::Binary(Operator::In, ..)));
    }

    #[test]
    fn faults_are_placed_and_never_panic() {
        for (text, code, start) in [
            ("a = b", "unexpected-character", 2),
            ("a and b", "rule-syntax", 2),
            ("(a", "rule-syntax", 2),
            ("", "rule-syntax", 0),
            ("a == \"x", "unclosed-text", 5),
            ("1 +", "rule-syntax", 3),
            ("a ≥ 3", "unexpected-character", 2),
        ] {
            let Err(fault) = parse(text) else { panic!("`{text}` parses") };
            assert_eq!((fault.code, fault.span.start), (code, start), "{text}");
        }
        assert!(parse(&"(".repeat(5000)).is_err());
        assert!(parse(&"!".repeat(5000)).is_err());
    }
}
