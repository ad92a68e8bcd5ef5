//! Source files as text or bytes, and byte spans into them.

use std::sync::Arc;

/// One file of a definition library, with its path inside the library (`forms/crs/1.0.0.yaml`).
#[derive(Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path inside the library, with `/`.
    pub path: Arc<str>,
    /// The file's bytes, as read.
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SourceFile({}, {} bytes)", self.path, self.bytes.len())
    }
}

impl SourceFile {
    /// A file from its path and content.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Arc<[u8]>>) -> SourceFile {
        SourceFile { path: path.into(), bytes: bytes.into() }
    }
}

/// A range of bytes in one file: `start` is the first, `end` the one after the last. Which file that is says the place where the span is
/// kept, unless `origin` counts one of the parts that a form is composed from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Which use of a shared item or block brought these words in, counted from 1 in each form; 0 stands for the file itself.
    pub origin: u32,
}

impl Span {
    /// A span of two byte offsets.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX), origin: 0 }
    }

    /// The smallest span that holds both; the first when they stand in different parts.
    pub fn to(self, other: Span) -> Span {
        if self.origin != other.origin {
            return self;
        }
        Span { start: self.start.min(other.start), end: self.end.max(other.end), origin: self.origin }
    }

    /// The same place, as words that a use brought in.
    pub fn of(self, origin: u32) -> Span {
        Span { origin, ..self }
    }
}

/// A line and a column as people count them: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where a byte offset stands in a text.
pub fn position(text: &str, offset: u32) -> Position {
    let offset = floor_boundary(text, offset as usize);
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
    Position { line: before.matches('\n').count() + 1, column }
}

/// The largest character boundary not after `offset`.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
