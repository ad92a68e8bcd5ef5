//! A code list that no item uses.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Subject, place_of};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "unused-list",
        "どの様式のどの版でも使われていないコードリストです。使うつもりがなければ削除し、これから使うなら理由を書いて残します。",
        "No item of any version of any form uses this code list. Delete it, or keep it with a reason if it is meant for a form to come.",
        "lists: [{ id: colour, … }] # no item says list: colour",
        "",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    let forms = || subject.library.forms.values().flatten();
    let used = |id: &str| {
        let in_tables = forms().flat_map(|form| &form.tables).flat_map(|table| table.lists()).any(|list| *list.id == *id);
        in_tables || forms().flat_map(|form| &form.items).any(|item| item.list.as_ref().is_some_and(|list| *list.id == *id))
    };
    for file in subject.folder("lists/") {
        for list in file.root.get("lists").map_or(&[][..], |lists| lists.members()) {
            let Some(id) = list.get("id").and_then(|id| id.word()).filter(|id| !used(id)) else { continue };
            found.report(
                place_of(file, list, "id"),
                (format!("コードリスト `{id}` を使う項目がありません。"), format!("no item uses the code list `{id}`")),
                (
                    "リストを削除するか、`waive` に理由を書いてください。".into(),
                    "delete the list, or waive this with the reason".into(),
                ),
            );
        }
    }
}
