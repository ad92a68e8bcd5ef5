//! Every text of a definition file in both languages: a name that outlives layout, and the exact places of both halves.
//!
//! Wherever a map holds `ja` and `en` there is a text. Its name is the way to it by ids (`items/crs_fever/label`): items are named without
//! their section and group, since ids are unique in a form, so that moving an item does not lose its translation.

use std::sync::Arc;

use crate::source::Span;
use crate::syntax::tree::{Data, Node};

/// One language's half of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// What is written.
    pub text: Arc<str>,
    /// Where, with its quotes.
    pub span: Span,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Its name within the file, as `items/crs_fever/label` or `lists/yn/codes/yes`.
    pub key: String,
    /// The map that holds both halves.
    pub span: Span,
    /// Japanese.
    pub ja: Half,
    /// English.
    pub en: Half,
}

/// Every text below a node, in reading order.
pub fn wordings(root: &Node) -> Vec<Wording> {
    let mut found = Vec::new();
    walk(root, String::new(), &mut found);
    found
}

/// Lists whose members are named without what stands around them.
const NAMED_FROM_THE_TOP: [&str; 3] = ["items", "checks", "label_rules"];

fn walk(node: &Node, key: String, found: &mut Vec<Wording>) {
    if let (Some(ja), Some(en)) = (half(node, "ja"), half(node, "en")) {
        found.push(Wording { key, span: node.span, ja, en });
        return;
    }
    for entry in node.entries() {
        let below = match &entry.value.data {
            Data::List(_) if NAMED_FROM_THE_TOP.contains(&&*entry.key) => entry.key.to_string(),
            _ if key.is_empty() => entry.key.to_string(),
            _ => format!("{key}/{}", entry.key),
        };
        match &entry.value.data {
            Data::List(members) => {
                for (at, member) in members.iter().enumerate() {
                    walk(member, format!("{below}/{}", name(member).unwrap_or_else(|| at.to_string())), found);
                }
            }
            Data::Map(_) => walk(&entry.value, below, found),
            Data::Scalar(_) => {}
        }
    }
}

/// What a member of a list is known by.
fn name(member: &Node) -> Option<String> {
    ["id", "code"].iter().find_map(|key| member.get(key)?.word()).map(ToString::to_string)
}

fn half(node: &Node, language: &str) -> Option<Half> {
    let value = node.get(language)?;
    Some(Half { text: value.word()?.clone(), span: value.span })
}
