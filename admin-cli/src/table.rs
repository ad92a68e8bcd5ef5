//! Rows for people, programs and spreadsheets: one table, three ways to write it.

use serde_json::{Map, Value};

/// A table: names of columns for programs, headings for people, and rows of texts and numbers.
pub struct Table {
    /// Names of columns.
    pub columns: Vec<&'static str>,
    /// Rows, a value per column.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// Columns under each other, numbers to the right.
    pub fn text(&self) -> String {
        let heads = self.columns.iter().map(|name| name.replace('_', " "));
        let lines: Vec<Vec<String>> =
            std::iter::once(heads.collect()).chain(self.rows.iter().map(|row| row.iter().map(plain).collect())).collect();
        let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| wide(cell)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let numeric: Vec<bool> = (0..self.columns.len()).map(|at| self.is_numeric(at)).collect();
        let mut text = String::new();
        for line in &lines {
            let cells = line.iter().zip(&widths).zip(&numeric).map(|((cell, width), numeric)| {
                let blanks = " ".repeat(width.saturating_sub(wide(cell)));
                if *numeric { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
            });
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }

    /// An object per row.
    pub fn json(&self) -> Value {
        let row = |row: &Vec<Value>| {
            self.columns.iter().zip(row).map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<Map<_, _>>()
        };
        self.rows.iter().map(row).map(Value::Object).collect()
    }

    /// RFC 4180, one heading line.
    pub fn csv(&self) -> String {
        let line = |cells: Vec<String>| format!("{}\r\n", cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        let heads = self.columns.iter().map(|name| (*name).to_owned()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(plain).collect());
        std::iter::once(heads).chain(rows).map(line).collect()
    }

    fn is_numeric(&self, at: usize) -> bool {
        self.rows.iter().filter_map(|row| row.get(at)).all(|value| value.is_number() || value.is_null())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Japanese letters stand two columns wide.
fn wide(text: &str) -> usize {
    text.chars().map(|letter| if u32::from(letter) >= 0x1100 { 2 } else { 1 }).sum()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_written_three_ways() {
        let table =
            Table { columns: vec!["form", "items"], rows: vec![vec!["投与, 1".into(), 12.into()], vec!["b".into(), 3.into()]] };
        assert_eq!(table.text(), "form     items\n投与, 1     12\nb            3\n");
        assert_eq!(table.csv(), "form,items\r\n\"投与, 1\",12\r\nb,3\r\n");
        assert_eq!(table.json(), serde_json::json!([{ "form": "投与, 1", "items": 12 }, { "form": "b", "items": 3 }]));
    }
}
