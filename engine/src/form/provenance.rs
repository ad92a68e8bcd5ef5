//! Where the parts of a composed form come from: for each item and check the places that made it what it is, in the order of making.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::program::program::ItemId;
use crate::source::Span;

/// The origin of everything in a form.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Per item id, for items of parts.
    pub items: BTreeMap<Arc<str>, Vec<Step>>,
    /// Per check id, for checks of parts and label rules.
    pub checks: BTreeMap<Arc<str>, Vec<Step>>,
    /// Where all others are written.
    pub written: Written,
    /// Files beside the form's own that it is composed from.
    pub files: BTreeSet<Arc<str>>,
}

/// Places in the form's own file.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The file.
    pub file: Arc<str>,
    /// Of each item's id, in the order of the form's items.
    pub items: Box<[Span]>,
    /// Of each check's id.
    pub checks: Box<[(Arc<str>, Span)]>,
}

impl Provenance {
    /// The steps that made an item; `at` is its place among the form's items.
    pub fn of_item(&self, id: &str, at: ItemId) -> Vec<Step> {
        let written = || self.written.items.get(at.0 as usize).map(|span| self.step(*span));
        self.items.get(id).cloned().unwrap_or_else(|| written().into_iter().collect())
    }

    /// The steps that made a check.
    pub fn of_check(&self, id: &str) -> Vec<Step> {
        let written = || self.written.checks.iter().find(|(written, _)| **written == *id).map(|(_, span)| self.step(*span));
        self.checks.get(id).cloned().unwrap_or_else(|| written().into_iter().collect())
    }

    fn step(&self, span: Span) -> Step {
        Step { what: What::Written, file: self.written.file.clone(), span }
    }
}

/// One step on the way to an item or a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub what: What,
    /// The file where it is written.
    pub file: Arc<str>,
    /// Where in that file.
    pub span: Span,
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is written here.
    Written,
    /// A use took this shared item.
    Taken(Arc<str>),
    /// A use brought in this block, with a prefix.
    Block(Arc<str>, Arc<str>),
    /// This key got its value from this parameter.
    Parameter(Arc<str>, Arc<str>),
    /// This key was adjusted.
    Adjusted(Arc<str>),
    /// A label rule, as `product/indication/rule@version`, lays it over the form.
    LabelRule(Arc<str>),
    /// The overlay of this product and indication did what the next steps say.
    Overlay(Arc<str>, Arc<str>),
}
