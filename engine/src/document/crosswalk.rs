//! `crosswalks/<registry>.yaml`: another registry's columns beside the items of this one.

use std::sync::Arc;

use crate::document::reader::{Reading, Spanned};
use crate::lang::Text;
use crate::source::Span;
use crate::syntax::tree::Node;

/// Which way values go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the other registry into this one.
    In,
    /// From this one into the other.
    Out,
    /// Both ways.
    Both,
    /// Neither: the values are compared, and each registry keeps its own.
    Compare,
}

impl Direction {
    /// Every word.
    pub const WORDS: &'static [(&'static str, Direction)] =
        &[("in", Direction::In), ("out", Direction::Out), ("both", Direction::Both), ("compare", Direction::Compare)];

    /// Its word.
    pub fn word(self) -> &'static str {
        Direction::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| *word)
    }
}

/// A code of the other registry beside one of ours.
#[derive(Clone, Debug)]
pub struct CodePair {
    /// Theirs.
    pub external: Spanned<Arc<str>>,
    /// Ours.
    pub code: Spanned<Arc<str>>,
}

/// A column of the other registry.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name there.
    pub column: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// `form.item`; nothing for what this registry does not hold.
    pub item: Option<Spanned<Arc<str>>>,
    /// Which way values go.
    pub direction: Direction,
    /// Records are linked by it.
    pub key: bool,
    /// The unit of the column.
    pub unit: Option<Spanned<Arc<str>>>,
    /// How values are written there.
    pub format: Option<Arc<str>>,
    /// Codes beside codes.
    pub codes: Vec<CodePair>,
    /// More for those who link.
    pub note: Option<Text>,
    /// Where the whole column stands.
    pub span: Span,
}

/// A crosswalk.
#[derive(Clone, Debug)]
pub struct Crosswalk {
    /// The file.
    pub file: Arc<str>,
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// Where the columns come from.
    pub source: Option<Arc<str>>,
    /// Columns.
    pub columns: Vec<Column>,
}

/// Reads a crosswalk document.
pub fn read<'a>(reading: &'a Reading<'a>, file: &Arc<str>, root: &'a Node) -> Option<Crosswalk> {
    let keys = reading.keys(root)?;
    let id = keys.want("crosswalk").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let source = keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value);
    let nodes = keys.want("columns").map_or(&[][..], |node| reading.list(node));
    let columns = nodes.iter().filter_map(|node| column(reading, node)).collect();
    keys.finish();
    Some(Crosswalk { file: file.clone(), id: id?, title: title?, source, columns })
}

fn column<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Column> {
    let keys = reading.keys(node)?;
    let column = keys.want("column").and_then(|node| reading.text(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let text = |key| keys.find(key).and_then(|node| reading.text(node));
    let (item, unit, format) = (text("item"), text("unit"), text("format"));
    let direction = keys.find("direction").map_or(Some(Direction::Compare), |node| direction(reading, node));
    let key = keys.find("key").and_then(|node| reading.boolean(node)).unwrap_or(false);
    let codes = keys.find("codes").map_or(&[][..], |node| reading.list(node));
    let codes = codes.iter().filter_map(|node| pair(reading, node)).collect();
    let note = keys.find("note").and_then(|node| reading.both(node));
    keys.finish();
    let format = format.map(|format| format.value);
    Some(Column { column: column?, title: title?, item, direction: direction?, key, unit, format, codes, note, span: node.span })
}

fn pair<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<CodePair> {
    let keys = reading.keys(node)?;
    let external = keys.want("external").and_then(|node| reading.text(node));
    let code = keys.want("code").and_then(|node| reading.text(node));
    keys.finish();
    Some(CodePair { external: external?, code: code? })
}

fn direction<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Direction> {
    let scalar = reading.scalar(node)?;
    let found = Direction::WORDS.iter().find(|(word, _)| *word == &*scalar.text).map(|(_, direction)| *direction);
    if found.is_none() {
        let word = &scalar.text;
        reading.error(
            "unknown-direction",
            node.span,
            (format!("`{word}` という向きはありません。"), format!("there is no direction `{word}`")),
            crate::diagnostic::suggest::did_you_mean(word, Direction::WORDS.iter().map(|(word, _)| *word)),
        );
    }
    found
}
