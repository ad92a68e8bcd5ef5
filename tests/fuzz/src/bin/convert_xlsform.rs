//! XLSForm: a workbook when the bytes are one, else sheets as lines of cells between tabs, since no mutation survives a checksum.
#![no_main]

use std::collections::BTreeMap;

use fuzz::convert::report::Report;
use fuzz::convert::sheet::{Sheets, with_headings};
use fuzz::convert::words::Tongue;
use fuzz::convert::xlsform::read_sheets;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return fuzz::convert("xlsform", bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let mut sheets = Sheets::new();
    for (name, part) in ["survey", "choices", "settings"].into_iter().zip(text.split('\x0c')) {
        let rows: BTreeMap<u32, BTreeMap<u32, String>> = (0u32..)
            .zip(part.lines().take(500))
            .map(|(number, line)| {
                (number, (0u32..).zip(line.split('\t').take(40)).map(|(at, cell)| (at, cell.to_string())).collect())
            })
            .collect();
        sheets.insert(name.to_string(), with_headings(rows));
    }
    let mut report = Report::default();
    if let Ok(draft) = read_sheets(&sheets, Tongue::Guess, &mut report) {
        fuzz::finish(bytes, draft, report);
    }
});
