//! A form's tree with every use of a shared item or block replaced by what it brings in.
//!
//! Trees are composed, not documents, so that whatever an item may say it may also say in a part. Every word keeps its place: words of
//! a part carry the number of the use (`Span::origin`), by which diagnostics find its file and rules find what their names mean.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::compose::adjust::{adjust_check, adjust_item};
use crate::compose::carried::{Carried, Local};
use crate::compose::fault::Report;
use crate::compose::parameter::{Parameter, ParameterType};
use crate::compose::part::{Block, Home, SharedItem, Shelf};
use crate::compose::tree::{
    append, checks_of_rows, checks_with, entry_mut, find_item, ids_of, map_of, members, put_beside, scalar_mut, stands,
};
use crate::diagnostic::diagnostic::{Note, Origin, Sink};
use crate::diagnostic::suggest::did_you_mean;
use crate::document::rule::{Part, Parts, RuleText, Scope};
use crate::form::provenance::{Provenance, Step, What};
use crate::lang::Text;
use crate::source::{Span, position};
use crate::syntax::tree::{Data, Entry, Node, Offsets, Scalar};

/// Keys whose value is the id of an item, so that it is renamed with the item.
const REFERENCES: &[&str] = &["on", "replaces", "unique", "row_count", "derived", "difference_reason"];

/// Most items that uses may bring into one form, so that nested blocks cannot exhaust the machine.
const MAX_BROUGHT: usize = 20_000;

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

/// Changes laid over a form for a product and an indication.
pub struct Overlay<'d> {
    /// The product's file.
    pub home: Home,
    /// The product.
    pub product: Arc<str>,
    /// The indication.
    pub indication: Arc<str>,
    /// What is changed.
    pub changes: &'d Node,
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

/// The form, or one use of a part, while it is being composed.
#[derive(Default)]
struct Frame {
    /// The use; 0 for the form.
    origin: u32,
    /// Before every id.
    prefix: String,
    /// Blocks around, outermost first.
    path: Vec<Arc<str>>,
    /// Arguments of the block.
    arguments: BTreeMap<Arc<str>, (ParameterType, Node)>,
    /// Own ids to ids of the form.
    names: HashMap<Arc<str>, Arc<str>>,
    /// Own check ids to check ids of the form.
    check_names: HashMap<Arc<str>, Arc<str>>,
    /// Shared items that were taken here, to their ids of the form; nothing for those taken more than once.
    taken: HashMap<Arc<str>, Option<Arc<str>>>,
    /// The uses that took them.
    takers: Vec<u32>,
    /// Blocks and prefixes used here.
    used: HashMap<(Arc<str>, Arc<str>), Span>,
    /// Checks that uses brought in.
    checks: Vec<Node>,
    /// The steps that led here.
    steps: Vec<Step>,
}

struct Composer<'s> {
    shelf: &'s Shelf,
    sink: &'s mut Sink,
    home: Home,
    uses: Vec<Part>,
    brought: usize,
    provenance: Provenance,
    carried: Carried,
}

