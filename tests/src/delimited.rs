//! Tables that tests keep as CSV files, which open in any spreadsheet: a line of names, then rows.

use std::collections::BTreeMap;
use std::path::Path;

/// One row, by the names of the first line.
pub type Row = BTreeMap<String, String>;

/// Reads a CSV file.
pub fn table(file: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|cause| panic!("{}: {cause}", file.display()));
    let mut rows = fields(&text).into_iter();
    let names = rows.next().unwrap_or_default();
    rows.map(|row| {
        assert_eq!(row.len(), names.len(), "{}: {row:?} has as many fields as the first line", file.display());
        names.iter().cloned().zip(row).collect()
    })
    .collect()
}

/// Lines of fields; a field in quotes may hold commas, line ends and doubled quotes.
fn fields(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            _ => field.push(letter),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn quotes_hold_commas_quotes_and_line_ends() {
        assert_eq!(fields("a,b\n\"1,\"\"2\"\"\n3\",\n"), [vec!["a", "b"], vec!["1,\"2\"\n3", ""]]);
    }
}
