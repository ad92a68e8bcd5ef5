//! What a use or an overlay may change of an item or a check: one key at a time.

use std::sync::Arc;

use crate::compose::fault::Report;
use crate::compose::tree::scalar_of;
use crate::diagnostic::diagnostic::Sink;
use crate::syntax::tree::{Data, Entry, Node, Scalar};

/// Lays one key over an item; says whether it did.
pub fn adjust_item(item: &mut Node, change: Entry, sink: &mut Sink) -> bool {
    let change = match &*change.key {
        "kind" | "id" | "items" => {
            sink.fixed_key(
                &change,
                (
                    "種類・ID・行の項目は変えられません。別の項目として定義してください。",
                    "kind, id and the items of rows cannot be adjusted; write another item",
                ),
            );
            return false;
        }
        "list" => {
            sink.fixed_key(
                &change,
                (
                    "リストは差し替えられません。回答を合わせて数えられるよう、別のリストが必要なら別の項目にしてください。",
                    "a list is never swapped, so that answers can be counted together; write another item for another list",
                ),
            );
            return false;
        }
        // Not asked here: the id stays, and rules that read the item find it unanswered.
        "hide" => match &change.value.data {
            Data::Scalar(scalar) if scalar.plain && &*scalar.text == "true" => hidden(change),
            _ => {
                sink.not_changes(change.value.span);
                return false;
            }
        },
        _ => change,
    };
    put(item, change);
    true
}

fn hidden(change: Entry) -> Entry {
    let never = Data::Scalar(Scalar { text: "false".into(), plain: true });
    Entry { key: "show_if".into(), key_span: change.key_span, value: Node { span: change.value.span, data: never } }
}

/// Sets a key.
fn put(node: &mut Node, change: Entry) {
    if let Data::Map(entries) = &mut node.data {
        match entries.iter_mut().find(|entry| entry.key == change.key) {
            Some(entry) => *entry = change,
            None => entries.push(change),
        }
    }
}

/// Lays changes over a check, or drops it.
pub fn adjust_check(checks: &mut Vec<Node>, id: &Arc<str>, change: &Entry, sink: &mut Sink) {
    let is_it = |node: &Node| scalar_of(node, "id").is_some_and(|held| held == id);
    let Data::Map(entries) = &change.value.data else {
        sink.not_changes(change.value.span);
        return;
    };
    for entry in entries {
        match (&*entry.key, &entry.value.data) {
            ("drop", Data::Scalar(scalar)) if scalar.plain && &*scalar.text == "true" => checks.retain(|node| !is_it(node)),
            ("severity" | "message" | "on" | "source", _) => {
                checks.iter_mut().filter(|node| is_it(node)).for_each(|node| put(node, entry.clone()));
            }
            _ => sink.fixed_key(
                entry,
                ("チェックで変えられるのは `severity`、`message`、`on`、`source` と `drop: true` です。", "of a check, `severity`, `message`, `on` and `source` can be adjusted, or the check dropped with `drop: true`"),
            ),
        }
    }
}