impl Composer<'_> {
    /// Composes the members of a list in place; what is no list is left to the reader of documents.
    fn list(&mut self, node: &mut Node, frame: &mut Frame, compose: impl Fn(&mut Self, &Node, &mut Frame) -> Vec<Node>) {
        if let Data::List(nodes) = &mut node.data {
            *nodes = std::mem::take(nodes).iter().flat_map(|node| compose(self, node, frame)).collect();
        }
    }

    /// Lays an overlay over the composed form. Its words see the items of the form, as the form's own do.
    fn overlay(&mut self, root: &mut Node, overlay: &Overlay<'_>, frame: &mut Frame) {
        self.provenance.files.insert(overlay.home.file.clone());
        self.sink.origins.push(Origin { file: overlay.home.file.clone(), uses: Vec::new() });
        self.uses.push(Part { text: overlay.home.text.clone(), scope: Scope::default() });
        let Ok(origin) = u32::try_from(self.uses.len()) else { return };
        let name: Arc<str> = format!("{}_{}", overlay.product, overlay.indication).into();
        self.close(origin, Scope { name, around: Some(0), ..Scope::default() });
        let changes = overlay.changes.of(origin);
        let mut inner = Frame { origin, ..Frame::default() };
        inner.steps.push(self.step(
            What::Overlay(overlay.product.clone(), overlay.indication.clone()),
            origin,
            changes.entry("form").map_or(changes.span, |entry| entry.value.span),
        ));
        self.adjust_form(root, &changes, &inner, frame);
        for addition in changes.get("add").map_or(&[][..], Node::members) {
            self.add(root, addition, &mut inner);
        }
        let mut checks = Vec::new();
        for check in changes.get("add_checks").map_or(&[][..], Node::members) {
            checks.append(&mut self.check(check, &mut inner));
        }
        checks.append(&mut inner.checks);
        if let Data::Map(entries) = &mut root.data {
            append(entries, "checks", checks);
        }
        frame.names.extend(inner.names.clone());
        self.introduce(&inner);
    }

    fn adjust_form(&mut self, root: &mut Node, changes: &Node, inner: &Frame, frame: &Frame) {
        let origin = inner.origin;
        for change in map_of(changes, "adjust") {
            let Some(id) = frame.names.values().find(|id| **id == change.key).cloned() else {
                self.sink.adjusts_nothing(&change.key, change.key_span, frame.names.values().map(|id| &**id), ("項目", "item"));
                continue;
            };
            let Data::Map(entries) = &change.value.data else {
                self.sink.not_changes(change.value.span);
                continue;
            };
            let sections = entry_mut(root, "sections").map(|sections| &mut sections.data);
            if let Some(Data::List(sections)) = sections
                && let Some(item) = find_item(sections, &id)
            {
                self.provenance.items.entry(id.clone()).or_default().extend(inner.steps.iter().cloned());
                self.adjust(item, &id, entries.clone(), origin);
            }
        }
        for change in map_of(changes, "checks") {
            let known = frame.check_names.values().find(|id| **id == change.key).cloned();
            let (Some(id), Some(checks)) = (known.clone(), known.as_ref().and_then(|id| all_checks(root, id))) else {
                let known = frame.check_names.values().map(|id| &**id);
                self.sink.adjusts_nothing(&change.key, change.key_span, known, ("チェック", "check"));
                continue;
            };
            let step = self.step(What::Adjusted("check".into()), origin, change.key_span);
            self.provenance.checks.entry(id.clone()).or_default().extend(inner.steps.iter().cloned().chain([step]));
            adjust_check(checks, &id, &change, self.sink);
        }
    }

    /// `{ after: item, items: [..] }` or `{ section: main, items: [..] }`.
    fn add(&mut self, root: &mut Node, addition: &Node, inner: &mut Frame) {
        self.sink.known_keys(addition, &["after", "section", "items"]);
        let mut items =
            addition.get("items").cloned().unwrap_or_else(|| Node { span: addition.span, data: Data::List(Vec::new()) });
        self.list(&mut items, inner, Self::item);
        let Some(place) = addition.get("after").or_else(|| addition.get("section")) else {
            self.sink.addition_without_place(addition.span);
            return;
        };
        let Some(word) = self.word(place) else { return };
        let after = addition.entry("after").is_some();
        let Some(Node { data: Data::List(sections), .. }) = entry_mut(root, "sections") else { return };
        if !put_beside(sections, &word.0, after, members(items)) {
            let noun = if after { ("項目", "item") } else { ("節", "section") };
            self.sink.unknown(
                "adjusts-nothing",
                word,
                noun,
                did_you_mean(place.word().map_or("", |word| word), ids_of(sections, after)),
            );
        }
    }

    fn section(&mut self, node: &Node, frame: &mut Frame) -> Vec<Node> {
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

    fn item(&mut self, node: &Node, frame: &mut Frame) -> Vec<Node> {
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

    fn check(&mut self, node: &Node, frame: &mut Frame) -> Vec<Node> {
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

    /// The keys of an item that get their value from a parameter.
    fn parameters_of(&self, node: &Node, frame: &Frame) -> Vec<Step> {
        let given = |entry: &Entry| {
            let Data::Scalar(scalar) = &entry.value.data else { return None };
            let name = whole_parameter(scalar)?;
            let (_, argument) = frame.arguments.get(name)?;
            Some(self.step(What::Parameter(entry.key.clone(), name.into()), argument.span.origin, argument.span))
        };
        node.entries().iter().filter_map(given).collect()
    }

    /// A node of this frame's own file: stamped with the use, arguments put in.
    fn own(&mut self, node: &Node, frame: &Frame) -> Node {
        let mut own = node.of(frame.origin);
        if frame.origin != 0 {
            self.put_arguments(&mut own, frame, None);
        }
        own
    }

    /// Gives an item its id of the form and remembers both.
    fn name(&mut self, item: &mut Node, local: &Arc<str>, frame: &mut Frame, steps: Vec<Step>) {
        let id: Arc<str> = format!("{}{local}", frame.prefix).into();
        if let Some(held) = scalar_mut(item, "id") {
            *held = id.clone();
        }
        frame.names.insert(local.clone(), id.clone());
        let steps = frame.steps.iter().cloned().chain(steps).collect();
        self.provenance.items.entry(id).or_insert(steps);
    }

    /// The text that an item's `other` asks for has an id too, under the same prefix.
    fn companion(&mut self, item: &mut Node, local: &Arc<str>, frame: &mut Frame) {
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

    /// `{ item: birth_date, id: .., required: true }`.
    fn take(&mut self, node: &Node, frame: &mut Frame) -> Option<Node> {
        let mut given = self.own(node, frame);
        let word = self.word(entry_mut(&mut given, "item")?)?;
        let Some(shared) = self.shelf.items.get(&word.0) else {
            let help = did_you_mean(&word.0, self.shelf.items.keys().map(|id| &**id));
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
    fn adjust(&mut self, item: &mut Node, id: &Arc<str>, changes: Vec<Entry>, origin: u32) {
        for change in changes {
            let step = self.step(What::Adjusted(change.key.clone()), origin, change.key_span);
            if adjust_item(item, change, self.sink)
                && let Some(steps) = self.provenance.items.get_mut(id)
            {
                steps.push(step);
            }
        }
    }

    /// `{ block: vitals, prefix: pre_, with: {..}, adjust: {..}, checks: {..} }`.
    fn block(&mut self, node: &Node, frame: &mut Frame, as_section: bool) -> Vec<Node> {
        let given = self.own(node, frame);
        self.block_of(&given, frame, as_section).unwrap_or_default()
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

    /// What a use gives for each parameter, else its default.
    fn arguments(
        &mut self,
        block: &Block,
        given: &Node,
        at: Span,
        origin: u32,
    ) -> Option<BTreeMap<Arc<str>, (ParameterType, Node)>> {
        let with = map_of(given, "with");
        let declared = || block.parameters.iter().map(|parameter| &*parameter.id.value);
        for argument in with.iter().filter(|argument| !declared().any(|name| *name == *argument.key)) {
            let help = did_you_mean(&argument.key, declared());
            self.sink.unknown_argument(&block.id, (argument.key.clone(), argument.key_span), help);
        }
        let mut arguments = BTreeMap::new();
        let mut complete = true;
        for parameter in &block.parameters {
            let node = with.iter().find(|argument| argument.key == parameter.id.value).map(|argument| argument.value.clone());
            let Some(node) = node.or_else(|| parameter.default.as_ref().map(|node| node.of(origin))) else {
                self.sink.missing_argument(&block.id, parameter, at);
                complete = false;
                continue;
            };
            complete &= self.check_argument(parameter, &node);
            arguments.insert(parameter.id.value.clone(), (parameter.holds, node));
        }
        complete.then_some(arguments)
    }

    fn check_argument(&mut self, parameter: &Parameter, node: &Node) -> bool {
        let good = parameter.holds.takes(node);
        if !good {
            self.sink.wrong_argument(parameter, node.span);
        }
        good
    }

    /// An argument as a rule; nothing for lists and texts.
    fn rule_of(&self, holds: ParameterType, node: &Node) -> Option<RuleText> {
        let Data::Scalar(scalar) = &node.data else { return None };
        if !matches!(holds, ParameterType::Rule | ParameterType::Number | ParameterType::Flag) {
            return None;
        }
        let text = self.uses.get((node.span.origin as usize).wrapping_sub(1)).map_or(&self.home.text, |part| &part.text);
        let offsets = Offsets::new(text, node.span, &scalar.text);
        Some(RuleText { text: scalar.text.clone(), span: node.span, offsets, parts: None })
    }

    /// Puts arguments in place of `$name`, and of `{name}` in texts.
    fn put_arguments(&mut self, node: &mut Node, frame: &Frame, key: Option<&str>) {
        match &mut node.data {
            Data::Scalar(scalar) => {
                if let Some(name) = whole_parameter(scalar)
                    && let Some((_, argument)) = frame.arguments.get(name)
                {
                    *node = argument.clone();
                } else if let Some(language @ ("ja" | "en")) = key {
                    fill(scalar, language, frame);
                }
            }
            Data::List(nodes) => nodes.iter_mut().for_each(|node| self.put_arguments(node, frame, None)),
            Data::Map(entries) => {
                for entry in entries {
                    let key = entry.key.clone();
                    self.put_arguments(&mut entry.value, frame, Some(&key));
                }
            }
        }
    }

    /// Opens a use: from here on its words can be placed.
    fn open(&mut self, home: &Home, at: Span, frame: &Frame, noun: (&str, &str), word: &str) -> Option<u32> {
        self.brought += 1;
        if self.brought > MAX_BROUGHT {
            if self.brought == MAX_BROUGHT + 1 {
                self.sink.too_much(at);
            }
            return None;
        }
        let (file, text) = self.place(frame.origin);
        let mut uses = vec![Note {
            file,
            span: at.of(0),
            at: position(&text, at.start),
            message: Text::new(format!("{} `{word}` を使う場所", noun.0), format!("{} `{word}` is used", noun.1)),
        }];
        if let Some(around) = (frame.origin as usize).checked_sub(1).and_then(|place| self.sink.origins.get(place)) {
            uses.extend(around.uses.iter().cloned());
        }
        self.provenance.files.insert(home.file.clone());
        self.sink.origins.push(Origin { file: home.file.clone(), uses });
        self.uses.push(Part { text: home.text.clone(), scope: Scope::default() });
        u32::try_from(self.uses.len()).ok()
    }

    /// A shared item's rules name its fellows as their files do, whatever they are called here.
    fn introduce(&mut self, frame: &Frame) {
        for origin in &frame.takers {
            let Some(part) = (*origin as usize).checked_sub(1).and_then(|place| self.uses.get_mut(place)) else { continue };
            for (shared, id) in &frame.taken {
                if let Some(id) = id {
                    part.scope.names.entry(shared.clone()).or_insert_with(|| id.clone());
                }
            }
        }
    }

    fn close(&mut self, origin: u32, scope: Scope) {
        if let Some(part) = (origin as usize).checked_sub(1).and_then(|place| self.uses.get_mut(place)) {
            part.scope = scope;
        }
    }

    /// File and text of an origin.
    fn place(&self, origin: u32) -> (Arc<str>, Arc<str>) {
        let place = (origin as usize).checked_sub(1);
        let part = place.and_then(|place| Some((self.sink.origins.get(place)?, self.uses.get(place)?)));
        part.map_or((self.home.file.clone(), self.home.text.clone()), |(origin, part)| (origin.file.clone(), part.text.clone()))
    }

    fn line(&self, origin: u32, span: Span) -> usize {
        position(&self.place(origin).1, span.start).line
    }

    /// A step that stands in the file of an origin.
    fn step(&self, what: What, origin: u32, span: Span) -> Step {
        Step { what, file: self.place(origin).0, span: span.of(0) }
    }

    fn word(&mut self, node: &Node) -> Option<(Arc<str>, Span)> {
        match &node.data {
            Data::Scalar(scalar) if is_id(&scalar.text) => Some((scalar.text.clone(), node.span)),
            _ => {
                self.sink.not_an_id(node.span);
                None
            }
        }
    }

    fn prefix(&mut self, node: &Node) -> Option<(Arc<str>, Span)> {
        match &node.data {
            // `""` is no prefix, as when the key is not there.
            Data::Scalar(scalar) if scalar.text.is_empty() && !scalar.plain => Some(("".into(), node.span)),
            _ => self.word(node),
        }
    }
}

fn is_id(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.len() <= 64
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// `$name` and nothing else.
fn whole_parameter(scalar: &Scalar) -> Option<&str> {
    let name = scalar.text.trim().strip_prefix('$')?;
    is_id(name).then_some(name)
}

/// `{name}` in one language's text.
fn fill(scalar: &mut Scalar, language: &str, frame: &Frame) {
    if !scalar.text.contains('{') {
        return;
    }
    let mut text = scalar.text.to_string();
    for (name, (_, argument)) in &frame.arguments {
        let mark = format!("{{{name}}}");
        let given = match &argument.data {
            Data::Scalar(scalar) => Some(&scalar.text),
            _ => argument.entry(language).and_then(|entry| match &entry.value.data {
                Data::Scalar(scalar) => Some(&scalar.text),
                _ => None,
            }),
        };
        if let Some(given) = given.filter(|_| text.contains(&mark)) {
            text = text.replace(&mark, given);
        }
    }
    if text != *scalar.text {
        *scalar = Scalar { text: text.into(), plain: false };
    }
}

/// Ids of items that stand as the value of a key are renamed with the items.
fn references(nodes: &mut [Node], origin: u32, names: &HashMap<Arc<str>, Arc<str>>) {
    for node in nodes {
        match &mut node.data {
            Data::Map(entries) => entries.iter_mut().for_each(|entry| rename(entry, origin, names)),
            Data::List(nodes) => references(nodes, origin, names),
            Data::Scalar(_) => {}
        }
    }
}

fn rename(entry: &mut Entry, origin: u32, names: &HashMap<Arc<str>, Arc<str>>) {
    let own = entry.value.span.origin == origin && REFERENCES.contains(&&*entry.key);
    match &mut entry.value.data {
        Data::Scalar(scalar) if own => renamed(scalar, names),
        Data::List(words) if own => {
            for word in words {
                if let Data::Scalar(scalar) = &mut word.data {
                    renamed(scalar, names);
                }
            }
        }
        _ => references(std::slice::from_mut(&mut entry.value), origin, names),
    }
}

fn renamed(scalar: &mut Scalar, names: &HashMap<Arc<str>, Arc<str>>) {
    if let Some(id) = names.get(&scalar.text) {
        scalar.text = id.clone();
    }
}

/// The list of a form's checks that holds one: the form's own or that of a group.
fn all_checks<'n>(root: &'n mut Node, id: &str) -> Option<&'n mut Vec<Node>> {
    let of_form = root.get("checks").is_some_and(|checks| {
        checks.members().iter().any(|check| check.get("id").and_then(Node::word).is_some_and(|held| **held == *id))
    });
    let Data::List(found) = &mut entry_mut(root, if of_form { "checks" } else { "sections" })?.data else { return None };
    if of_form { Some(found) } else { checks_of_rows(found, id) }
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
