//! An item that identifies a person in one form and is not marked in another.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::table::row;
use crate::form::form::Form;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "identifying-elsewhere",
        "同じIDの項目が、ある様式では `pii: true` で、別の様式では印がありません。印のない方から、個人を特定する値が抽出や提供に出てしまいます。",
        "The item of this id is marked `pii: true` in one form and not in another. From the other, what identifies a person would leave with extracts.",
        "# forms/a: { id: lot_no, pii: true, … }   forms/b: { id: lot_no, … }",
        "# forms/b: { id: lot_no, pii: true, … }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    let mut marked: BTreeMap<&str, &Arc<Form>> = BTreeMap::new();
    for form in subject.forms() {
        for (_, item) in items(form).filter(|(_, item)| item.pii) {
            marked.entry(&item.id).or_insert(form);
        }
    }
    for form in subject.forms() {
        for (_, item) in items(form).filter(|(_, item)| !item.pii && item.value.is_none()) {
            let Some(other) = marked.get(&*item.id).filter(|other| other.id != form.id) else { continue };
            let (id, other) = (&item.id, &other.id);
            found.report(
                subject.item_place(form, id, "label"),
                (
                    format!("項目 `{id}` は様式 `{other}` では個人を特定する項目ですが、ここには `pii: true` がありません。"),
                    format!("item `{id}` identifies a person in form `{other}` and is not marked `pii: true` here"),
                ),
                (
                    "`pii: true` を足してください。別のものなら、別のIDにするか `waive` に理由を書きます。".into(),
                    "add `pii: true`; if it is something else, give it another id or waive this with the reason".into(),
                ),
            );
        }
    }
}
