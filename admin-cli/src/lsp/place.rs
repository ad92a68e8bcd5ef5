//! Byte offsets and the editor's way of counting: lines from 0, columns in UTF-16 units.

use engine::source::Span;
use lsp_types::{Position, Range};

/// A byte offset as an editor's position.
pub fn position(text: &str, offset: usize) -> Position {
    let offset = engine::source::floor_boundary(text, offset);
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or("").encode_utf16().count();
    Position::new(count(before.matches('\n').count()), count(column))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A span as an editor's range.
pub fn range(text: &str, span: Span) -> Range {
    Range::new(position(text, span.start as usize), position(text, span.end as usize))
}

/// An editor's position as a byte offset; beyond the end of a line or of the text it is that end.
pub fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text.get(start..).unwrap_or("").split(['\n', '\r']).next().unwrap_or("");
    let mut units = 0;
    for (at, letter) in line.char_indices() {
        if units >= position.character as usize {
            return start + at;
        }
        units += letter.len_utf16();
    }
    start + line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_utf16() {
        let text = "a: 1\nラベル: 𠮷x\n";
        for offset_in_bytes in [0, 4, 5, 8, 16, 20, text.len()] {
            assert_eq!(offset(text, position(text, offset_in_bytes)), offset_in_bytes);
        }
        assert_eq!(position(text, 20), Position::new(1, 7));
        assert_eq!(offset(text, Position::new(0, 99)), 4);
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }
}
