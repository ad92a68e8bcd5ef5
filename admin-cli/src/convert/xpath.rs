//! The XPath of XLSForm (`${name}`, `.`, `selected`, `if`, `count-selected`), read into a tree.

use crate::convert::lexer::{self, Token, Tokens};
use crate::convert::rule::{Compare, Expr};

/// Reads a rule; what has no counterpart stands as `Unknown` in the tree.
pub fn read(text: &str) -> Option<Expr> {
    let mut tokens = Tokens::new(lexer::read(text, false)?);
    let expr = either(&mut tokens)?;
    tokens.is_done().then_some(expr)
}

fn either(tokens: &mut Tokens) -> Option<Expr> {
    let mut left = both(tokens)?;
    while tokens.takes_word("or") {
        left = Expr::or(left, both(tokens)?);
    }
    Some(left)
}

fn both(tokens: &mut Tokens) -> Option<Expr> {
    let mut left = comparison(tokens)?;
    while tokens.takes_word("and") {
        left = Expr::and(left, comparison(tokens)?);
    }
    Some(left)
}

fn comparison(tokens: &mut Tokens) -> Option<Expr> {
    let left = sum(tokens)?;
    let compare = match tokens.peek() {
        Some(Token::Sign('=')) => Compare::Eq,
        Some(Token::Pair("!=")) => Compare::Ne,
        Some(Token::Sign('<')) => Compare::Lt,
        Some(Token::Sign('>')) => Compare::Gt,
        Some(Token::Pair("<=")) => Compare::Le,
        Some(Token::Pair(">=")) => Compare::Ge,
        _ => return Some(left),
    };
    tokens.take();
    Some(Expr::compare(compare, left, sum(tokens)?))
}

fn sum(tokens: &mut Tokens) -> Option<Expr> {
    let mut left = product(tokens)?;
    while let Some(Token::Sign(sign @ ('+' | '-'))) = tokens.peek() {
        let sign = *sign;
        tokens.take();
        left = Expr::Arithmetic(sign, Box::new(left), Box::new(product(tokens)?));
    }
    Some(left)
}

fn product(tokens: &mut Tokens) -> Option<Expr> {
    let mut left = unary(tokens)?;
    loop {
        let sign = match tokens.peek() {
            Some(Token::Sign('*')) => '*',
            Some(Token::Name(name)) if name == "div" => '/',
            _ => return Some(left),
        };
        tokens.take();
        left = Expr::Arithmetic(sign, Box::new(left), Box::new(unary(tokens)?));
    }
}

fn unary(tokens: &mut Tokens) -> Option<Expr> {
    tokens.down(|tokens| if tokens.takes('-') { Some(Expr::Negate(Box::new(unary(tokens)?))) } else { primary(tokens) })
}

fn primary(tokens: &mut Tokens) -> Option<Expr> {
    match tokens.take()? {
        Token::Number(number) => Some(Expr::Number(number)),
        Token::Text(text) => Some(Expr::Text(text)),
        Token::Field(name) => Some(Expr::Item(name)),
        Token::Sign('.') => Some(if tokens.takes('.') { Expr::Unknown("..".to_string()) } else { Expr::Own }),
        Token::Sign('(') => {
            let inner = either(tokens)?;
            tokens.expect(')')?;
            Some(inner)
        }
        Token::Name(name) if tokens.takes('(') => Some(call(&name, tokens.arguments(either)?)),
        Token::Name(name) => Some(Expr::Unknown(name)),
        _ => None,
    }
}

fn call(name: &str, mut arguments: Vec<Expr>) -> Expr {
    let unknown = || Expr::Unknown(format!("{name}(…)"));
    let known = match (name, arguments.as_slice()) {
        ("selected", [Expr::Item(item), Expr::Text(code)]) => return Expr::Chosen(item.clone(), code.clone()),
        ("selected", [Expr::Own, Expr::Text(code)]) => return Expr::Call("own-chosen", vec![Expr::Text(code.clone())]),
        ("true", []) => return Expr::Bool(true),
        ("false", []) => return Expr::Bool(false),
        ("today", []) => return Expr::Today,
        ("date", [Expr::Text(date)]) => return Expr::Date(date.clone()),
        ("if", [condition, then, otherwise]) => {
            return Expr::If(Box::new(condition.clone()), Box::new(then.clone()), Box::new(otherwise.clone()));
        }
        ("not", [_]) => return arguments.pop().map_or_else(unknown, Expr::negated),
        ("boolean", [_]) => return arguments.pop().unwrap_or_else(unknown),
        ("number" | "string", [_]) => return arguments.pop().unwrap_or_else(unknown),
        ("string-length", [_]) => "length",
        ("count-selected", [_]) => "size",
        ("int", [_]) => "floor",
        ("round", [_] | [_, _]) => "round",
        ("abs", [_]) => "abs",
        ("pow", [_, _]) => "power",
        ("coalesce", [_, _]) => "coalesce",
        ("regex", [_, Expr::Text(_)]) => "matches",
        ("sum", [_]) => "sum-rows",
        ("min", [_]) => "min-rows",
        ("max", [_]) => "max-rows",
        ("count", [_]) => "count-rows",
        ("min", _) => "min",
        ("max", _) => "max",
        _ => return unknown(),
    };
    Expr::Call(known, arguments)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::convert::rule::Expr;

    #[test]
    fn selected_and_own_value_are_read() {
        assert_eq!(read("selected(${s}, 'a')"), Some(Expr::Chosen("s".into(), "a".into())));
        assert!(matches!(read(". >= 18 and . < 120.5"), Some(Expr::And(..))));
        assert!(matches!(read("not(selected(.,'none') and count-selected(.) > 1)"), Some(Expr::Not(_))));
        for broken in ["${a", "${a} =", "if(", "a b"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
