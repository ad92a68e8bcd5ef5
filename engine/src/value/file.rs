//! An attached file in an answer: `{ "name": "report.pdf", "sha256": "…", "size": 12345, "type": "application/pdf" }`, and nothing beside.
//! The content itself stands elsewhere, under its digest; sizes are counted in powers of ten, as people and shops do.

/// Members of the object.
pub const MEMBERS: [&str; 4] = ["name", "sha256", "size", "type"];

/// The greatest `max_size` of a definition, in bytes.
pub const GREATEST: u32 = 20_000_000;

/// Most characters of a name.
const LONGEST_NAME: usize = 255;

const KB: u32 = 1_000;
const MB: u32 = 1_000_000;

/// Characters that no name holds, as the inside of a class of regular expressions: those that end lines or paths, and those by which a
/// name can be made to read backwards.
pub const NOT_IN_NAMES: &str = "\\x00-\\x1f\\x7f/\\\\\u{202A}-\u{202E}\u{2066}-\u{2069}";

/// Whether a character may stand in a name.
pub fn is_of_name(character: char) -> bool {
    !matches!(character, '\0'..='\x1f' | '\x7f' | '/' | '\\' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text is a file's name.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_of_name) && text.chars().count() <= LONGEST_NAME
}

/// A name made from what a browser sends: without its folders and without what no name holds; the end of one that is too long is kept,
/// because it says what the file is.
pub fn name_of(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: Vec<char> = last.chars().filter(|character| is_of_name(*character)).collect();
    let name: String = kept.iter().skip(kept.len().saturating_sub(LONGEST_NAME)).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name }
}

/// Whether a text is a SHA-256 in lower-case hexadecimal digits.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The bytes of a size as authors write it: `500 KB`, `5 MB`, at most [`GREATEST`].
pub fn read_size(text: &str) -> Option<u32> {
    let (number, unit) = text.split_once(' ')?;
    let factor = match unit {
        "KB" => KB,
        "MB" => MB,
        _ => return None,
    };
    let shaped = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0') && number.len() <= 5;
    let bytes = shaped.then(|| number.parse::<u32>().ok()).flatten()?.checked_mul(factor)?;
    (bytes <= GREATEST).then_some(bytes)
}

/// A size as authors write it, exact: what [`read_size`] reads back.
pub fn write_size(bytes: u32) -> String {
    if bytes.is_multiple_of(MB) { format!("{} MB", bytes / MB) } else { format!("{} KB", bytes / KB) }
}

/// A size as people read it: whole below 1 KB, else with at most one place: `812 B`, `34.5 KB`, `5 MB`.
pub fn print_size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        // What would be rounded to 1000 KB is 1 MB.
        1_000..999_950 => (u64::from(KB), "KB"),
        _ => (u64::from(MB), "MB"),
    };
    let tenths = bytes.saturating_add(unit / 20) / (unit / 10);
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        place => format!("{}.{place} {name}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_and_read_alike() {
        for (text, bytes) in [("5 MB", 5_000_000), ("500 KB", 500_000), ("20 MB", GREATEST), ("1 KB", 1_000)] {
            assert_eq!(read_size(text), Some(bytes));
            assert_eq!(print_size(u64::from(bytes)), text);
            assert_eq!(write_size(bytes), text);
        }
        assert_eq!(write_size(1_234_000), "1234 KB");
        for text in ["5MB", "5 MiB", "5", "0 MB", "05 MB", "21 MB", "-1 MB", "5.5 MB", "99999 KB", " MB", ""] {
            assert_eq!(read_size(text), None, "{text}");
        }
        for (bytes, print) in
            [(0, "0 B"), (999, "999 B"), (1_049, "1 KB"), (1_050, "1.1 KB"), (999_949, "999.9 KB"), (999_950, "1 MB")]
        {
            assert_eq!(print_size(bytes), print);
        }
        assert!(print_size(u64::MAX).ends_with(" MB"));
    }

    #[test]
    fn names_lose_folders_and_tricks_only() {
        for (sent, name) in [
            ("病理報告書 1.pdf", "病理報告書 1.pdf"),
            ("C:\\scans\\a.pdf", "a.pdf"),
            ("../../etc/passwd", "passwd"),
            ("fdp\u{202E}exe.pdf\r\n", "fdpexe.pdf"),
            ("..\\", "file"),
        ] {
            assert_eq!(name_of(sent), name);
            assert!(is_name(name));
        }
        let long = name_of(&format!("{}.pdf", "長".repeat(400)));
        assert!(is_name(&long) && long.ends_with("長.pdf"));
        for text in ["", "a/b", "a\nb", "a\u{202E}b"] {
            assert!(!is_name(text), "{text}");
        }
    }

    #[test]
    fn the_class_says_what_the_function_says() {
        let class = regex::Regex::new(&format!("^[^{NOT_IN_NAMES}]$")).unwrap();
        for character in ('\0'..='\u{2100}').filter(|character| *character != '\n') {
            assert_eq!(class.is_match(&character.to_string()), is_of_name(character), "{character:?}");
        }
    }
}
