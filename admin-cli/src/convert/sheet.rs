//! A workbook as rows of texts by heading. What it unpacks to is counted first, and cells are read one by one: neither a zip bomb nor a
//! single cell in the last corner of a sheet takes the machine's memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};

/// Most bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;
/// Most cells of one sheet.
const MOST_CELLS: usize = 1_000_000;
/// Columns behind this one are not read.
const LAST_COLUMN: u32 = 400;

/// A row: its number, and the cells by heading in lower case.
#[derive(Debug, Default)]
pub struct Row {
    /// As the spreadsheet counts it.
    pub number: u32,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// A cell without the blanks around it; empty when absent.
    pub fn get(&self, heading: &str) -> &str {
        self.cells.get(heading).map_or("", |cell| cell.trim())
    }

    /// Every filled cell with its heading.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(heading, cell)| (heading.as_str(), cell.trim())).filter(|(_, cell)| !cell.is_empty())
    }
}

/// Sheets by name in lower case.
pub type Sheets = BTreeMap<String, Vec<Row>>;

/// Reads the named sheets of a workbook.
pub fn read(bytes: &[u8], wanted: &[&str]) -> Result<Sheets, String> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("it is an old .xls workbook; save it as .xlsx".to_string());
    }
    count_unpacked(bytes, MOST_UNPACKED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|fault| fault.to_string())?;
    let names: Vec<String> = book.sheet_names();
    let mut sheets = Sheets::new();
    for name in names {
        let key = name.trim().to_lowercase();
        if wanted.contains(&key.as_str()) && !sheets.contains_key(&key) {
            let rows = rows(&mut book, &name)?;
            sheets.insert(key, rows);
        }
    }
    Ok(sheets)
}

/// Reads the first sheet of a workbook.
pub fn read_first(bytes: &[u8]) -> Result<Vec<Row>, String> {
    count_unpacked(bytes, MOST_UNPACKED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|fault| fault.to_string())?;
    let first = book.sheet_names().into_iter().next().ok_or("it has no sheet")?;
    rows(&mut book, &first)
}

fn count_unpacked(bytes: &[u8], most: u64) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|fault| fault.to_string())?;
    let mut left = most;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|fault| fault.to_string())?;
        let size = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).map_err(|fault| fault.to_string())?;
        left = left.checked_sub(size).ok_or("it unpacks to more than 256 MiB")?;
    }
    Ok(())
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, String> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|fault| fault.to_string())?;
    let mut by_row: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let mut count = 0usize;
    while let Some(cell) = cells.next_cell().map_err(|fault| fault.to_string())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.trim().is_empty() || column > LAST_COLUMN {
            continue;
        }
        count += 1;
        if count > MOST_CELLS {
            return Err("a sheet holds more than 1,000,000 cells".to_string());
        }
        by_row.entry(row).or_default().insert(column, text);
    }
    Ok(with_headings(by_row))
}

/// Rows by number, the first of them with the headings, each with its cells by column.
pub fn with_headings(rows: BTreeMap<u32, BTreeMap<u32, String>>) -> Vec<Row> {
    let mut rows = rows.into_iter();
    let Some((_, headings)) = rows.next() else { return Vec::new() };
    let headings: BTreeMap<u32, String> = headings.into_iter().map(|(column, text)| (column, heading(&text))).collect();
    let read = rows.map(|(row, cells)| {
        let cells = cells.into_iter().filter_map(|(column, text)| Some((headings.get(&column)?.clone(), text))).collect();
        Row { number: row.saturating_add(1), cells }
    });
    read.collect()
}

/// `label::日本語 (ja)`, `Label : English`: one spelling.
fn heading(text: &str) -> String {
    let parts: Vec<&str> = text.split("::").map(str::trim).collect();
    let parts = if parts.len() == 1 { text.split(':').map(str::trim).collect() } else { parts };
    parts.join("::").to_lowercase()
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // A whole number is written without a point: choices are named 1 and not 1.0.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{count_unpacked, heading};

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused() -> Result<(), Box<dyn std::error::Error>> {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())?;
        archive.write_all(&vec![b' '; 100_000])?;
        let bytes = archive.finish()?.into_inner();
        assert!(bytes.len() < 1_000);
        assert!(count_unpacked(&bytes, 100_000).is_ok());
        assert!(count_unpacked(&bytes, 99_999).is_err());
        Ok(())
    }

    #[test]
    fn headings_have_one_spelling() {
        assert_eq!(heading("Label :: 日本語 (ja)"), "label::日本語 (ja)");
        assert_eq!(heading("hint:English"), "hint::english");
    }
}
