//! `uses` as written: a form's id, or `{ form, as, which, by, before, within, matching }`.

use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::document::reader::{Reading, Spanned};
use crate::form::reference::{OLD, Which};
use crate::source::Span;
use crate::syntax::tree::{Data, Entry, Node};

/// One entry of `uses` as written.
#[derive(Clone, Debug)]
pub struct ReferenceDocument {
    /// Where the entry stands.
    pub span: Span,
    /// The form.
    pub form: Spanned<Arc<str>>,
    /// The name that rules use.
    pub alias: Spanned<Arc<str>>,
    /// Which record.
    pub which: Which,
    /// The item of the other form that orders its records; `opened` for the order in which their places were opened.
    pub by: Option<Spanned<Arc<str>>>,
    /// The item of this form that says where this record stands in that order.
    pub before: Option<Spanned<Arc<str>>>,
    /// The level within whose place the candidates lie.
    pub within: Option<Spanned<Arc<str>>>,
    /// Items of the other form, each with the item of this form that it equals.
    pub matching: Vec<Equal>,
}

/// An item of the other form, and the item of this form that it equals.
pub type Equal = (Spanned<Arc<str>>, Spanned<Arc<str>>);

/// The word for the order in which places were opened.
pub const OPENED: &str = "opened";

/// Reads all entries; names that stand twice are reported.
pub fn read_all<'a>(reading: &'a Reading<'a>, node: Option<&'a Node>) -> Vec<ReferenceDocument> {
    let entries = node.map_or(&[][..], |node| reading.list(node));
    let mut found: Vec<ReferenceDocument> = Vec::new();
    for entry in entries.iter().filter_map(|entry| read(reading, entry)) {
        let word = &entry.alias.value;
        let twice =
            found.iter().any(|other| other.alias.value == *word && (other.which, entry.which) != (Which::Above, Which::Above));
        if twice || **word == *OLD {
            reading.error(
                "alias-taken",
                entry.alias.span,
                (format!("`{word}` はすでに別の意味で使われています。"), format!("`{word}` already means something else here")),
                ("`as` で別の名前を付けてください。".into(), "choose another name with `as`".into()),
            );
        }
        found.push(entry);
    }
    found
}

/// The forms that are read beside this one, each once.
pub fn other_forms(references: &[ReferenceDocument], own: Option<&Arc<str>>) -> Vec<Spanned<Arc<str>>> {
    let mut forms: Vec<Spanned<Arc<str>>> = Vec::new();
    for reference in references {
        let itself = reference.which != Which::Above && own == Some(&reference.form.value);
        let known = reference.which != Which::Above && forms.iter().any(|form| form.value == reference.form.value);
        if !itself && !known {
            forms.push(reference.form.clone());
        }
    }
    forms
}

fn read<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ReferenceDocument> {
    if !matches!(node.data, Data::Map(_)) {
        let form = reading.id(node)?;
        let alias = form.clone();
        return Some(ReferenceDocument {
            span: node.span,
            form,
            alias,
            which: Which::Above,
            by: None,
            before: None,
            within: None,
            matching: Vec::new(),
        });
    }
    let keys = reading.keys(node)?;
    let form = keys.want("form").and_then(|node| reading.id(node));
    let alias = keys.find("as").and_then(|node| reading.id(node));
    let matching = keys.find("matching").map_or_else(Vec::new, |node| matching(reading, node));
    // Of the records that match, the only one is meant unless an order is named.
    let plain = if matching.is_empty() { Which::Above } else { Which::Only };
    let which = keys.find("which").map_or(Some(plain), |node| which(reading, node));
    let plain = which == Some(Which::Above);
    let (by, within) = if plain { (None, None) } else { (keys.find("by"), keys.find("within")) };
    // Beside a misspelt choice `before` may be right.
    let before = if matches!(which, None | Some(Which::LastBefore)) { keys.find("before") } else { None };
    let [by, within, before] = [by, within, before].map(|node| node.and_then(|node| reading.id(node)));
    keys.finish();
    // A misspelt choice is told once: rules on the name are judged as if one record were read.
    let is_read = which.is_some();
    let (form, which) = (form?, which.unwrap_or(Which::Last));
    if is_read && by.is_none() && !matches!(which, Which::Above | Which::All | Which::Only) {
        let word = which.word();
        reading.error(
            "order-needed",
            node.span,
            (format!("`which: {word}` には順序が必要です。"), format!("`which: {word}` needs an order")),
            (
                "`by: 項目`(相手の様式の日付や数の項目)か `by: opened`(開かれた順)を足してください。".into(),
                "add `by: item` (a date or number of that form), or `by: opened` (as their places were opened)".into(),
            ),
        );
    }
    let alias = alias.unwrap_or_else(|| form.clone());
    Some(ReferenceDocument { span: node.span, form, alias, which, by, before, within, matching })
}

/// `{ their_item: own_item }`.
fn matching<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Equal> {
    let Some(keys) = reading.keys(node) else { return Vec::new() };
    let pair = |entry: &'a Entry| {
        let own = reading.id(&entry.value)?;
        Some((Spanned { value: entry.key.clone(), span: entry.key_span }, own))
    };
    keys.all().iter().filter_map(pair).collect()
}

fn which<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Which> {
    let word = reading.text(node)?;
    let found = Which::from_word(&word.value);
    if found.is_none() {
        reading.error(
            "unknown-which",
            node.span,
            (format!("`{}` という選び方はありません。", word.value), format!("there is no way to choose `{}`", word.value)),
            did_you_mean(&word.value, Which::WORDS.iter().map(|(word, _)| *word)),
        );
    }
    found
}
