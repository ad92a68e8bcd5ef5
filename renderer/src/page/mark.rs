//! Marks that a template leaves where a request will fill something in: `hole("checked", "yes")`. They are noncharacters of Unicode,
//! which no definition text may keep, so that a label can never pass for a hole.

use std::borrow::Cow;

/// Opens a mark.
pub const OPEN: char = '\u{FDD0}';
/// Closes a mark.
pub const CLOSE: char = '\u{FDD1}';
/// Between name and argument.
const BETWEEN: char = ':';

/// The mark of a hole.
pub fn mark(name: &str, argument: Option<&str>) -> String {
    match argument {
        Some(argument) => format!("{OPEN}{name}{BETWEEN}{argument}{CLOSE}"),
        None => format!("{OPEN}{name}{CLOSE}"),
    }
}

/// A definition's text without anything that could pass for a mark.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains([OPEN, CLOSE]) { text.replace([OPEN, CLOSE], "\u{FFFD}").into() } else { text.into() }
}

/// One part of a rendered template.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Goes out as it is.
    Text(&'a str),
    /// To be filled: name and argument.
    Hole(&'a str, &'a str),
}

/// The parts of a rendered template in order.
pub fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once(OPEN) {
        let (inside, tail) = after.split_once(CLOSE).unwrap_or((after, ""));
        let (name, argument) = inside.split_once(BETWEEN).unwrap_or((inside, ""));
        parts.push(Part::Text(text));
        parts.push(Part::Hole(name, argument));
        rest = tail;
    }
    parts.push(Part::Text(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::{Part, clean, mark, parts};

    #[test]
    fn marks_are_found_again_and_labels_cannot_forge_them() {
        let html = format!("<i{}>{}{}</i>", mark("hidden", None), clean(&mark("value", None)), mark("checked", Some("a:b")));
        let found = parts(&html);
        assert_eq!(found.first(), Some(&Part::Text("<i")));
        assert_eq!(found.get(1), Some(&Part::Hole("hidden", "")));
        assert_eq!(found.get(3), Some(&Part::Hole("checked", "a:b")));
        assert_eq!(found.len(), 5);
    }
}
