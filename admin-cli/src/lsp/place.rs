//! Byte offsets and the editor's way of counting: lines from 0, columns in UTF-16 units.

use engine::source::Span;
use serde_json::{Value, json};

/// A place as editors count: line and UTF-16 column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column in UTF-16 units.
    pub character: usize,
}

impl Position {
    /// Reads the protocol's shape.
    pub fn from_json(value: &Value) -> Option<Position> {
        let number = |name: &str| value.get(name)?.as_u64().and_then(|number| usize::try_from(number).ok());
        Some(Position { line: number("line")?, character: number("character")? })
    }

    /// The protocol's shape.
    pub fn to_json(self) -> Value {
        json!({ "line": self.line, "character": self.character })
    }
}

/// A byte offset as an editor's position.
pub fn position(text: &str, offset: usize) -> Position {
    let offset = engine::source::floor_boundary(text, offset);
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or("").encode_utf16().count();
    Position { line: before.matches('\n').count(), character: column }
}

/// A span as an editor's range.
pub fn range(text: &str, span: Span) -> Value {
    between(position(text, span.start as usize), position(text, span.end as usize))
}

/// A range of two positions.
pub fn between(start: Position, end: Position) -> Value {
    json!({ "start": start.to_json(), "end": end.to_json() })
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
        if units >= position.character {
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
        assert_eq!(position(text, 20), Position { line: 1, character: 7 });
        assert_eq!(offset(text, Position { line: 0, character: 99 }), 4);
        assert_eq!(offset(text, Position { line: 9, character: 0 }), text.len());
    }
}
