//! Kinds of files that an attachment may be: `accept: [pdf, jpeg]`. One row each, with the bytes by which such a file begins, so that a
//! file is what it says it is. Formats that a browser would run (HTML, SVG) and archives have no row on purpose.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Media(&'static Row);

/// One kind.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// The word in definitions.
    pub name: &'static str,
    /// The media type in answers (RFC 6838).
    pub media_type: &'static str,
    /// Endings of file names, lower case, without the point; the first is the usual one.
    pub endings: &'static [&'static str],
    /// How such a file begins: one of these.
    begins: &'static [&'static [u8]],
    /// What people call it, in both languages.
    pub print: &'static str,
}

/// Every kind.
pub const MEDIA: &[Row] = &[
    // ISO 32000-1, 7.5.2.
    Row { name: "pdf", media_type: "application/pdf", endings: &["pdf"], begins: &[b"%PDF-"], print: "PDF" },
    // ISO/IEC 10918-1: start of image, then a marker.
    Row { name: "jpeg", media_type: "image/jpeg", endings: &["jpg", "jpeg"], begins: &[&[0xFF, 0xD8, 0xFF]], print: "JPEG" },
    // ISO/IEC 15948, 5.2.
    Row { name: "png", media_type: "image/png", endings: &["png"], begins: &[b"\x89PNG\r\n\x1a\n"], print: "PNG" },
    // TIFF 6.0: byte order, then 42.
    Row { name: "tiff", media_type: "image/tiff", endings: &["tif", "tiff"], begins: &[b"II*\0", b"MM\0*"], print: "TIFF" },
];

impl Media {
    /// The kind of a word in definitions.
    pub fn from_name(name: &str) -> Option<Media> {
        MEDIA.iter().find(|row| row.name == name).map(Media)
    }

    /// The kind of a media type.
    pub fn from_type(media_type: &str) -> Option<Media> {
        MEDIA.iter().find(|row| row.media_type == media_type).map(Media)
    }

    /// The kind of a file by its first bytes.
    pub fn from_beginning(bytes: &[u8]) -> Option<Media> {
        MEDIA.iter().find(|row| row.begins.iter().any(|begins| bytes.starts_with(begins))).map(Media)
    }

    /// Its row.
    pub fn row(self) -> &'static Row {
        self.0
    }

    /// Whether a file of this name may be of this kind: a name with another ending is a disguise.
    pub fn is_named(self, file: &str) -> bool {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| self.0.endings.contains(&ending.as_str()))
    }
}

/// What an attachment may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Files {
    /// Kinds of files, in the author's order.
    pub accept: Box<[Media]>,
    /// Most bytes.
    pub max_size: u32,
}

impl Files {
    /// The kinds as people read them: `PDF、JPEG`.
    pub fn print(&self, joint: &str) -> String {
        self.accept.iter().map(|media| media.0.print).collect::<Vec<_>>().join(joint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many bytes are enough to tell a file.
    const LONGEST_BEGINNING: usize = 8;

    #[test]
    fn a_file_is_told_by_its_first_bytes() {
        for row in MEDIA {
            for begins in row.begins {
                assert!(begins.len() <= LONGEST_BEGINNING, "{}", row.name);
                assert_eq!(Media::from_beginning(&[begins, &b"rest"[..]].concat()), Media::from_name(row.name));
                assert_eq!(Media::from_beginning(begins.split_last().map_or(&[][..], |(_, short)| short)), None, "{}", row.name);
            }
            assert_eq!(Media::from_type(row.media_type), Media::from_name(row.name));
        }
        for stranger in [&b"<svg xmlns"[..], b"<!doctype html>", b"PK\x03\x04", b"MZ", b" %PDF-1.7", b""] {
            assert_eq!(Media::from_beginning(stranger), None);
        }
    }

    #[test]
    fn a_name_must_end_as_its_kind_does() {
        let pdf = Media::from_name("pdf").unwrap();
        for (file, fits) in [("報告.PDF", true), ("a.b.pdf", true), ("a.pdf.exe", false), ("pdf", false), ("a.png", false)] {
            assert_eq!(pdf.is_named(file), fits, "{file}");
        }
    }
}
