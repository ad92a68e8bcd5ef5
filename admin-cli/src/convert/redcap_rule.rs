//! REDCap's branching logic and calculations, read into a tree.
//!
//! `[name]` is a field, `[name(code)]` one box of a checkbox; `=`, `<>`, `and`, `or` in any case of letters; `if(c, a, b)`, `sum`, `mean`,
//! `round`, `datediff` and others. A field of another event and smart variables stay unknown.

use crate::convert::lexer::{self, Token, Tokens};
use crate::convert::rule::{Compare, Expr};

/// Reads a rule; what has no counterpart stands as `Unknown` in the tree.
pub fn read(text: &str) -> Option<Expr> {
    let mut tokens = Tokens::new(lexer::read(text, true)?);
    let expr = either(&mut tokens)?;
    tokens.is_done().then_some(expr)
}

fn either(tokens: &mut Tokens) -> Option<Expr> {
    let mut left = both(tokens)?;
    while tokens.takes_word("or") || takes_pair(tokens, "||") {
        left = Expr::or(left, both(tokens)?);
    }
    Some(left)
}

fn both(tokens: &mut Tokens) -> Option<Expr> {
    let mut left = comparison(tokens)?;
    while tokens.takes_word("and") || takes_pair(tokens, "&&") {
        left = Expr::and(left, comparison(tokens)?);
    }
    Some(left)
}

fn takes_pair(tokens: &mut Tokens, pair: &'static str) -> bool {
    let found = tokens.peek() == Some(&Token::Pair(pair));
    if found {
        tokens.take();
    }
    found
}

fn comparison(tokens: &mut Tokens) -> Option<Expr> {
    let left = sum(tokens)?;
    let compare = match tokens.peek() {
        Some(Token::Sign('=') | Token::Pair("==")) => Compare::Eq,
        Some(Token::Pair("<>" | "!=")) => Compare::Ne,
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
    let mut left = power(tokens)?;
    while let Some(Token::Sign(sign @ ('*' | '/'))) = tokens.peek() {
        let sign = *sign;
        tokens.take();
        left = Expr::Arithmetic(sign, Box::new(left), Box::new(power(tokens)?));
    }
    Some(left)
}

fn power(tokens: &mut Tokens) -> Option<Expr> {
    let base = unary(tokens)?;
    if tokens.takes('^') { Some(Expr::Call("power", vec![base, unary(tokens)?])) } else { Some(base) }
}

fn unary(tokens: &mut Tokens) -> Option<Expr> {
    tokens.down(|tokens| {
        if tokens.takes('-') {
            return Some(Expr::Negate(Box::new(unary(tokens)?)));
        }
        if tokens.takes('!') {
            return Some(Expr::negated(unary(tokens)?));
        }
        if tokens.takes_word("not") {
            return Some(Expr::negated(unary(tokens)?));
        }
        primary(tokens)
    })
}

fn primary(tokens: &mut Tokens) -> Option<Expr> {
    match tokens.take()? {
        Token::Number(number) => Some(Expr::Number(number)),
        Token::Text(text) => Some(Expr::Text(text)),
        Token::Field(name) => {
            // `[event][field]`, `[field][2]`: another event or another instance.
            let mut others = Vec::new();
            while let Some(Token::Field(more)) = tokens.peek() {
                others.push(more.clone());
                tokens.take();
            }
            Some(if others.is_empty() { field(&name) } else { Expr::Unknown(format!("[{name}][{}]", others.join("]["))) })
        }
        Token::Sign('(') => {
            let inner = either(tokens)?;
            tokens.expect(')')?;
            Some(inner)
        }
        Token::Name(name) if tokens.takes('(') => {
            let arguments = tokens.arguments(either)?;
            Some(call(&name.to_ascii_lowercase(), arguments))
        }
        Token::Name(name) => Some(match name.to_ascii_lowercase().as_str() {
            "true" => Expr::Bool(true),
            "false" => Expr::Bool(false),
            "today" => Expr::Today,
            _ => Expr::Unknown(name),
        }),
        _ => None,
    }
}

fn field(name: &str) -> Expr {
    if name.contains('-') && !name.contains('(') {
        return Expr::Unknown(format!("[{name}]"));
    }
    match name.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
        Some((field, code)) => Expr::Chosen(field.trim().to_string(), code.trim().to_string()),
        None => Expr::Item(name.split(':').next().unwrap_or(name).trim().to_string()),
    }
}

fn call(name: &str, mut arguments: Vec<Expr>) -> Expr {
    let known = match (name, arguments.len()) {
        ("if", 3) => {
            let otherwise = arguments.pop();
            let then = arguments.pop();
            if let (Some(condition), Some(then), Some(otherwise)) = (arguments.pop(), then, otherwise) {
                return Expr::If(Box::new(condition), Box::new(then), Box::new(otherwise));
            }
            None
        }
        ("sum", _) => Some("sum"),
        ("mean", _) => Some("mean"),
        ("min", _) => Some("min"),
        ("max", _) => Some("max"),
        ("abs", 1) => Some("abs"),
        ("round" | "rounddown" | "roundup", 1 | 2) => Some(match name {
            "round" => "round",
            "rounddown" => "floor",
            _ => "ceil",
        }),
        ("length", 1) => Some("length"),
        ("isblankormissingcode", 1) => {
            return arguments.pop().map_or(Expr::Unknown(name.to_string()), |inner| Expr::negated(Expr::answered(inner)));
        }
        ("datediff", 3..) => return difference(&arguments),
        _ => None,
    };
    match known {
        Some(known) => Expr::Call(known, arguments),
        None => Expr::Unknown(format!("{name}(…)")),
    }
}

/// `datediff(a, b, "units", ...)`: without a wish for the sign, REDCap gives the distance in either direction.
fn difference(arguments: &[Expr]) -> Expr {
    let (Some(from), Some(to), Some(Expr::Text(units))) = (arguments.first(), arguments.get(1), arguments.get(2)) else {
        return Expr::Unknown("datediff(…)".to_string());
    };
    let day = |expr: &Expr| match expr {
        Expr::Text(text) if text.eq_ignore_ascii_case("today") => Expr::Today,
        other => other.clone(),
    };
    let function = match units.as_str() {
        "d" => "days",
        "y" => "years",
        "M" => "months",
        "h" => "hours",
        _ => return Expr::Unknown(format!("datediff(…, \"{units}\")")),
    };
    let signed = arguments.iter().skip(3).any(|argument| match argument {
        Expr::Bool(signed) => *signed,
        Expr::Text(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    });
    let difference = Expr::Call(function, vec![day(from), day(to)]);
    if signed { difference } else { Expr::Call("abs", vec![difference]) }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::convert::rule::Expr;

    #[test]
    fn checkboxes_and_mixed_case_words_are_read() {
        assert!(matches!(read("[a(1)] = '1' OR ([b] <> \"\" and [c]>=18)"), Some(Expr::Or(..))));
        assert!(matches!(read("[visit_arm_1][a] = '1'"), Some(Expr::Compare(..))));
        for broken in ["[a", "[a] =", "(", "[a] = '1' [b]", "if([a])("] {
            assert_eq!(read(broken), None, "{broken}");
        }
        assert_eq!(read(&"(".repeat(5_000)), None);
    }
}
