//! `items/<topic>.yaml` and `blocks/<block>.yaml` as read: trees kept for use, with ids and parameters looked at once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::compose::fault::Report as _;
use crate::compose::parameter::{Parameter, parameters};
use crate::diagnostic::suggest::{closest, did_you_mean};
use crate::document::form::{ItemDocument, item};
use crate::document::reader::{Reading, Spanned};
use crate::source::Span;
use crate::syntax::tree::{Data, Node, Offsets};

/// Everything that forms can be composed from.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Shared items by id.
    pub items: HashMap<Arc<str>, SharedItem>,
    /// Blocks by id.
    pub blocks: HashMap<Arc<str>, Block>,
}

/// Blocks inside blocks that are looked into.
const MOST_NESTED: usize = 8;

impl Shelf {
    /// Every id that a block brings under a prefix, of items, groups and checks, also those of blocks inside it.
    pub(super) fn ids_of(&self, block: &Block, prefix: &str, depth: usize) -> Vec<String> {
        let mut ids = Vec::new();
        let mut nodes = vec![&block.node];
        while let Some(node) = nodes.pop() {
            match &node.data {
                Data::Scalar(_) => {}
                Data::List(members) => nodes.extend(members),
                Data::Map(entries) => {
                    nodes.extend(entries.iter().map(|entry| &entry.value));
                    let id = node.get("id").or_else(|| node.get("item")).and_then(Node::word);
                    ids.extend(id.map(|id| format!("{prefix}{id}")));
                    // The text beside "other".
                    ids.extend(id.filter(|_| node.get("other").is_some()).map(|id| format!("{prefix}{id}_other")));
                    let inner = node.get("block").and_then(Node::word).and_then(|word| self.blocks.get(word));
                    if let Some(inner) = inner.filter(|inner| inner.id != block.id && depth < MOST_NESTED) {
                        let own = node.get("prefix").and_then(Node::word).map_or("", |own| own);
                        ids.extend(self.ids_of(inner, &format!("{prefix}{own}"), depth + 1));
                    }
                }
            }
        }
        ids
    }
}

/// The file of a part.
#[derive(Clone, Debug)]
pub struct Home {
    /// Path inside the library.
    pub file: Arc<str>,
    /// The file's text.
    pub text: Arc<str>,
}

/// A shared item as written.
#[derive(Clone, Debug)]
pub struct SharedItem {
    /// Its file.
    pub home: Home,
    /// The item.
    pub node: Node,
}

/// A block as written.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its file.
    pub home: Home,
    /// Its id.
    pub id: Arc<str>,
    /// What a use can give.
    pub parameters: Vec<Parameter>,
    /// The whole file.
    pub node: Node,
}

/// Reads `items: [...]` and puts the items on the shelf.
pub fn read_items<'a>(reading: &'a Reading<'a>, home: &Home, root: &'a Node, shelf: &mut Shelf) {
    let Some(keys) = reading.keys(root) else { return };
    for node in keys.want("items").map_or(&[][..], |node| reading.list(node)) {
        // Whatever is wrong with it is said here, also when no form takes it.
        let Some(ItemDocument { id, .. }) = item(reading, node, 0) else { continue };
        let word = id.value.clone();
        if shelf.items.contains_key(&word) {
            report_twice(reading, "duplicate-shared-item", &id, ("共通項目", "shared item"));
            continue;
        }
        shelf.items.insert(word, SharedItem { home: home.clone(), node: node.clone() });
    }
    keys.finish();
}

/// Reads a block and puts it on the shelf.
pub fn read_block<'a>(reading: &'a Reading<'a>, home: &Home, root: &'a Node, shelf: &mut Shelf) {
    let Some(keys) = reading.keys(root) else { return };
    let id = keys.want("block").and_then(|node| reading.id(node));
    keys.want("title").and_then(|node| reading.both(node));
    keys.find("help").and_then(|node| reading.both(node));
    let parameters = keys.find("parameters").map_or(Vec::new(), |node| parameters(reading, node));
    let (items, sections) = (keys.find("items"), keys.find("sections"));
    for list in [items, sections, keys.find("checks"), keys.find("tables"), keys.find("examples")].into_iter().flatten() {
        reading.list(list);
    }
    if items.is_some() == sections.is_some() {
        reading.error(
            "block-without-items",
            root.span,
            (
                "ブロックには `items` か `sections` のどちらか一方が必要です。".into(),
                "a block holds either `items` or `sections`".into(),
            ),
            (
                "様式の節の中で使うなら `items`、節として使うなら `sections` を書いてください。".into(),
                "write `items` for use inside a section, `sections` for use as sections".into(),
            ),
        );
    }
    keys.finish();
    let Some(id) = id else { return };
    check_place(reading, home, &id);
    unused(reading, &parameters, root);
    undeclared(reading, &parameters, root, None);
    let word = id.value.clone();
    if shelf.blocks.contains_key(&word) {
        report_twice(reading, "duplicate-block", &id, ("ブロック", "block"));
        return;
    }
    shelf.blocks.insert(word.clone(), Block { home: home.clone(), id: word, parameters, node: root.clone() });
}

