//! The spreadsheet of texts: `file`, `text` (the way to it by ids), `ja`, `en` as they stand, and `ja_new`, `en_new` for the reviewer.
//! Written as CSV that Excel opens as UTF-8; read from CSV in any encoding that Japanese spreadsheets leave, or from .xlsx.

use std::collections::BTreeMap;
use std::path::Path;

use engine::wording::wording::Wording;

use crate::convert::delimited;
use crate::convert::encoding;
use crate::convert::sheet as workbook;
use crate::error::Error;

/// The headings, in their order.
pub const HEADINGS: [&str; 6] = ["file", "text", "ja", "en", "ja_new", "en_new"];

/// One reviewed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// Row of the spreadsheet, the headings being row 1.
    pub row: u32,
    /// File inside the library.
    pub file: String,
    /// The text's name in that file.
    pub key: String,
    /// What stood there at the export: Japanese, English.
    pub before: [String; 2],
    /// What the reviewer wants; empty where nothing is to change.
    pub after: [String; 2],
}

/// All texts as CSV.
pub fn write(texts: &[(String, Vec<Wording>)]) -> String {
    let mut rows: Vec<[String; 6]> = vec![HEADINGS.map(str::to_owned)];
    for (file, texts) in texts {
        rows.extend(texts.iter().map(|text| {
            let blank = String::new();
            [file.clone(), text.key.clone(), guarded(&text.ja.text), guarded(&text.en.text), blank.clone(), blank]
        }));
    }
    let table = delimited::write(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
    format!("\u{feff}{table}")
}

/// A text that a spreadsheet would take for a formula stands behind an apostrophe, as people type it there.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\'']) { format!("'{text}") } else { text.to_owned() }
}

fn unguarded(text: &str) -> String {
    let bare = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\'']));
    bare.unwrap_or(text).replace("\r\n", "\n")
}

/// Reads a reviewed spreadsheet.
pub fn read(path: &Path) -> Result<Vec<Reviewed>, Error> {
    let bytes = std::fs::read(path).map_err(|cause| Error::Unreadable { path: path.to_path_buf(), cause })?;
    let refuse = |reason: String| Error::NotASheet { path: path.to_path_buf(), reason };
    let rows = if bytes.starts_with(b"PK") { of_workbook(&bytes) } else { of_csv(&bytes) }.map_err(refuse)?;
    let named = |row: &workbook::Row| !row.get("file").is_empty() && !row.get("text").is_empty();
    let reviewed: Vec<Reviewed> = rows.iter().filter(|row| named(row)).map(reviewed).collect();
    if reviewed.is_empty() {
        return Err(refuse(format!("it has no rows under the headings {}", HEADINGS.join(", "))));
    }
    Ok(reviewed)
}

fn reviewed(row: &workbook::Row) -> Reviewed {
    let both = |ja, en| [unguarded(row.get(ja)), unguarded(row.get(en))];
    Reviewed {
        row: row.number,
        file: row.get("file").to_owned(),
        key: row.get("text").to_owned(),
        before: both("ja", "en"),
        after: both("ja_new", "en_new"),
    }
}

fn of_workbook(bytes: &[u8]) -> Result<Vec<workbook::Row>, String> {
    workbook::read_first(bytes)
}

fn of_csv(bytes: &[u8]) -> Result<Vec<workbook::Row>, String> {
    let (text, encoding) = encoding::decode(bytes);
    encoding.ok_or("its encoding is none of UTF-8, UTF-16 and Shift_JIS")?;
    let mut rows = BTreeMap::new();
    let mut reader = delimited::reader(&text, b',', false);
    for (number, record) in reader.records().enumerate() {
        let record = record.map_err(|fault| fault.to_string())?;
        let cells = record.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let cells = cells.filter_map(|(at, cell)| Some((u32::try_from(at).ok()?, cell.to_owned()))).collect();
        rows.insert(u32::try_from(number).map_err(|_| "it has too many rows")?, cells);
    }
    Ok(workbook::with_headings(rows))
}

#[cfg(test)]
mod tests {
    use super::{guarded, unguarded};

    #[test]
    fn formulas_are_texts_and_come_back_as_they_were() {
        for text in ["=1+1", "-5 以下", "'quoted'", "発熱", "+", ""] {
            assert!(!guarded(text).starts_with(['=', '+', '-', '@']));
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }
}
