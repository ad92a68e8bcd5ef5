//! The composer of a form: which uses were opened, in which files their words stand, and what is said about where things come from.

use std::sync::Arc;

use crate::compose::carried::Carried;
use crate::compose::fault::Report;
use crate::compose::frame::Frame;
use crate::compose::part::{Home, Shelf};
use crate::diagnostic::diagnostic::{Note, Origin, Sink};
use crate::document::rule::{Part, Scope};
use crate::form::provenance::{Provenance, Step, What};
use crate::lang::Text;
use crate::source::{Span, position};
use crate::syntax::tree::{Data, Node};

/// Most items that uses may bring into one form, so that nested blocks cannot exhaust the machine.
const MAX_BROUGHT: usize = 20_000;

/// What is known while a form is being composed.
pub(super) struct Composer<'s> {
    /// Shared items and blocks.
    pub(super) shelf: &'s Shelf,
    /// Faults, and the origins of words.
    pub(super) sink: &'s mut Sink,
    /// The form's own file.
    pub(super) home: Home,
    /// What names mean in each use, by number less one.
    pub(super) uses: Vec<Part>,
    /// How many uses were opened.
    pub(super) brought: usize,
    /// Where everything comes from.
    pub(super) provenance: Provenance,
    /// Tables and examples that blocks bring in.
    pub(super) carried: Carried,
}

impl Composer<'_> {
    /// Opens a use: from here on its words can be placed.
    pub(super) fn open(&mut self, home: &Home, at: Span, frame: &Frame, noun: (&str, &str), word: &str) -> Option<u32> {
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
    pub(super) fn introduce(&mut self, frame: &Frame) {
        for origin in &frame.takers {
            let Some(part) = (*origin as usize).checked_sub(1).and_then(|place| self.uses.get_mut(place)) else { continue };
            for (shared, id) in &frame.taken {
                if let Some(id) = id {
                    part.scope.names.entry(shared.clone()).or_insert_with(|| id.clone());
                }
            }
        }
    }

    pub(super) fn close(&mut self, origin: u32, scope: Scope) {
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

    pub(super) fn line(&self, origin: u32, span: Span) -> usize {
        position(&self.place(origin).1, span.start).line
    }

    /// A step that stands in the file of an origin.
    pub(super) fn step(&self, what: What, origin: u32, span: Span) -> Step {
        Step { what, file: self.place(origin).0, span: span.of(0) }
    }

    pub(super) fn word(&mut self, node: &Node) -> Option<(Arc<str>, Span)> {
        match &node.data {
            Data::Scalar(scalar) if is_id(&scalar.text) => Some((scalar.text.clone(), node.span)),
            _ => {
                self.sink.not_an_id(node.span);
                None
            }
        }
    }

    pub(super) fn prefix(&mut self, node: &Node) -> Option<(Arc<str>, Span)> {
        match &node.data {
            // `""` is no prefix, as when the key is not there.
            Data::Scalar(scalar) if scalar.text.is_empty() && !scalar.plain => Some(("".into(), node.span)),
            _ => self.word(node),
        }
    }
}

pub(super) fn is_id(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.len() <= 64
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
