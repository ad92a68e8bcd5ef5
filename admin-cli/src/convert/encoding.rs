//! Bytes of a text file as text: UTF-8, UTF-16 with its mark, or the Shift_JIS in which Japanese spreadsheets save CSV files.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use crate::convert::report::{Fate, Report};

/// The text; the report says when it was not UTF-8.
pub fn text(bytes: &[u8], report: &mut Report) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or(&[]));
        if encoding != UTF_8 {
            report.add(Fate::Carried, "", "encoding", encoding.name());
        }
        return text.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_string();
    }
    let (text, _, faulty) = SHIFT_JIS.decode(bytes);
    if faulty {
        let (text, _, _) = UTF_8.decode(bytes);
        report.add(Fate::Person, "", "encoding-unknown", "");
        return text.into_owned();
    }
    report.add(Fate::Carried, "", "encoding", SHIFT_JIS.name());
    text.into_owned()
}
