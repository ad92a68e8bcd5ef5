//! A form's tree with every use of a shared item or block replaced by what it brings in.
//!
//! Trees are composed, not documents, so that whatever an item may say it may also say in a part. Every word keeps its place: words of
//! a part carry the number of the use (`Span::origin`), by which diagnostics find its file and rules find what their names mean.

use std::sync::Arc;

use crate::compose::carried::Carried;
use crate::compose::composer::Composer;
use crate::compose::frame::Frame;
use crate::compose::overlay::Overlay;
use crate::compose::part::{Home, Shelf};
use crate::compose::tree::{append, entry_mut, scalar_mut};
use crate::diagnostic::diagnostic::Sink;
use crate::document::rule::Parts;
use crate::form::provenance::{Provenance, Step, What};
use crate::syntax::tree::{Data, Node};

/// A form's tree as composed.
#[derive(Debug)]
pub struct Composed {
    /// The tree, without uses.
    pub root: Node,
    /// What names mean in its parts.
    pub parts: Arc<Parts>,
    /// Where everything comes from.
    pub provenance: Provenance,
}

/// Whether a form's tree uses anything; most forms are written out and are read as they stand.
pub fn uses_parts(root: &Node) -> bool {
    fn members(node: Option<&Node>) -> &[Node] {
        match node.map(|node| &node.data) {
            Some(Data::List(nodes)) => nodes,
            _ => &[],
        }
    }
    fn any(nodes: &[Node]) -> bool {
        nodes.iter().any(|node| {
            node.entry("item").is_some()
                || node.entry("block").is_some()
                || any(members(node.entry("items").map(|entry| &entry.value)))
        })
    }
    any(members(root.entry("sections").map(|entry| &entry.value)))
}

/// Composes a form. Faults go to `sink`, which learns the origins of words on the way.
pub fn compose(root: &Node, home: &Home, shelf: &Shelf, overlay: Option<&Overlay<'_>>, sink: &mut Sink) -> Composed {
    let mut composer = Composer {
        shelf,
        sink,
        home: home.clone(),
        uses: Vec::new(),
        brought: 0,
        provenance: Provenance::default(),
        carried: Carried::default(),
    };
    let mut frame = Frame::default();
    let mut root = root.clone();
    if let Data::Map(entries) = &mut root.data {
        for entry in entries.iter_mut() {
            match &*entry.key {
                "sections" => composer.list(&mut entry.value, &mut frame, Composer::section),
                "checks" => composer.list(&mut entry.value, &mut frame, Composer::check),
                _ => {}
            }
        }
        append(entries, "checks", std::mem::take(&mut frame.checks));
        append(entries, "tables", std::mem::take(&mut composer.carried.tables));
        append(entries, "examples", std::mem::take(&mut composer.carried.examples));
    }
    if let Some(overlay) = overlay {
        composer.overlay(&mut root, overlay, &mut frame);
    }
    composer.introduce(&frame);
    Composed { root, parts: Arc::new(Parts { uses: composer.uses }), provenance: composer.provenance }
}

impl Composer<'_> {
    /// Composes the members of a list in place; what is no list is left to the reader of documents.
    pub(super) fn list(
        &mut self,
        node: &mut Node,
        frame: &mut Frame,
        compose: impl Fn(&mut Self, &Node, &mut Frame) -> Vec<Node>,
    ) {
        if let Data::List(nodes) = &mut node.data {
            *nodes = std::mem::take(nodes).iter().flat_map(|node| compose(self, node, frame)).collect();
        }
    }

    pub(super) fn section(&mut self, node: &Node, frame: &mut Frame) -> Vec<Node> {
        if node.entry("block").is_some() {
            return self.block(node, frame, true);
        }
        let mut section = self.own(node, frame);
        if let Some(id) = scalar_mut(&mut section, "id") {
            *id = format!("{}{id}", frame.prefix).into();
        }
        if let Some(items) = entry_mut(&mut section, "items") {
            self.list(items, frame, Self::item);
        }
        vec![section]
    }

    pub(super) fn item(&mut self, node: &Node, frame: &mut Frame) -> Vec<Node> {
        if node.entry("item").is_some() {
            return self.take(node, frame).into_iter().collect();
        }
        if node.entry("block").is_some() {
            return self.block(node, frame, false);
        }
        let mut item = self.own(node, frame);
        let local = scalar_mut(&mut item, "id").map(|id| id.clone());
        if let Some(local) = local {
            let step = self.step(What::Written, frame.origin, node.entry("id").map_or(node.span, |entry| entry.value.span));
            let steps = std::iter::once(step).chain(self.parameters_of(node, frame)).collect();
            self.name(&mut item, &local, frame, steps);
            self.companion(&mut item, &local, frame);
        }
        if let Some(items) = entry_mut(&mut item, "items") {
            self.list(items, frame, Self::item);
        }
        if let Some(checks) = entry_mut(&mut item, "checks") {
            self.list(checks, frame, Self::check);
        }
        vec![item]
    }

    pub(super) fn check(&mut self, node: &Node, frame: &mut Frame) -> Vec<Node> {
        let mut check = self.own(node, frame);
        if let Some(id) = scalar_mut(&mut check, "id") {
            let local = id.clone();
            *id = format!("{}{local}", frame.prefix).into();
            let id = id.clone();
            let step = self.step(What::Written, frame.origin, node.entry("id").map_or(node.span, |entry| entry.value.span));
            let steps = frame.steps.iter().cloned().chain([step]).collect();
            self.provenance.checks.insert(id.clone(), steps);
            frame.check_names.insert(local, id);
        }
        vec![check]
    }

    /// A node of this frame's own file: stamped with the use, arguments put in.
    pub(super) fn own(&mut self, node: &Node, frame: &Frame) -> Node {
        let mut own = node.of(frame.origin);
        if frame.origin != 0 {
            self.put_arguments(&mut own, frame, None);
        }
        own
    }

    /// Gives an item its id of the form and remembers both.
    pub(super) fn name(&mut self, item: &mut Node, local: &Arc<str>, frame: &mut Frame, steps: Vec<Step>) {
        let id: Arc<str> = format!("{}{local}", frame.prefix).into();
        if let Some(held) = scalar_mut(item, "id") {
            *held = id.clone();
        }
        frame.names.insert(local.clone(), id.clone());
        let steps = frame.steps.iter().cloned().chain(steps).collect();
        self.provenance.items.entry(id).or_insert(steps);
    }

    /// The text that an item's `other` asks for has an id too, under the same prefix.
    pub(super) fn companion(&mut self, item: &mut Node, local: &Arc<str>, frame: &mut Frame) {
        let Some(other) = entry_mut(item, "other") else { return };
        let span = other.span;
        let own: Arc<str> = match scalar_mut(other, "id") {
            Some(id) => {
                let own = id.clone();
                *id = format!("{}{own}", frame.prefix).into();
                own
            }
            None => format!("{local}_other").into(),
        };
        let id: Arc<str> = format!("{}{own}", frame.prefix).into();
        let step = self.step(What::Written, span.origin, span);
        self.provenance.items.entry(id.clone()).or_insert_with(|| frame.steps.iter().cloned().chain([step]).collect());
        frame.names.insert(own, id);
    }
}
