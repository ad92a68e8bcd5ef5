//! Where the parts of a composed form come from: for each item and check the places that made it what it is, in the order of making.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::source::Span;

/// The origin of everything in a form.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Per item id.
    pub items: BTreeMap<Arc<str>, Vec<Step>>,
    /// Per check id.
    pub checks: BTreeMap<Arc<str>, Vec<Step>>,
    /// Files beside the form's own that it is composed from.
    pub files: BTreeSet<Arc<str>>,
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
    /// The overlay of this product and indication did what the next steps say.
    Overlay(Arc<str>, Arc<str>),
}
