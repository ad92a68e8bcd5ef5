//! A rule's text as words and signs.

use std::sync::Arc;

use crate::expr::habit;
use crate::source::Span;

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Digits, perhaps with a point.
    Number(Arc<str>),
    /// A quoted text without its quotes.
    Text(Arc<str>),
    /// A name or keyword.
    Name(Arc<str>),
    /// A sign: `&&`, `(`, ...
    Sign(&'static str),
    /// The end of the rule.
    End,
}

/// A fault of the text: place, message and help, each (Japanese, English).
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
    /// Where in the rule.
    pub span: Span,
    /// What is wrong.
    pub message: (String, String),
    /// What to do.
    pub help: (String, String),
}

const SIGNS: [&str; 25] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "?", ":", "(", ")", "[", "]", ",", ".", "{", "}", "%",
    ";",
];

/// Cuts a rule into tokens; the last is `End`.
pub fn read(text: &str) -> Result<Vec<(Token, Span)>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = next(text.get(at..).unwrap_or(""), first, at)?;
        tokens.push((token, Span::new(at, at + length)));
        at += length;
    }
    tokens.push((Token::End, Span::new(text.len(), text.len())));
    Ok(tokens)
}

fn next(rest: &str, first: char, at: usize) -> Result<(Token, usize), Fault> {
    if first.is_ascii_digit() {
        if let Some((written, date)) = habit::bare_date(rest) {
            return Err(undated(written, date, at));
        }
        return Ok(number(rest));
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        return Ok((Token::Name(rest.get(..length).unwrap_or("").into()), length));
    }
    if first == '$' {
        // A parameter of a block.
        let name = rest.get(1..).unwrap_or("");
        let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
        if length > 0 {
            return Ok((Token::Name(rest.get(..length + 1).unwrap_or("").into()), length + 1));
        }
    }
    if first == '"' || first == '\'' {
        return quoted(rest, first, at);
    }
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    Err(unexpected(rest, first, at))
}

fn number(rest: &str) -> (Token, usize) {
    let whole = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let after = rest.get(whole..).unwrap_or("");
    let places = after.strip_prefix('.').map_or(0, |places| places.find(|c: char| !c.is_ascii_digit()).unwrap_or(places.len()));
    let length = if places > 0 { whole + 1 + places } else { whole };
    (Token::Number(rest.get(..length).unwrap_or("").into()), length)
}

fn quoted(rest: &str, quote: char, at: usize) -> Result<(Token, usize), Fault> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((offset, character)) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, same @ ('\\' | '"' | '\''))) => text.push(same),
                // Patterns keep their backslashes: "\\d" and "\d" both mean the same.
                Some((_, other)) => text.extend(['\\', other]),
                None => break,
            },
            _ if character == quote => return Ok((Token::Text(text.into()), offset + character.len_utf8())),
            _ => text.push(character),
        }
    }
    Err(Fault {
        code: "unclosed-text",
        span: Span::new(at, at + rest.len()),
        message: ("引用符が閉じられていません。".into(), "this text has no closing quote".into()),
        help: (format!("文の終わりに `{quote}` を付けてください。"), format!("close it with `{quote}`")),
    })
}

fn unexpected(rest: &str, first: char, at: usize) -> Fault {
    let (length, help) = match habit::letters(rest) {
        Some(meant) => meant,
        None => (first.len_utf8(), sign_help(rest, first)),
    };
    let written = rest.get(..length).unwrap_or_default();
    Fault {
        code: "unexpected-character",
        span: Span::new(at, at + length),
        message: (format!("`{written}` は規則の中では使えません。"), format!("`{written}` has no meaning in a rule")),
        help,
    }
}

fn sign_help(rest: &str, first: char) -> (String, String) {
    match first {
        '=' if rest.starts_with("=>") => ("「以上」は `>=` です。".to_owned(), "\"at least\" is written `>=`".to_owned()),
        '=' if rest.starts_with("=<") => ("「以下」は `<=` です。".to_owned(), "\"at most\" is written `<=`".to_owned()),
        '=' => ("等しいかどうかは `==` で比べます。".to_owned(), "compare with `==`".to_owned()),
        '&' => ("「かつ」は `&&` です。".to_owned(), "\"and\" is written `&&`".to_owned()),
        '|' => ("「または」は `||` です。".to_owned(), "\"or\" is written `||`".to_owned()),
        _ if !first.is_ascii() && !rest.starts_with(|c: char| c.is_alphanumeric()) => (
            "規則の記号は半角の `== != < <= > >= && || ! + - * / ? : ( ) [ ] ,` です。".to_owned(),
            "the signs of rules are `== != < <= > >= && || ! + - * / ? : ( ) [ ] ,`".to_owned(),
        ),
        _ => (
            "文とコードは `\"…\"` で囲み、項目はIDで書いてください。".to_owned(),
            "put texts and codes in `\"…\"` and write items by their id".to_owned(),
        ),
    }
}

/// A date as such is a text; without quotes it would be a sum.
fn undated(written: &str, date: Option<String>, at: usize) -> Fault {
    let help = match date {
        Some(date) => (format!("日付は `date(\"{date}\")` と書きます。"), format!("write the date as `date(\"{date}\")`")),
        None => (
            "日付は `date(\"2024-03-01\")` のように、存在する日を書きます。".into(),
            "write a day that exists: `date(\"2024-03-01\")`".into(),
        ),
    };
    Fault {
        code: "bad-date",
        span: Span::new(at, at + written.len()),
        message: (format!("`{written}` は、このままでは日付になりません。"), format!("`{written}` is no date as it stands")),
        help,
    }
}
