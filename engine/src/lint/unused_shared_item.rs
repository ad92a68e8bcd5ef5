//! A shared item that no form and no block takes.

use std::collections::HashSet;

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Subject, place_of};
use crate::syntax::tree::Node;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "unused-shared-item",
        "どの様式もブロックも使っていない共通項目です。使うつもりがなければ削除し、これから使うなら理由を書いて残します。",
        "No form and no block takes this shared item. Delete it, or keep it with a reason if it is meant for a form to come.",
        "items: [{ id: shoe_size, … }] # nothing says item: shoe_size",
        "",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    let mut taken = HashSet::new();
    for file in ["forms/", "blocks/", "products/"].into_iter().flat_map(|folder| subject.folder(folder)) {
        collect(&file.root, &mut taken);
    }
    for file in subject.folder("items/") {
        for item in file.root.get("items").map_or(&[][..], |items| items.members()) {
            let Some(id) = item.get("id").and_then(Node::word).filter(|id| !taken.contains(&***id)) else { continue };
            found.report(
                place_of(file, item, "id"),
                (format!("共通項目 `{id}` を使う様式がありません。"), format!("no form takes the shared item `{id}`")),
                (
                    "項目を削除するか、`waive` に理由を書いてください。".into(),
                    "delete the item, or waive this with the reason".into(),
                ),
            );
        }
    }
}

/// Every word under `item:`.
fn collect<'n>(node: &'n Node, taken: &mut HashSet<&'n str>) {
    taken.extend(node.get("item").and_then(Node::word).map(|word| &**word));
    node.entries().iter().for_each(|entry| collect(&entry.value, taken));
    node.members().iter().for_each(|member| collect(member, taken));
}
