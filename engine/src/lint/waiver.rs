//! Waivers: `waive: { CODE: reason }` in a map of a definition lets a lint pass there and in everything below.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::tree::{Node, Written};

/// A waiver as written.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The file.
    pub file: Arc<str>,
    /// What it covers.
    pub covers: Span,
    /// The lint's code.
    pub code: Arc<str>,
    /// Where the code stands.
    pub span: Span,
    /// Why.
    pub reason: Arc<str>,
    /// Whether it let something pass.
    pub used: bool,
}

/// A finding that passes, and why.
#[derive(Clone, Debug)]
pub struct Waived {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The author's reason.
    pub reason: Arc<str>,
}

/// Every waiver of a file.
pub fn waivers(file: &Written) -> Vec<Waiver> {
    let mut found = Vec::new();
    walk(file, &file.root, &mut found);
    found
}

fn walk(file: &Written, node: &Node, found: &mut Vec<Waiver>) {
    for entry in node.get("waive").into_iter().flat_map(Node::entries) {
        found.extend(entry.value.word().map(|reason| Waiver {
            file: file.path.clone(),
            covers: node.span,
            code: entry.key.clone(),
            span: entry.key_span,
            reason: reason.clone(),
            used: false,
        }));
    }
    node.entries().iter().filter(|entry| &*entry.key != "waive").for_each(|entry| walk(file, &entry.value, found));
    node.members().iter().for_each(|member| walk(file, member, found));
}

/// Parts the findings that stand from those that a waiver lets pass: the nearest waiver around a place counts.
pub fn part(found: Vec<Diagnostic>, waivers: &mut [Waiver]) -> (Vec<Diagnostic>, Vec<Waived>) {
    let (mut standing, mut waived) = (Vec::new(), Vec::new());
    for diagnostic in found {
        let around = |waiver: &&mut Waiver| {
            *waiver.code == *diagnostic.code
                && waiver.file == diagnostic.file
                && waiver.covers.start <= diagnostic.span.start
                && diagnostic.span.end <= waiver.covers.end
        };
        match waivers.iter_mut().filter(around).min_by_key(|waiver| waiver.covers.end - waiver.covers.start) {
            Some(waiver) => {
                waiver.used = true;
                waived.push(Waived { diagnostic, reason: waiver.reason.clone() });
            }
            None => standing.push(diagnostic),
        }
    }
    (standing, waived)
}
