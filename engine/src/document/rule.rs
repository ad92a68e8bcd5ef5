//! A rule as its author wrote it, with the way back from any letter to its place in the file.

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
}
