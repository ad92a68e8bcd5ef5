//! Words and signs of the rule languages of other systems: one reader for all of them, since they differ in names and not in letters.

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Digits, perhaps with a point.
    Number(String),
    /// A quoted text.
    Text(String),
    /// A name.
    Name(String),
    /// `[name]`, `[name(code)]` of REDCap or `${name}` of XLSForm, without the brackets.
    Field(String),
    /// `%name` of FHIRPath.
    Variable(String),
    /// `@2024-01-01` of FHIRPath.
    Date(String),
    /// A sign.
    Sign(char),
    /// A sign of two characters: `<=`, `>=`, `!=`, `<>`.
    Pair(&'static str),
}

/// The longest rule that is read.
pub const LONGEST: usize = 8_000;

const PAIRS: [&str; 8] = ["<=", ">=", "!=", "<>", "==", "&&", "||", "!~"];

/// Cuts a rule; `None` where a character has no meaning or a quote stays open.
pub fn read(text: &str, brackets_are_fields: bool) -> Option<Vec<Token>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = next(rest, first, brackets_are_fields)?;
        tokens.push(token);
        rest = rest.get(length..)?.trim_start();
    }
    Some(tokens)
}

fn next(rest: &str, first: char, brackets_are_fields: bool) -> Option<(Token, usize)> {
    match first {
        '0'..='9' => {
            let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
            let number = rest.get(..length)?;
            // `1.answer` ends the number before the point; `1.` too.
            let number = if number.matches('.').count() > 1 { return None } else { number.trim_end_matches('.') };
            Some((Token::Number(number.to_string()), number.len()))
        }
        '"' | '\'' => quoted(rest, first),
        '[' if brackets_are_fields => enclosed(rest, 1, ']').map(|(name, length)| (Token::Field(name), length)),
        '$' if rest.starts_with("${") => enclosed(rest, 2, '}').map(|(name, length)| (Token::Field(name), length)),
        '`' => enclosed(rest, 1, '`').map(|(name, length)| (Token::Name(name), length)),
        '%' => match rest.strip_prefix("%`") {
            Some(_) => enclosed(rest, 2, '`').map(|(name, length)| (Token::Variable(name), length)),
            None => {
                let length = word(rest.get(1..)?, "-_");
                (length > 0).then(|| (Token::Variable(rest.get(1..length + 1).unwrap_or("").to_string()), length + 1))
            }
        },
        '@' => {
            let length = word(rest.get(1..)?, "-:.+");
            Some((Token::Date(rest.get(1..length + 1)?.to_string()), length + 1))
        }
        _ if first.is_alphabetic() || first == '_' => {
            // A hyphen belongs to the name when a letter follows: `string-length`.
            let mut length = word(rest, "_");
            while let Some(after) = rest.get(length..).and_then(|after| after.strip_prefix('-')) {
                if !after.starts_with(|c: char| c.is_alphabetic()) {
                    break;
                }
                length += 1 + word(after, "_");
            }
            Some((Token::Name(rest.get(..length)?.to_string()), length))
        }
        _ => {
            if let Some(pair) = PAIRS.iter().find(|pair| rest.starts_with(**pair)) {
                return Some((Token::Pair(pair), pair.len()));
            }
            "=<>+-*/(),.^|~&![]{}".contains(first).then(|| (Token::Sign(first), first.len_utf8()))
        }
    }
}

fn word(rest: &str, more: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || more.contains(c))).unwrap_or(rest.len())
}

fn enclosed(rest: &str, skip: usize, close: char) -> Option<(String, usize)> {
    let end = rest.find(close)?;
    let name = rest.get(skip..end)?.trim();
    Some((name.to_string(), end + close.len_utf8()))
}

fn quoted(rest: &str, quote: char) -> Option<(Token, usize)> {
    let end = rest.get(1..)?.find(quote)? + 1;
    Some((Token::Text(rest.get(1..end)?.to_string()), end + 1))
}

/// Tokens with a place in them; every parser of the three languages stands on it.
#[derive(Debug)]
pub struct Tokens {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

/// The deepest nesting that is read.
const DEEPEST: usize = 40;

impl Tokens {
    /// Starts at the first token.
    pub fn new(tokens: Vec<Token>) -> Tokens {
        Tokens { tokens, at: 0, depth: 0 }
    }

    /// The next token, which stays.
    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// Takes the next token.
    pub fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes a sign if it is next.
    pub fn takes(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    /// Takes a word if it is next; letters' case does not matter.
    pub fn takes_word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name.eq_ignore_ascii_case(wanted));
        self.at += usize::from(found);
        found
    }

    /// A sign that has to be next.
    pub fn expect(&mut self, sign: char) -> Option<()> {
        self.takes(sign).then_some(())
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Goes one level down; `None` when it is too deep.
    pub fn down<T>(&mut self, read: impl FnOnce(&mut Tokens) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let result = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        result
    }

    /// Arguments up to the closing bracket, which is taken.
    pub fn arguments<T>(&mut self, read: impl Fn(&mut Tokens) -> Option<T>) -> Option<Vec<T>> {
        let mut arguments = Vec::new();
        if self.takes(')') {
            return Some(arguments);
        }
        loop {
            arguments.push(read(self)?);
            if self.takes(')') {
                return Some(arguments);
            }
            self.expect(',')?;
        }
    }
}
