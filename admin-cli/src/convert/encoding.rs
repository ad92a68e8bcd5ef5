//! Bytes of a text file as text: UTF-8, UTF-16 with its mark, or the Shift_JIS in which Japanese spreadsheets save CSV files.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use crate::convert::report::{Fate, Report};

/// The text; the report says when it was not UTF-8.
pub fn text(bytes: &[u8], report: &mut Report) -> String {
    let (text, encoding) = decode(bytes);
    match encoding {
        None => report.add(Fate::Person, "", "encoding-unknown", ""),
        Some(encoding) if encoding != UTF_8 => report.add(Fate::Carried, "", "encoding", encoding.name()),
        Some(_) => {}
    }
    text
}

/// The text and its encoding; none fits when bytes had to be replaced.
pub fn decode(bytes: &[u8]) -> (String, Option<&'static Encoding>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or(&[]));
        return (text.into_owned(), Some(encoding));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_string(), Some(UTF_8));
    }
    let (text, _, faulty) = SHIFT_JIS.decode(bytes);
    if faulty { (UTF_8.decode(bytes).0.into_owned(), None) } else { (text.into_owned(), Some(SHIFT_JIS)) }
}
