//! `{ item: birth_date, id: .., required: true }`: a shared item put where it is used, with the changes that the use lays over it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::compose::adjust::adjust_item;
use crate::compose::composer::Composer;
use crate::compose::fault::Report;
use crate::compose::frame::Frame;
use crate::compose::part::SharedItem;
use crate::compose::rename::references;
use crate::compose::tree::entry_mut;
use crate::diagnostic::diagnostic::Lost;
use crate::diagnostic::suggest::{closest, did_you_mean};
use crate::document::rule::Scope;
use crate::form::provenance::What;
use crate::syntax::tree::{Data, Entry, Node};

impl Composer<'_> {
    /// `{ item: birth_date, id: .., required: true }`.
    pub(super) fn take(&mut self, node: &Node, frame: &mut Frame) -> Option<Node> {
        let mut given = self.own(node, frame);
        let word = self.word(entry_mut(&mut given, "item")?)?;
        let Some(shared) = self.shelf.items.get(&word.0) else {
            let help = did_you_mean(&word.0, self.shelf.items.keys().map(|id| &**id));
            let meant = closest(&word.0, self.shelf.items.keys().map(|id| &**id)).map(Arc::from);
            let own = given.get("id").and_then(Node::word).cloned();
            for id in own.map_or_else(|| meant.into_iter().chain([word.0.clone()]).collect(), |own| vec![own]) {
                self.sink.lose(Lost::Id(format!("{}{id}", frame.prefix).into()));
                // So the block that it stands in names it.
                self.sink.lose(Lost::Id(id));
            }
            self.sink.unknown("unknown-shared-item", word, ("共通項目", "shared item"), help);
            return None;
        };
        let SharedItem { home, node: written } = shared.clone();
        let origin = self.open(&home, word.1, frame, ("共通項目", "shared item"), &word.0)?;
        let mut item = written.of(origin);
        let local = match entry_mut(&mut given, "id") {
            None => word.0.clone(),
            Some(id) => {
                let renamed = self.word(id)?;
                if let Some(held) = entry_mut(&mut item, "id") {
                    held.span = renamed.1;
                }
                renamed.0
            }
        };
        let id_span = written.entry("id").map_or(written.span, |entry| entry.value.span);
        let steps = vec![self.step(What::Taken(word.0.clone()), frame.origin, word.1), self.step(What::Written, origin, id_span)];
        self.name(&mut item, &local, frame, steps);
        self.companion(&mut item, &local, frame);
        let id: Arc<str> = format!("{}{local}", frame.prefix).into();
        frame.taken.entry(word.0.clone()).and_modify(|held| *held = None).or_insert_with(|| Some(id.clone()));
        frame.takers.push(origin);
        let mut names = HashMap::from([(word.0.clone(), id.clone())]);
        // The items of a shared group are its own, under the prefix of the place.
        if let Some(items) = entry_mut(&mut item, "items") {
            let mut inner = Frame { origin, prefix: frame.prefix.clone(), steps: frame.steps.clone(), ..Frame::default() };
            inner.path.clone_from(&frame.path);
            self.list(items, &mut inner, Self::item);
            if let Some(checks) = entry_mut(&mut item, "checks") {
                self.list(checks, &mut inner, Self::check);
            }
            frame.check_names.extend(inner.check_names.clone());
            frame.names.extend(inner.names.clone());
            self.introduce(&inner);
            names.extend(inner.names);
            references(std::slice::from_mut(&mut item), origin, &names);
        }
        if let Data::Map(entries) = &given.data {
            let changes = entries.iter().filter(|entry| !matches!(&*entry.key, "item" | "id")).cloned().collect::<Vec<_>>();
            self.adjust(&mut item, &id, changes, frame.origin);
        }
        self.close(origin, Scope { name: word.0, names, around: Some(frame.origin), ..Scope::default() });
        Some(item)
    }

    /// Lays changes over an item and remembers which.
    pub(super) fn adjust(&mut self, item: &mut Node, id: &Arc<str>, changes: Vec<Entry>, origin: u32) {
        for change in changes {
            let step = self.step(What::Adjusted(change.key.clone()), origin, change.key_span);
            if adjust_item(item, change, self.sink)
                && let Some(steps) = self.provenance.items.get_mut(id)
            {
                steps.push(step);
            }
        }
    }
}
