//! Comma-separated values as RFC 4180 has them: lines end in CR LF, cells with commas, quotes or line ends stand in quotes.

/// The mark by which spreadsheets know UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One line.
pub fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    cells.map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    let is_plain = !text.contains([',', '"', '\n', '\r']) && !text.starts_with(' ') && !text.ends_with(' ');
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before the signs that begin one.
pub fn inert(text: &str) -> String {
    let begins_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = text.parse::<f64>().is_ok();
    if begins_formula && !is_number { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{inert, line};

    #[test]
    fn what_could_be_misread_stands_in_quotes() {
        assert_eq!(line(["a", "b,c", "d\"e", "", " f", "血\n清"].into_iter()), "a,\"b,c\",\"d\"\"e\",,\" f\",\"血\n清\"\r\n");
    }

    #[test]
    fn spreadsheets_compute_nothing() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("@today"), "'@today");
        assert_eq!(inert("-x > 3"), "'-x > 3");
        assert_eq!(inert("-3"), "-3");
        assert_eq!(inert("a = b"), "a = b");
    }
}
