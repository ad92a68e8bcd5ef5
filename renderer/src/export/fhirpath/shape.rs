//! What is written into expressions: literals and frequent shapes.

use engine::value::rounding::Rounding;

/// A text in single quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// A choice in which an unknown condition gives nothing.
pub fn choice(condition: &str, yes: &str, no: &str) -> String {
    format!("iif({condition}, {yes}, iif(({condition}).not(), {no}))")
}

/// A value, where a condition holds.
pub fn when(condition: &str, value: &str) -> String {
    format!("iif({condition}, {value})")
}

/// Several single values as one collection, each kept.
pub fn together(parts: &[String]) -> String {
    let mut parts = parts.iter();
    let first = parts.next().map_or_else(|| "{}".to_owned(), |part| format!("({part})"));
    parts.fold(first, |list, part| format!("{list}.combine({part})"))
}

/// The sum of a collection.
pub fn sum(list: &str) -> String {
    format!("{list}.aggregate($this + $total, 0)")
}

/// The least or greatest of a collection.
pub fn extreme(list: &str, greatest: bool) -> String {
    let sign = if greatest { ">" } else { "<" };
    format!("{list}.aggregate(iif($total.empty() or $this {sign} $total, $this, $total))")
}

/// A number rounded to places. FHIRPath rounds to the nearest; it says nothing of the half of a negative number.
pub fn rounded(rounding: Rounding, number: &str, places: u8) -> String {
    let power = format!("1{}", "0".repeat(usize::from(places)));
    let shifted = |whole: &str| format!("((({number}) * {power}).{whole}() / {power})");
    match rounding {
        Rounding::HalfUp => choice(
            &format!("{number} >= 0"),
            &format!("({number}).round({places})"),
            &format!("0 - (0 - {number}).round({places})"),
        ),
        Rounding::HalfEven => {
            let (down, up) = (shifted("floor"), shifted("ceiling"));
            let even = format!("(({number}) * {power}).floor().toString().matches('[02468]$')");
            let (below, above) = (format!("({number} - {down})"), format!("({up} - {number})"));
            choice(&format!("{below} < {above}"), &down, &choice(&format!("{below} > {above}"), &up, &choice(&even, &down, &up)))
        }
        Rounding::Down => choice(&format!("{number} >= 0"), &shifted("floor"), &shifted("ceiling")),
        Rounding::Up => choice(&format!("{number} >= 0"), &shifted("ceiling"), &shifted("floor")),
        Rounding::Floor => shifted("floor"),
        Rounding::Ceiling => shifted("ceiling"),
    }
}

#[cfg(test)]
mod tests {
    use super::{choice, quoted, together};

    #[test]
    fn texts_end_where_they_should() {
        assert_eq!(quoted("it's \\d"), "'it\\'s \\\\d'");
    }

    #[test]
    fn shapes_read_as_meant() {
        assert_eq!(choice("a", "1", "2"), "iif(a, 1, iif((a).not(), 2))");
        assert_eq!(together(&["a".into(), "b + 1".into()]), "(a).combine(b + 1)");
    }
}
