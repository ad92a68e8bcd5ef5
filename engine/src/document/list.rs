//! `lists/<topic>.yaml`: code lists as written.

use std::collections::HashSet;
use std::sync::Arc;

use crate::document::reader::{Keys, Reading, Spanned, WAIVE};
use crate::form::list::Code;
use crate::lang::Text;
use crate::syntax::tree::Node;

/// A code list as written.
#[derive(Clone, Debug)]
pub struct ListDocument {
    /// The list's id.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// `from: products`: the products of the library come before the codes.
    pub from_products: bool,
    /// People search it by typing, also when it is short.
    pub search: bool,
    /// The codes.
    pub codes: Vec<Code>,
}

/// Reads `lists: [...]`.
pub fn read<'a>(reading: &'a Reading<'a>, root: &'a Node) -> Vec<ListDocument> {
    let Some(keys) = reading.keys(root) else { return Vec::new() };
    let lists = keys.want("lists").map_or(&[][..], |node| reading.list(node));
    let read = lists.iter().filter_map(|node| list(reading, node)).collect();
    keys.finish();
    read
}

fn list<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ListDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let search = keys.find("search").and_then(|node| reading.boolean(node)).unwrap_or(false);
    let from = keys.find("from");
    let from_products = from.is_some_and(|node| from_products(reading, node));
    let nodes = if from.is_some() { keys.find("codes") } else { keys.want("codes") };
    let codes = nodes.map_or(Vec::new(), |node| codes(reading, node));
    keys.finish();
    let written = nodes.is_some_and(|node| !reading.list(node).is_empty());
    if let (None, Some(node), true) = (from, nodes, codes.is_empty() && !written) {
        reading.error(
            "list-without-codes",
            node.span,
            ("このリストにはコードが1つもありません。".into(), "this list has no code that can be chosen".into()),
            ("`- { code: …, ja: …, en: … }` を足してください。".into(), "add `- { code: …, ja: …, en: … }`".into()),
        );
    }
    Some(ListDocument { id: id?, title: title.unwrap_or_else(|| Text::new("", "")), from_products, search, codes })
}

fn from_products<'a>(reading: &'a Reading<'a>, node: &'a Node) -> bool {
    let good = reading.scalar(node).is_some_and(|scalar| &*scalar.text == "products");
    if !good {
        reading.error(
            "unknown-list-source",
            node.span,
            ("`from` に書けるのは `products` だけです。".into(), "`from` knows `products` only".into()),
            (
                "`from: products` と書くか、`codes` を書いてください。".into(),
                "write `from: products`, or write the `codes`".into(),
            ),
        );
    }
    good
}

fn codes<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Code> {
    let mut seen = HashSet::new();
    let mut codes = Vec::new();
    for member in reading.list(node) {
        let Some(keys) = reading.keys(member) else { continue };
        let (code, span) = code(reading, &keys);
        let Some(code) = code else { continue };
        if !seen.insert(code.code.clone()) {
            let word = &code.code;
            reading.error(
                "duplicate-code",
                span,
                (format!("コード `{word}` が2回あります。"), format!("code `{word}` stands twice in this list")),
                (
                    "コードは一度使ったら使い回せません。別のコードにしてください。".into(),
                    "a code is never reused; choose another".into(),
                ),
            );
            continue;
        }
        codes.push(code);
    }
    if codes.len() > usize::from(u16::MAX) {
        reading.error(
            "list-too-long",
            node.span,
            ("コードが65,535個を超えています。".into(), "a list holds at most 65,535 codes".into()),
            ("リストを分けてください。".into(), "split the list".into()),
        );
        codes.truncate(usize::from(u16::MAX));
    }
    codes
}

fn code<'a>(reading: &'a Reading<'a>, keys: &Keys<'a>) -> (Option<Code>, crate::source::Span) {
    let written = keys.want("code");
    let span = written.map_or(keys.span, |node| node.span);
    let word = written.and_then(|node| code_word(reading, node));
    let ja = keys.want("ja").and_then(|node| reading.text(node));
    let en = keys.want("en").and_then(|node| reading.text(node));
    let retired = keys.find("retired").and_then(|node| reading.boolean(node)).unwrap_or(false);
    for entry in keys.all().iter().filter(|entry| !["code", "ja", "en", "retired", WAIVE].contains(&&*entry.key)) {
        let word = &entry.key;
        reading.error(
            "unknown-key",
            entry.key_span,
            (format!("`{word}` というキーはここでは使えません。"), format!("key `{word}` has no meaning here")),
            ("使えるもの: `code`, `ja`, `en`, `retired`".into(), "known here: `code`, `ja`, `en`, `retired`".into()),
        );
    }
    let made = (|| Some(Code { code: word?, text: Text { ja: ja?.value, en: en?.value }, retired }))();
    (made, span)
}

/// A code: letters, digits, `_`, `-`, `.`; quoted when it looks like a number or a truth value.
fn code_word<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Arc<str>> {
    let word = reading.text(node)?.value;
    let good = !word.is_empty() && word.len() <= 64 && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-.+".contains(c));
    if !good && reading.sign_in_word(node) {
        return None;
    }
    if !good {
        reading.error(
            "bad-code",
            node.span,
            (format!("`{word}` はコードとして使えません。"), format!("`{word}` cannot be a code")),
            ("英数字と `_` `-` `.` `+` だけを使ってください。".into(), "use letters, digits, `_`, `-`, `.` and `+` only".into()),
        );
        return None;
    }
    Some(word)
}
