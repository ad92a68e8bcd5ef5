//! `{ block: vitals, prefix: pre_, with: {..}, adjust: {..}, checks: {..} }`: a block put where it is used, under its prefix.

use std::sync::Arc;

use crate::compose::adjust::adjust_check;
use crate::compose::argument::fill;
use crate::compose::carried::Local;
use crate::compose::composer::Composer;
use crate::compose::fault::Report;
use crate::compose::frame::Frame;
use crate::compose::part::Block;
use crate::compose::rename::references;
use crate::compose::tree::{checks_with, find_item, map_of, members, stands};
use crate::diagnostic::diagnostic::Lost;
use crate::diagnostic::suggest::{closest, did_you_mean};
use crate::document::rule::Scope;
use crate::form::provenance::What;
use crate::source::Span;
use crate::syntax::tree::{Data, Entry, Node};

impl Composer<'_> {
    /// `{ block: vitals, prefix: pre_, with: {..}, adjust: {..}, checks: {..} }`.
    pub(super) fn block(&mut self, node: &Node, frame: &mut Frame, as_section: bool) -> Vec<Node> {
        let given = self.own(node, frame);
        let made = self.block_of(&given, frame, as_section);
        if made.is_none() {
            self.lose(&given, frame);
        }
        made.unwrap_or_default()
    }

    /// What a use that came to nothing would have brought: the items of its block, or of the one that is meant by a misspelt word.
    fn lose(&mut self, given: &Node, frame: &Frame) {
        let Some(word) = given.get("block").and_then(Node::word) else { return };
        let own = given.get("prefix").and_then(Node::word).cloned().unwrap_or_default();
        let meant = match self.shelf.blocks.get(word) {
            Some(block) => Some(block),
            None => closest(word, self.shelf.blocks.keys().map(|id| &**id)).and_then(|near| self.shelf.blocks.get(near)),
        };
        // Under the names that the form gives them, and so the block that the use stands in names them.
        let prefixes: [Arc<str>; 2] = [format!("{}{own}", frame.prefix).into(), own];
        for prefix in prefixes {
            match meant {
                None => self.sink.lose(Lost::Block(word.clone(), prefix)),
                Some(block) => {
                    for id in self.shelf.ids_of(block, &prefix, 0) {
                        self.sink.lose(Lost::Id(id.into()));
                    }
                }
            }
        }
    }

    fn block_of(&mut self, given: &Node, frame: &mut Frame, as_section: bool) -> Option<Vec<Node>> {
        let word = self.word(&given.entry("block")?.value)?;
        let known: &[&str] = if as_section {
            &["block", "prefix", "with", "adjust", "checks", "id", "title", "help", "show_if", "why"]
        } else {
            &["block", "prefix", "with", "adjust", "checks"]
        };
        self.sink.known_keys(given, known);
        let Some(block) = self.shelf.blocks.get(&word.0) else {
            let help = did_you_mean(&word.0, self.shelf.blocks.keys().map(|id| &**id));
            self.sink.unknown("unknown-block", word, ("ブロック", "block"), help);
            return None;
        };
        let block = block.clone();
        if frame.path.contains(&word.0) {
            self.sink.block_cycle(&frame.path, &word.0, word.1);
            return None;
        }
        let prefix = match given.entry("prefix") {
            Some(entry) => self.prefix(&entry.value)?,
            None => ("".into(), word.1),
        };
        if let Some(first) = frame.used.insert((word.0.clone(), prefix.0.clone()), prefix.1) {
            let line = self.line(frame.origin, first);
            self.sink.prefix_clash(&word.0, &prefix, line);
            return None;
        }
        let origin = self.open(&block.home, word.1, frame, ("ブロック", "block"), &word.0)?;
        let mut inner = Frame {
            origin,
            prefix: format!("{}{}", frame.prefix, prefix.0),
            path: frame.path.iter().cloned().chain([word.0.clone()]).collect(),
            steps: frame.steps.clone(),
            ..Frame::default()
        };
        inner.steps.push(self.step(What::Block(word.0.clone(), inner.prefix.clone().into()), frame.origin, word.1));
        inner.arguments = self.arguments(&block, given, word.1, origin)?;
        let mut made = self.body(&block, given, &mut inner, as_section, word.1)?;
        references(&mut made, origin, &inner.names);
        references(&mut inner.checks, origin, &inner.names);
        self.adjust_block(given, &mut made, &mut inner, frame.origin);
        let kept = inner.check_names.values().filter(|id| stands(&inner.checks, &made, id)).cloned().collect();
        let local = Local { prefix: &inner.prefix, names: &inner.names, checks: &inner.check_names, kept };
        self.carried.take(&block.id, &block.node, origin, &local);
        self.introduce(&inner);
        for (local, id) in &inner.names {
            frame.names.insert(format!("{}{local}", prefix.0).into(), id.clone());
        }
        for (local, id) in &inner.check_names {
            frame.check_names.insert(format!("{}{local}", prefix.0).into(), id.clone());
        }
        frame.checks.append(&mut inner.checks);
        let arguments = inner.arguments.iter().map(|(name, (holds, node))| (name.clone(), self.rule_of(*holds, node))).collect();
        self.close(origin, Scope { name: word.0, names: inner.names, arguments, around: None });
        Some(made)
    }

    /// What a block holds: items, or sections.
    fn body(&mut self, block: &Block, given: &Node, inner: &mut Frame, as_section: bool, at: Span) -> Option<Vec<Node>> {
        let part = |key: &str| block.node.entry(key).map(|entry| entry.value.clone());
        let mut made = match (part("items"), part("sections"), as_section) {
            (Some(mut items), _, false) => {
                self.list(&mut items, inner, Self::item);
                members(items)
            }
            (Some(mut items), _, true) => {
                self.list(&mut items, inner, Self::item);
                vec![section_of(block, given, items, inner)]
            }
            (None, Some(mut sections), true) => {
                self.list(&mut sections, inner, Self::section);
                members(sections)
            }
            (None, Some(_), false) => {
                self.sink.block_is_sections(&block.id, at);
                return None;
            }
            (None, None, _) => return None,
        };
        if let Some(mut checks) = part("checks") {
            self.list(&mut checks, inner, Self::check);
            let mut own = members(checks);
            own.append(&mut inner.checks);
            inner.checks = own;
        }
        made.shrink_to_fit();
        Some(made)
    }

    fn adjust_block(&mut self, given: &Node, made: &mut [Node], inner: &mut Frame, origin: u32) {
        for change in map_of(given, "adjust") {
            let Some(id) = inner.names.get(&change.key).cloned() else {
                self.sink.adjusts_nothing(&change.key, change.key_span, inner.names.keys().map(|id| &**id), ("項目", "item"));
                continue;
            };
            let Data::Map(entries) = &change.value.data else {
                self.sink.not_changes(change.value.span);
                continue;
            };
            if let Some(item) = find_item(made, &id) {
                self.adjust(item, &id, entries.clone(), origin);
            }
        }
        for change in map_of(given, "checks") {
            let Some(id) = inner.check_names.get(&change.key).cloned() else {
                let known = inner.check_names.keys().map(|id| &**id);
                self.sink.adjusts_nothing(&change.key, change.key_span, known, ("チェック", "check"));
                continue;
            };
            let step = self.step(What::Adjusted("check".into()), origin, change.key_span);
            self.provenance.checks.entry(id.clone()).or_default().push(step);
            adjust_check(checks_with(&mut inner.checks, made, &id), &id, &change, self.sink);
        }
    }
}

