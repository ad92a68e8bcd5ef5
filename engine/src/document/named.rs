//! The ids that an author's case names, with their places: kept only until the form is linked, since the case itself stays as JSON.

use std::sync::Arc;

use crate::document::reader::Spanned;
use crate::syntax::tree::{Data, Node};

/// An id or a word with its place.
pub type Word = Spanned<Arc<str>>;

/// One answer as written.
#[derive(Clone, Debug)]
pub struct NamedAnswer {
    /// Its key.
    pub key: Word,
    /// The value where it is a word, or each of several: the codes of coded items.
    pub words: Vec<Word>,
    /// Where the value is a map or a list of maps, what stands in them: the items of rows and of records.
    pub inside: Vec<NamedAnswer>,
}

/// What a case of a form names beside `findings`, `hidden`, `undecided` and `only`.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Answers.
    pub given: Vec<NamedAnswer>,
    /// Answers of the forms that are read, by the name under which they are.
    pub context: Vec<NamedAnswer>,
    /// Paths of calculated values.
    pub calculated: Vec<Word>,
}

/// What a case of a schedule names.
#[derive(Clone, Debug, Default)]
pub struct NamedInSchedule {
    /// Records, by form.
    pub given: Vec<NamedAnswer>,
    /// What the calendar says, by visit.
    pub visits: Vec<NamedAnswer>,
    /// Each `event` or `event@visit`.
    pub events: Vec<Word>,
    /// Ends.
    pub ended: Vec<Word>,
}

/// The answers in a map, or in all maps of a list.
pub fn answers(node: &Node) -> Vec<NamedAnswer> {
    match &node.data {
        Data::Map(entries) => {
            let one = |key: Word, value: &Node| NamedAnswer { key, words: words(value), inside: answers(value) };
            entries.iter().map(|entry| one(Spanned { value: entry.key.clone(), span: entry.key_span }, &entry.value)).collect()
        }
        Data::List(nodes) => nodes.iter().flat_map(answers).collect(),
        Data::Scalar(_) => Vec::new(),
    }
}

/// The word that stands here, or those of a list.
pub fn words(node: &Node) -> Vec<Word> {
    match &node.data {
        Data::Scalar(scalar) if scalar.is_null() => Vec::new(),
        Data::Scalar(scalar) => vec![Spanned { value: scalar.text.clone(), span: node.span }],
        Data::List(nodes) => nodes.iter().filter(|node| node.word().is_some()).flat_map(words).collect(),
        Data::Map(_) => Vec::new(),
    }
}

/// The keys of a map, with their places.
pub fn keys(node: &Node) -> Vec<Word> {
    let Data::Map(entries) = &node.data else { return Vec::new() };
    entries.iter().map(|entry| Spanned { value: entry.key.clone(), span: entry.key_span }).collect()
}
