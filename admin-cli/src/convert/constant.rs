//! Constants of other systems' rules as ours: digits, days, quoted texts, yes and no.

use crate::convert::rule::Expr;

/// A constant that says yes or no.
pub fn truth_of(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Bool(value) => Some(*value),
        Expr::Text(text) | Expr::Number(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Digits as our language takes them.
pub fn number_text(text: &str) -> Option<String> {
    let text = text.trim();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let whole = if whole.is_empty() { "0" } else { whole };
    if !digits(whole) || !digits(places) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if text.starts_with('-') { "-" } else { "" };
    let number = if unsigned.contains('.') { format!("{sign}{whole}.{places}") } else { format!("{sign}{whole}") };
    engine::value::decimal::Decimal::parse(&number).map(|_| number)
}

/// A constant date.
pub fn date(text: &str) -> Option<String> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    engine::value::date::DateRange::parse(day).map(|_| format!("date(\"{day}\")"))
}

/// A text between quotes.
pub fn quoted(text: &str) -> Option<String> {
    if text.chars().any(|c| c.is_control()) {
        return None;
    }
    Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
