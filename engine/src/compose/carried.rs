//! What a block carries into a form beside its items and checks: its tables, once, and its examples, once for each use.
//!
//! A table has no place in a row and no prefix: the form's rules and the block's ask it by its own id. An example speaks of the block's own
//! items; in a form it gives the items of this use, and only findings at them count.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::source::Span;
use crate::syntax::tree::{Data, Entry, Node, Scalar};

type Names = HashMap<Arc<str>, Arc<str>>;

/// Tables and examples that uses brought in.
#[derive(Default)]
pub struct Carried {
    /// Tables, each once.
    pub tables: Vec<Node>,
    /// Examples, by use.
    pub examples: Vec<Node>,
    seen: BTreeSet<Arc<str>>,
}

/// What the ids of a block are in this use.
pub struct Local<'u> {
    /// Before every id.
    pub prefix: &'u str,
    /// Own ids to ids of the form.
    pub names: &'u Names,
    /// The same of checks.
    pub checks: &'u Names,
    /// The checks that this use did not drop.
    pub kept: Vec<Arc<str>>,
}

impl Carried {
    /// Takes what one use of a block brings.
    pub fn take(&mut self, id: &Arc<str>, block: &Node, origin: u32, local: &Local<'_>) {
        let members = |key: &str| block.get(key).map_or(&[][..], Node::members).iter().map(move |node| node.of(origin));
        if self.seen.insert(id.clone()) {
            self.tables.extend(members("tables"));
        }
        self.examples.extend(members("examples").map(|example| local.example(id, example)));
    }
}

impl Local<'_> {
    fn example(&self, block: &str, mut example: Node) -> Node {
        let span = example.span;
        if let Data::Map(entries) = &mut example.data {
            for entry in entries.iter_mut() {
                match (&*entry.key, &mut entry.value.data) {
                    ("id", Data::Scalar(scalar)) => scalar.text = format!("{}{block}_{}", self.prefix, scalar.text).into(),
                    ("given", _) => self.answers(&mut entry.value),
                    ("calculated", Data::Map(values)) => values.iter_mut().for_each(|value| value.key = self.path(&value.key)),
                    ("findings" | "hidden" | "undecided", Data::List(words)) => words.iter_mut().for_each(|word| self.word(word)),
                    _ => {}
                }
            }
            entries.push(self.only(span));
        }
        example
    }

    /// The ids of items are the keys of answers, in rows too.
    fn answers(&self, node: &mut Node) {
        match &mut node.data {
            Data::Map(entries) => {
                for entry in entries {
                    if let Some(id) = self.names.get(&entry.key) {
                        entry.key = id.clone();
                    }
                    self.answers(&mut entry.value);
                }
            }
            Data::List(nodes) => nodes.iter_mut().for_each(|node| self.answers(node)),
            Data::Scalar(_) => {}
        }
    }

    /// `code@path`, a path, or a check.
    fn word(&self, node: &mut Node) {
        let Data::Scalar(scalar) = &mut node.data else { return };
        let check = |word: &str| self.checks.get(word).map(|id| id.to_string());
        scalar.text = match scalar.text.split_once('@') {
            Some((code, path)) => format!("{}@{}", check(code).unwrap_or_else(|| code.to_owned()), self.path(path)).into(),
            None => check(&scalar.text).map_or_else(|| self.path(&scalar.text), Into::into),
        };
    }

    /// `item` or `group[0].item`.
    fn path(&self, path: &str) -> Arc<str> {
        let step = |step: &str| {
            let (id, row) = step.split_at(step.find('[').unwrap_or(step.len()));
            format!("{}{row}", self.names.get(id).map_or(id, |id| id))
        };
        path.split('.').map(step).collect::<Vec<_>>().join(".").into()
    }

    fn only(&self, span: Span) -> Entry {
        let mut ids: Vec<&Arc<str>> = self.names.values().chain(&self.kept).collect();
        ids.sort_unstable();
        let word = |id: &Arc<str>| Node { span, data: Data::Scalar(Scalar { text: id.clone(), plain: false }) };
        let list = Node { span, data: Data::List(ids.into_iter().map(word).collect()) };
        Entry { key: "only".into(), key_span: span, value: list }
    }
}
