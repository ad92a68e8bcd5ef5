//! The ids that a file gives, each with its place: what rules and references can name.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::source::{SourceFile, Span};
use crate::syntax::tree::Node;
use crate::syntax::yaml;

/// Something with an id.
#[derive(Clone, Debug)]
pub struct Named {
    /// The id.
    pub id: Arc<str>,
    /// Where the id stands.
    pub span: Span,
    /// Its label or title, Japanese and English.
    pub label: Option<(Arc<str>, Arc<str>)>,
    /// Its kind, for items.
    pub kind: Option<Arc<str>>,
    /// Its code list, for items.
    pub list: Option<Arc<str>>,
}

/// Every map with an `id`, in the order of the file; of a file that is no YAML at the moment, the ids alone.
pub fn outline(file: &SourceFile) -> Vec<Named> {
    let parsed = yaml::read(file, &mut Sink::new(file.path.clone()));
    let mut found = Vec::new();
    match &parsed.root {
        Some(root) => visit(root, &mut found),
        None => ids(&String::from_utf8_lossy(&file.bytes), &mut found),
    }
    found
}

fn visit(node: &Node, found: &mut Vec<Named>) {
    if let Some(id) = node.entry("id").or_else(|| node.entry("item"))
        && let Some(word) = id.value.word()
    {
        let text = |key| node.get(key).and_then(Node::word).cloned();
        let label = node.get("label").or_else(|| node.get("title"));
        let both = label.and_then(|label| Some((label.get("ja")?.word()?.clone(), label.get("en")?.word()?.clone())));
        found.push(Named { id: word.clone(), span: id.value.span, label: both, kind: text("kind"), list: text("list") });
    }
    node.members().iter().for_each(|member| visit(member, found));
    node.entries().iter().for_each(|entry| visit(&entry.value, found));
}

fn ids(text: &str, found: &mut Vec<Named>) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("id:")) {
        let place = from + at;
        from = place + 3;
        let alone =
            text.get(..place).and_then(|before| before.chars().last()).is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
        let rest = text.get(from..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let word: &str =
            rest.get(blanks..).unwrap_or("").split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
        if alone && !word.is_empty() {
            let span = Span::new(from + blanks, from + blanks + word.len());
            found.push(Named { id: word.into(), span, label: None, kind: None, list: None });
        }
    }
}
