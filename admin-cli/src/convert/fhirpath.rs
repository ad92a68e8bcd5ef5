//! The part of FHIRPath that questionnaires use, read into a tree: answers by `linkId`, `exists`, logic, comparison, arithmetic, variables.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::convert::lexer::{self, Token, Tokens};
use crate::convert::rule::{Compare, Expr};

/// How many variables a rule may take in, those inside each other counted: a circle of them ends here.
const MOST_VARIABLES: usize = 200;

/// Reads a rule with the questionnaire's variables.
pub fn read(text: &str, variables: &BTreeMap<String, String>) -> Option<Expr> {
    Reader { variables, taken: Cell::new(0) }.whole(text)
}

struct Reader<'v> {
    variables: &'v BTreeMap<String, String>,
    taken: Cell<usize>,
}

/// What a path has come to.
enum Path {
    /// The response or the answers of some place: not a value yet.
    Place,
    /// Answers of one item.
    Value(Expr),
}

impl Reader<'_> {
    fn whole(&self, text: &str) -> Option<Expr> {
        let mut tokens = Tokens::new(lexer::read(text, false)?);
        let expr = self.implies(&mut tokens)?;
        tokens.is_done().then_some(expr)
    }

    fn implies(&self, tokens: &mut Tokens) -> Option<Expr> {
        let left = self.either(tokens)?;
        if tokens.takes_word("implies") {
            return Some(Expr::or(Expr::negated(left), self.implies(tokens)?));
        }
        Some(left)
    }

    fn either(&self, tokens: &mut Tokens) -> Option<Expr> {
        let mut left = self.both(tokens)?;
        loop {
            if tokens.takes_word("or") {
                left = Expr::or(left, self.both(tokens)?);
            } else if tokens.takes_word("xor") {
                left = Expr::compare(Compare::Ne, left, self.both(tokens)?);
            } else {
                return Some(left);
            }
        }
    }

    fn both(&self, tokens: &mut Tokens) -> Option<Expr> {
        let mut left = self.comparison(tokens)?;
        while tokens.takes_word("and") {
            left = Expr::and(left, self.comparison(tokens)?);
        }
        Some(left)
    }

    fn comparison(&self, tokens: &mut Tokens) -> Option<Expr> {
        let left = self.sum(tokens)?;
        let compare = match tokens.peek() {
            Some(Token::Sign('=' | '~')) => Compare::Eq,
            Some(Token::Pair("!=" | "!~")) => Compare::Ne,
            Some(Token::Sign('<')) => Compare::Lt,
            Some(Token::Sign('>')) => Compare::Gt,
            Some(Token::Pair("<=")) => Compare::Le,
            Some(Token::Pair(">=")) => Compare::Ge,
            _ => return Some(left),
        };
        tokens.take();
        Some(Expr::compare(compare, left, self.sum(tokens)?))
    }

    fn sum(&self, tokens: &mut Tokens) -> Option<Expr> {
        let mut left = self.product(tokens)?;
        while let Some(Token::Sign(sign @ ('+' | '-'))) = tokens.peek() {
            let sign = *sign;
            tokens.take();
            left = Expr::Arithmetic(sign, Box::new(left), Box::new(self.product(tokens)?));
        }
        Some(left)
    }

    fn product(&self, tokens: &mut Tokens) -> Option<Expr> {
        let mut left = self.unary(tokens)?;
        while let Some(Token::Sign(sign @ ('*' | '/'))) = tokens.peek() {
            let sign = *sign;
            tokens.take();
            left = Expr::Arithmetic(sign, Box::new(left), Box::new(self.unary(tokens)?));
        }
        Some(left)
    }

    fn unary(&self, tokens: &mut Tokens) -> Option<Expr> {
        tokens.down(|tokens| {
            if tokens.takes('-') {
                return Some(Expr::Negate(Box::new(self.unary(tokens)?)));
            }
            let start = self.start(tokens)?;
            self.steps(tokens, start)
        })
    }

    fn start(&self, tokens: &mut Tokens) -> Option<Path> {
        let value = |expr| Some(Path::Value(expr));
        match tokens.take()? {
            Token::Number(number) => value(Expr::Number(number)),
            Token::Text(text) => value(Expr::Text(text)),
            Token::Date(date) => value(Expr::Date(date)),
            Token::Sign('(') => {
                let inner = self.implies(tokens)?;
                tokens.expect(')')?;
                value(inner)
            }
            Token::Sign('{') => {
                tokens.expect('}')?;
                value(Expr::Unknown("{}".to_string()))
            }
            Token::Variable(name) => match (name.as_str(), self.variables.get(&name)) {
                ("resource" | "context" | "questionnaire" | "qitem", _) => Some(Path::Place),
                (_, Some(text)) if self.taken.get() < MOST_VARIABLES => {
                    self.taken.set(self.taken.get() + 1);
                    tokens.down(|_| self.whole(text)).map(Path::Value)
                }
                _ => value(Expr::Unknown(format!("%{name}"))),
            },
            Token::Name(name) => match name.as_str() {
                "true" => value(Expr::Bool(true)),
                "false" => value(Expr::Bool(false)),
                "iif" if tokens.takes('(') => {
                    let mut arguments = tokens.arguments(|tokens| self.implies(tokens))?.into_iter();
                    let (condition, then) = (arguments.next()?, arguments.next()?);
                    let otherwise = arguments.next().unwrap_or_else(|| Expr::Unknown("iif without a third part".to_string()));
                    value(Expr::If(Box::new(condition), Box::new(then), Box::new(otherwise)))
                }
                "today" if tokens.takes('(') => {
                    tokens.expect(')')?;
                    value(Expr::Today)
                }
                "item" | "descendants" | "repeat" | "QuestionnaireResponse" => self.place(&name, tokens),
                _ => value(Expr::Unknown(name)),
            },
            _ => None,
        }
    }

    /// A step that stays in the response: `item`, `repeat(item)`, `descendants()`.
    fn place(&self, name: &str, tokens: &mut Tokens) -> Option<Path> {
        if matches!(name, "repeat" | "descendants" | "first" | "single" | "children") {
            tokens.expect('(')?;
            while !tokens.takes(')') {
                tokens.take()?;
            }
        }
        Some(Path::Place)
    }

    fn steps(&self, tokens: &mut Tokens, mut path: Path) -> Option<Expr> {
        while tokens.takes('.') {
            let Some(Token::Name(name)) = tokens.take() else { return None };
            path = match path {
                Path::Place if name == "where" => self.find_item(tokens)?,
                Path::Place => self.place(&name, tokens)?,
                // Below a group that was found by its `linkId`.
                Path::Value(Expr::Item(_)) if matches!(name.as_str(), "item" | "descendants" | "repeat") => {
                    self.place(&name, tokens)?
                }
                Path::Value(value) => Path::Value(self.step(&name, value, tokens)?),
            };
        }
        match path {
            Path::Value(value) => Some(value),
            Path::Place => Some(Expr::Unknown("%resource".to_string())),
        }
    }

    /// `where(linkId = 'x')`.
    fn find_item(&self, tokens: &mut Tokens) -> Option<Path> {
        tokens.expect('(')?;
        let is_link = matches!(tokens.take(), Some(Token::Name(name)) if name == "linkId");
        let is_equal = matches!(tokens.take(), Some(Token::Sign('=' | '~')));
        let Some(Token::Text(link)) = tokens.take() else { return Some(Path::Value(Expr::Unknown("where(…)".to_string()))) };
        if !(is_link && is_equal && tokens.takes(')')) {
            return None;
        }
        Some(Path::Value(Expr::Item(link)))
    }

    fn step(&self, name: &str, value: Expr, tokens: &mut Tokens) -> Option<Expr> {
        const SILENT: [&str; 9] =
            ["answer", "value", "code", "first", "single", "toDecimal", "toInteger", "toQuantity", "ordinal"];
        let is_call = tokens.takes('(');
        let mut arguments = Vec::new();
        if is_call && name == "where" {
            return self.where_code(value, tokens);
        }
        if is_call {
            arguments = tokens.arguments(|tokens| self.implies(tokens))?;
        }
        let mut argument = arguments.into_iter();
        Some(match (name, is_call) {
            ("ofType" | "as", true) => value,
            _ if SILENT.contains(&name) => value,
            ("exists" | "hasValue", true) => match value {
                same @ Expr::Chosen(..) => same,
                item => Expr::answered(item),
            },
            ("empty", true) => Expr::negated(match value {
                same @ Expr::Chosen(..) => same,
                item => Expr::answered(item),
            }),
            ("not", true) => Expr::negated(value),
            ("round", true) => Expr::Call("round", std::iter::once(value).chain(argument.next()).collect()),
            ("abs", true) => Expr::Call("abs", vec![value]),
            ("floor", true) => Expr::Call("floor", vec![value]),
            ("ceiling", true) => Expr::Call("ceil", vec![value]),
            ("length", true) => Expr::Call("length", vec![value]),
            ("sum" | "aggregate", true) => Expr::Call("sum-rows", vec![value]),
            ("min", true) => Expr::Call("min-rows", vec![value]),
            ("max", true) => Expr::Call("max-rows", vec![value]),
            ("count", true) => Expr::Call("size", vec![value]),
            ("matches", true) => Expr::Call("matches", vec![value, argument.next()?]),
            ("contains", true) => Expr::Unknown("contains(…)".to_string()),
            ("display" | "system", false) => Expr::Unknown(format!(".{name}")),
            _ => Expr::Unknown(format!(".{name}")),
        })
    }

    /// `answer.where(value.code = 'x')`: one code of several.
    fn where_code(&self, value: Expr, tokens: &mut Tokens) -> Option<Expr> {
        let mut code = None;
        let mut depth = 1usize;
        let mut words = Vec::new();
        while depth > 0 {
            match tokens.take()? {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                Token::Text(text) => code = Some(text),
                Token::Name(name) => words.push(name),
                _ => {}
            }
        }
        let plain = words.iter().all(|word| matches!(word.as_str(), "value" | "code" | "ofType" | "Coding"));
        Some(match (value, code) {
            (Expr::Item(item), Some(code)) if plain => Expr::Chosen(item, code),
            _ => Expr::Unknown("where(…)".to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::read;
    use crate::convert::rule::Expr;

    #[test]
    fn answers_and_variables_are_read() {
        let variables = BTreeMap::from([
            ("w".to_string(), "%resource.item.where(linkId='w').answer.value".to_string()),
            ("loop".to_string(), "%loop + 1".to_string()),
        ]);
        let read = |text| read(text, &variables);
        assert_eq!(read("%resource.repeat(item).where(linkId = 'a').answer.value"), Some(Expr::Item("a".into())));
        assert_eq!(read("%w.exists()"), Some(Expr::answered(Expr::Item("w".into()))));
        assert!(matches!(read("iif(%w > 3 and %w <= 10, 1, 0)"), Some(Expr::If(..))));
        assert!(matches!(read("(%w / 2.5).round(1)"), Some(Expr::Call("round", _))));
        assert!(read("%loop").is_some());
        for broken in ["%resource.item.where(linkId=", "(((", "a.", "'x"] {
            // Not an expression, or one whose meaning is left to a person.
            assert!(matches!(read(broken), None | Some(Expr::Unknown(_))), "{broken}");
        }
    }
}
