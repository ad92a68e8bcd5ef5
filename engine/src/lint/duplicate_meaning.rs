//! Two items of one form that cannot be told apart by what people read.

use std::collections::HashMap;

use crate::diagnostic::table::row;
use crate::form::item::Item;
use crate::kind::kind::Kind;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "duplicate-meaning",
        "同じセクションに、種類・リスト・表示名が同じ項目が2つあります。入力する人には区別できません。同じ意味なら1つにし、違う意味なら表示名を変えます。",
        "Two items of one section have the same kind, list and label in a language, so nobody can tell them apart. Make them one, or label them differently.",
        "- { id: onset, kind: date, label: { ja: 発現日, en: Onset } }\n- { id: onset2, kind: date, label: { ja: 発現日, en: Onset } }",
        "",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let mut seen: HashMap<(u16, u16, Kind, Option<&str>, &str), &Item> = HashMap::new();
        for (_, item) in items(form).filter(|(_, item)| !item.retired) {
            let list = item.list.as_ref().map(|list| &*list.id);
            // The section's heading tells `date of onset` here from `date of onset` there.
            let mut same = |text| seen.insert((item.section, item.scope.0, item.kind, list, text), item);
            let (ja, en) = (same(&*item.label.ja), same(&*item.label.en));
            let Some(other) = ja.or(en).filter(|other| other.id != item.id) else { continue };
            let (id, other) = (&item.id, &other.id);
            found.report(
                subject.item_place(form, id, "label"),
                (format!("項目 `{id}` の表示名は `{other}` と同じです。"), format!("item `{id}` is labelled as `{other}` is")),
                (
                    "同じ意味なら1つにまとめ、違う意味なら表示名で区別してください。".into(),
                    "make them one item, or let the labels tell them apart".into(),
                ),
            );
        }
    }
}
