//! A YAML file as a tree: scalars keep their text as written, every node its span.

use std::sync::Arc;

use crate::source::Span;

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub data: Data,
}

/// A file as written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Path inside the library.
    pub path: Arc<str>,
    /// Its tree.
    pub root: Node,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Data {
    /// A single value.
    Scalar(Scalar),
    /// `- a` or `[a]`.
    List(Vec<Node>),
    /// `key: value`; keys are unique.
    Map(Vec<Entry>),
}

/// A single value as written.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text after YAML's escapes.
    pub text: Arc<str>,
    /// Written without quotes.
    pub plain: bool,
}

/// One key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Arc<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The same node as words that a use brought in.
    pub fn of(&self, origin: u32) -> Node {
        let data = match &self.data {
            Data::Scalar(scalar) => Data::Scalar(scalar.clone()),
            Data::List(nodes) => Data::List(nodes.iter().map(|node| node.of(origin)).collect()),
            Data::Map(entries) => Data::Map(
                entries
                    .iter()
                    .map(|entry| Entry {
                        key: entry.key.clone(),
                        key_span: entry.key_span.of(origin),
                        value: entry.value.of(origin),
                    })
                    .collect(),
            ),
        };
        Node { span: self.span.of(origin), data }
    }

    /// What people call this kind of node: (Japanese, English).
    pub fn describe(&self) -> (&'static str, &'static str) {
        match &self.data {
            Data::Scalar(scalar) if scalar.is_null() => ("空", "nothing"),
            Data::Scalar(_) => ("値", "a single value"),
            Data::List(_) => ("リスト", "a list"),
            Data::Map(_) => ("キーと値の組", "keys with values"),
        }
    }

    /// The keys of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        if let Data::Map(entries) = &self.data { entries } else { &[] }
    }

    /// The members of a list; none for anything else.
    pub fn members(&self) -> &[Node] {
        if let Data::List(members) = &self.data { members } else { &[] }
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A single value as text.
    pub fn word(&self) -> Option<&Arc<str>> {
        if let Data::Scalar(scalar) = &self.data { Some(&scalar.text) } else { None }
    }
}

impl Scalar {
    /// Nothing, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// Unquoted text that other YAML readers take for a truth value, a number or nothing.
    pub fn is_ambiguous(&self) -> bool {
        const WORDS: &[&str] = &["yes", "no", "on", "off", "true", "false", "y", "n", "null", "~", ".inf", "-.inf", ".nan"];
        self.plain && (self.text.is_empty() || WORDS.contains(&self.text.to_ascii_lowercase().as_str()) || is_number(&self.text))
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') && digits.replace('_', "").parse::<f64>().is_ok()
        || digits.starts_with("0x")
        || digits.starts_with("0o")
}

/// Maps offsets in a scalar's text to offsets in the file, also through quotes, escapes and folded lines.
#[derive(Clone, Debug)]
pub struct Offsets {
    start: u32,
    origin: u32,
    table: Option<Arc<[u32]>>,
    /// Spans are places of files already.
    settled: bool,
    /// The text stands nowhere: all of it is here.
    whole: Option<Span>,
}

impl Offsets {
    /// The map for a scalar `text` that stands at `span` of `file`.
    pub fn new(file: &str, span: Span, text: &str) -> Offsets {
        let written = file.get(span.start as usize..span.end as usize).unwrap_or("");
        if written.starts_with(text) {
            return Offsets { start: span.start, origin: span.origin, table: None, settled: false, whole: None };
        }
        if written.get(1..).is_some_and(|inner| inner.starts_with(text)) {
            return Offsets { start: span.start + 1, origin: span.origin, table: None, settled: false, whole: None };
        }
        Offsets {
            start: span.start,
            origin: span.origin,
            table: Some(align(written, text, span.start)),
            settled: false,
            whole: None,
        }
    }

    /// The map for a text that stands nowhere: all of it is at `span`.
    pub fn at(span: Span) -> Offsets {
        Offsets { start: span.start, origin: span.origin, table: None, settled: false, whole: Some(span) }
    }

    /// The map for a text whose spans are places of files already.
    pub fn settled(&self) -> Offsets {
        Offsets { settled: true, ..self.clone() }
    }

    /// A span of the text as a span of the file.
    pub fn span(&self, span: Span) -> Span {
        if let Some(whole) = self.whole {
            return whole;
        }
        if self.settled {
            return span;
        }
        match &self.table {
            None => Span { start: self.start + span.start, end: self.start + span.end, origin: self.origin },
            Some(table) => {
                let at = |offset: u32| table.get(offset as usize).or(table.last()).copied().unwrap_or(self.start);
                Span { start: at(span.start), end: at(span.end).max(at(span.start)), origin: self.origin }
            }
        }
    }
}

/// For each byte of `text`, where it was written: both are walked together and what YAML adds (indentation, escapes) is stepped over.
fn align(written: &str, text: &str, start: u32) -> Arc<[u32]> {
    let source: Vec<(usize, char)> = written.char_indices().collect();
    let mut at = 0;
    let mut table = Vec::with_capacity(text.len() + 1);
    for character in text.chars() {
        let found =
            source.iter().enumerate().skip(at).find(|(_, (_, seen))| *seen == character || (character == ' ' && *seen == '\n'));
        let offset = match found {
            Some((index, (offset, _))) => {
                at = index + 1;
                *offset
            }
            None => source.get(at).map_or(written.len(), |(offset, _)| *offset),
        };
        table.extend(std::iter::repeat_n(start + offset as u32, character.len_utf8()));
    }
    table.push(source.get(at).map_or(start + written.len() as u32, |(offset, _)| start + *offset as u32));
    table.into()
}