/// A block of items as a section of its own.
fn section_of(block: &Block, given: &Node, items: Node, inner: &Frame) -> Node {
    let mut entries: Vec<Entry> = ["title", "help"]
        .iter()
        .filter_map(|key| given.entry(key).cloned().or_else(|| Some(own_entry(block.node.entry(key)?, inner))))
        .chain(given.entry("show_if").cloned())
        .chain(given.entry("why").cloned())
        .collect();
    let mut id = given.entry("id").or_else(|| given.entry("block")).cloned();
    if let Some(entry) = &mut id {
        let named = &*entry.key == "id";
        entry.key = "id".into();
        if let (Data::Scalar(scalar), false) = (&mut entry.value.data, named) {
            scalar.text = format!("{}{}", inner.prefix, scalar.text).into();
        }
    }
    entries.extend(id);
    let span = given.span;
    entries.push(Entry { key: "items".into(), key_span: span, value: items });
    Node { span, data: Data::Map(entries) }
}

fn own_entry(entry: &Entry, inner: &Frame) -> Entry {
    let mut value = entry.value.of(inner.origin);
    if let Data::Map(entries) = &mut value.data {
        for entry in entries {
            let language = entry.key.clone();
            if let Data::Scalar(scalar) = &mut entry.value.data {
                fill(scalar, &language, inner);
            }
        }
    }
    Entry { key: entry.key.clone(), key_span: entry.key_span.of(inner.origin), value }
}
