//! What is written into expressions: literals and frequent shapes.

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
