//! A rule as its author wrote it, with the way back from any letter to its place in the file, and what its names mean there.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::Span;
use crate::syntax::tree::Offsets;

/// A rule's text and place.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// The text.
    pub text: Arc<str>,
    /// The whole rule in the file.
    pub span: Span,
    /// Places inside the text.
    pub offsets: Offsets,
    /// What names mean in the parts that the form is composed from; `None` in a form that is written out.
    pub parts: Option<Arc<Parts>>,
}

impl RuleText {
    /// A rule that stands for a word of the file: whatever is wrong with it is shown there.
    pub fn made(text: &str, span: Span) -> RuleText {
        RuleText { text: text.into(), span, offsets: Offsets::at(span), parts: None }
    }
}

/// The parts that a form is composed from, by origin (the first has origin 1).
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// One per use.
    pub uses: Vec<Part>,
}

/// One use of a shared item or a block.
#[derive(Clone, Debug)]
pub struct Part {
    /// The text of the file that it was written in, for places inside scalars.
    pub text: Arc<str>,
    /// What names mean in its rules.
    pub scope: Scope,
}

/// What names mean in the rules of a part.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The part's own name, for messages: `block_name`.
    pub name: Arc<str>,
    /// Own ids to ids of the form.
    pub names: HashMap<Arc<str>, Arc<str>>,
    /// What `$name` stands for; `None` for parameters that have no place in a rule.
    pub arguments: HashMap<Arc<str>, Option<RuleText>>,
    /// A shared item also sees the items of the form or block that takes it (its origin); a block sees nothing outside.
    pub around: Option<u32>,
}

impl Parts {
    /// The part of an origin; `None` for the form's own file.
    pub fn get(&self, origin: u32) -> Option<&Part> {
        self.uses.get((origin as usize).checked_sub(1)?)
    }
}
