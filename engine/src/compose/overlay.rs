//! An overlay laid over a composed form: items and checks of the form changed, and items and checks added, for a product and an indication.

use std::sync::Arc;

use crate::compose::adjust::adjust_check;
use crate::compose::composer::Composer;
use crate::compose::fault::Report;
use crate::compose::frame::Frame;
use crate::compose::part::Home;
use crate::compose::tree::{append, checks_of_rows, entry_mut, find_item, ids_of, map_of, members, put_beside};
use crate::diagnostic::diagnostic::Origin;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::rule::{Part, Scope};
use crate::form::provenance::What;
use crate::syntax::tree::{Data, Node};

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

impl Composer<'_> {
    /// Lays an overlay over the composed form. Its words see the items of the form, as the form's own do.
    pub(super) fn overlay(&mut self, root: &mut Node, overlay: &Overlay<'_>, frame: &mut Frame) {
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
}

/// The list of a form's checks that holds one: the form's own or that of a group.
fn all_checks<'n>(root: &'n mut Node, id: &str) -> Option<&'n mut Vec<Node>> {
    let of_form = root.get("checks").is_some_and(|checks| {
        checks.members().iter().any(|check| check.get("id").and_then(Node::word).is_some_and(|held| **held == *id))
    });
    let Data::List(found) = &mut entry_mut(root, if of_form { "checks" } else { "sections" })?.data else { return None };
    if of_form { Some(found) } else { checks_of_rows(found, id) }
}
