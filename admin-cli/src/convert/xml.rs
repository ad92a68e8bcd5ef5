//! XML as a small tree with line numbers. No document types, no entities beyond the five of the standard, limits of depth and size: a
//! file from outside is read as data and nothing else.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::convert::convert::DEEPEST;

/// Most elements of one file.
const MOST_ELEMENTS: usize = 500_000;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Attributes by name, prefixes kept.
    pub attributes: BTreeMap<String, String>,
    /// Elements inside.
    pub children: Vec<Element>,
    /// The text inside, put together.
    pub text: String,
    /// The line on which it starts.
    pub line: usize,
}

impl Element {
    /// An attribute; empty when absent.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Children of a name.
    pub fn each<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every element of a name below.
    pub fn all<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.all(name, found);
        }
    }
}

/// Reads a document.
pub fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut count = 0usize;
    let mut lines = Lines::default();
    loop {
        let event =
            reader.read_event().map_err(|fault| format!("XML, line {}: {fault}", lines.at(text, reader.error_position())))?;
        match event {
            Event::Start(start) => {
                count += 1;
                if open.len() >= DEEPEST || count > MOST_ELEMENTS {
                    return Err("it is nested too deeply or holds too many elements".to_string());
                }
                open.push(element(&start, lines.at(text, reader.buffer_position()))?);
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err("an element ends that never began".to_string()) };
                match open.last_mut() {
                    Some(around) => around.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Text(piece) => {
                if let Some(around) = open.last_mut() {
                    around.text.push_str(&piece);
                }
            }
            Event::GeneralRef(reference) => {
                let Some(around) = open.last_mut() else { return Err("text outside of elements".to_string()) };
                around.text.push(character(&reference)?);
            }
            Event::CData(piece) => {
                if let Some(around) = open.last_mut() {
                    around.text.push_str(&piece);
                }
            }
            Event::DocType(_) => return Err("it holds a document type, which is refused".to_string()),
            Event::Eof => return Err("it ends before its elements do".to_string()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {}
        }
    }
}

/// Lines are counted onwards from the last place, so that a long file is walked once.
#[derive(Default)]
struct Lines {
    place: usize,
    line: usize,
}

impl Lines {
    fn at(&mut self, text: &str, place: u64) -> usize {
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(text.len());
        if place > self.place {
            let passed = text.as_bytes().get(self.place..place).unwrap_or(&[]);
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            self.place = place;
        }
        self.line + 1
    }
}

/// `&lt;` and its four sisters, and characters by number.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err("it holds an entity, which is refused".to_string()),
    }
}

fn element(start: &BytesStart<'_>, line: usize) -> Result<Element, String> {
    let name = start.local_name().into_inner().to_string();
    let mut attributes = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|fault| format!("XML, line {line}: {fault}"))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| format!("XML, line {line}: {fault}"))?;
        attributes.insert(attribute.key.into_inner().to_string(), value.into_owned());
    }
    Ok(Element { name, attributes, line, ..Element::default() })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn entities_and_document_types_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert!(read(bomb).is_err());
        assert!(read("<a>&c;</a>").is_err());
        assert!(read("<a x=\"&c;\"/>").is_err());
        assert!(read(&"<a>".repeat(10_000)).is_err());
        let element = read("<a>\n<b x='1 &lt; 2'>&#x3042;&amp;</b></a>").ok();
        let inner = element.as_ref().and_then(|element| element.first("b"));
        assert_eq!(inner.map(|inner| (inner.text.as_str(), inner.attribute("x"), inner.line)), Some(("あ&", "1 < 2", 2)));
    }
}
