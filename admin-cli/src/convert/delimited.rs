//! Delimited text, as spreadsheets save it.

/// Reads rows of any lengths; with `headings`, the first row is told apart.
pub fn reader(text: &str, delimiter: u8, headings: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(headings).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// Rows as comma-separated text.
pub fn write<'r>(rows: impl IntoIterator<Item = Vec<&'r str>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