fn report_twice(reading: &Reading<'_>, code: &'static str, id: &Spanned<Arc<str>>, noun: (&str, &str)) {
    let word = &id.value;
    reading.error(
        code,
        id.span,
        (format!("{} `{word}` はすでにあります。", noun.0), format!("{} `{word}` already exists", noun.1)),
        ("別のIDにするか、どちらかを削除してください。".into(), "choose another id, or delete one of the two".into()),
    );
}

fn check_place(reading: &Reading<'_>, home: &Home, id: &Spanned<Arc<str>>) {
    let wanted = format!("blocks/{}.yaml", id.value);
    if *home.file != *wanted {
        let word = &id.value;
        reading.error(
            "wrong-file-name",
            id.span,
            (
                format!("ブロック `{word}` は `{wanted}` に置かなければなりません。"),
                format!("block `{word}` must stand in `{wanted}`"),
            ),
            ("ファイル名か `block` を直してください。".into(), "rename the file, or mend `block`".into()),
        );
    }
}

/// A parameter that nothing in the block reads would silently count for nothing.
fn unused(reading: &Reading<'_>, parameters: &[Parameter], root: &Node) {
    let mut words = HashSet::new();
    if let Data::Map(entries) = &root.data {
        entries.iter().filter(|entry| &*entry.key != "parameters").for_each(|entry| collect(&entry.value, &mut words));
    }
    let declared = |word: &str| parameters.iter().any(|parameter| *parameter.id.value == *word);
    let misspelt: Vec<&str> = words.iter().copied().filter(|word| is_name(word) && !declared(word)).collect();
    for parameter in parameters.iter().filter(|parameter| !words.contains(&*parameter.id.value)) {
        let word = &parameter.id.value;
        // A misspelt word means it, which is told there.
        if closest(word, misspelt.iter().copied()).is_some() {
            continue;
        }
        reading.sink.borrow_mut().error(
            "unused-parameter",
            parameter.id.span,
            (
                format!("パラメーター `{word}` はこのブロックのどこでも使われていません。"),
                format!("nothing in this block uses parameter `{word}`"),
            ),
            (
                format!("規則や値では `${word}`、文では `{{{word}}}` と書くか、宣言を削除してください。"),
                format!("write `${word}` in rules and values, `{{{word}}}` in texts, or delete the declaration"),
            ),
        );
    }
}

/// `{name}` in a text of a language where no parameter has that name: it would stand before people as it is.
fn undeclared(reading: &Reading<'_>, parameters: &[Parameter], node: &Node, key: Option<&str>) {
    match &node.data {
        Data::Scalar(scalar) if matches!(key, Some("ja" | "en")) => {
            let offsets = Offsets::new(reading.text_at(node.span), node.span, &scalar.text);
            for (start, _) in scalar.text.match_indices('{') {
                let rest = scalar.text.get(start + 1..).unwrap_or("");
                let Some(word) = rest.split_once('}').map(|(word, _)| word).filter(|word| is_name(word)) else { continue };
                if parameters.iter().any(|parameter| *parameter.id.value == *word) {
                    continue;
                }
                let known: Vec<String> = parameters.iter().map(|parameter| format!("{{{}}}", parameter.id.value)).collect();
                let mark = format!("{{{word}}}");
                reading.sink.borrow_mut().error(
                    "unknown-parameter",
                    offsets.span(Span::new(start, start + mark.len())),
                    (
                        format!("文の中の `{mark}` に当たるパラメーターは宣言されていません。"),
                        format!("`{mark}` in this text names no parameter that the block declares"),
                    ),
                    did_you_mean(&mark, known.iter().map(String::as_str)),
                );
            }
        }
        Data::Scalar(scalar) => {
            let offsets = Offsets::new(reading.text_at(node.span), node.span, &scalar.text);
            for (start, _) in scalar.text.match_indices('$') {
                let rest = scalar.text.get(start + 1..).unwrap_or("");
                let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let word = rest.get(..length).unwrap_or("");
                let known = || parameters.iter().map(|parameter| &*parameter.id.value);
                if word.starts_with(|first: char| first.is_ascii_lowercase()) && !known().any(|id| id == word) {
                    let span = offsets.span(Span::new(start, start + 1 + length));
                    reading.sink.borrow_mut().unknown_parameter(word, span, known());
                }
            }
        }
        Data::List(nodes) => nodes.iter().for_each(|node| undeclared(reading, parameters, node, None)),
        Data::Map(entries) => {
            let read = entries.iter().filter(|entry| !matches!(&*entry.key, "parameters" | "examples" | "pattern"));
            read.for_each(|entry| undeclared(reading, parameters, &entry.value, Some(&entry.key)));
        }
    }
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Every word after `$` or inside `{}`.
fn collect<'n>(node: &'n Node, words: &mut HashSet<&'n str>) {
    match &node.data {
        Data::Scalar(scalar) => {
            for (at, sign) in scalar.text.match_indices(['$', '{']) {
                let rest = scalar.text.get(at + sign.len()..).unwrap_or("");
                let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                words.extend(rest.get(..length));
            }
        }
        Data::List(nodes) => nodes.iter().for_each(|node| collect(node, words)),
        Data::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, words)),
    }
}
