//! Two forms that ask the same under different ids.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::table::row;
use crate::form::form::Form;
use crate::form::item::Item;
use crate::form::provenance::What;
use crate::kind::kind::Kind;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "duplicate-across-forms",
        "2つの様式が、種類・表示名・単位・リストの同じ項目を別々のIDで尋ねています。同じものなら `items/` の共通項目にして同じIDで使うと、集計や連携で1つの項目として扱えます。",
        "Two forms ask the same (kind, label, unit, list) under different ids. If it is the same, make it a shared item under `items/`, so that counts and links see one element.",
        "# forms/a: { id: weight, … }   forms/b: { id: body_weight, … }",
        "# items/: { id: body_weight, … }   forms/a and forms/b: { item: body_weight }",
    ),
    run,
};

/// What people read of an item, and what it holds.
type Seen<'f> = (Kind, &'f str, &'f str, Option<&'f str>, Option<&'f str>);

fn run(subject: &Subject<'_>, found: &mut Found) {
    let mut seen: BTreeMap<String, Vec<(&Arc<Form>, &Item)>> = BTreeMap::new();
    for form in subject.forms() {
        let asked = items(form).filter(|(_, item)| !item.retired && !matches!(item.kind, Kind::Calculated | Kind::Group));
        for (_, item) in asked.filter(|(_, item)| is_measured(item) && is_written(form, item)) {
            seen.entry(format!("{:?}", meaning(item))).or_default().push((form, item));
        }
    }
    for same in seen.values() {
        let Some((first_form, first)) = same.first() else { continue };
        for (form, item) in same
            .iter()
            .skip(1)
            .filter(|(form, item)| form.id != first_form.id && item.id != first.id && !know_each_other(form, first_form))
        {
            let (id, other, elsewhere) = (&item.id, &first.id, &first_form.id);
            found.report(
                subject.item_place(form, id, "label"),
                (
                    format!("項目 `{id}` は、様式 `{elsewhere}` の `{other}` と同じことを尋ねているようです。"),
                    format!("item `{id}` seems to ask what `{other}` of form `{elsewhere}` asks"),
                ),
                (
                    "同じなら共通項目にし、違うなら表示名で区別してください。".into(),
                    "make it a shared item, or let the labels tell them apart".into(),
                ),
            );
        }
    }
}

fn meaning(item: &Item) -> Seen<'_> {
    let unit = item.units.first().map(|unit| unit.text());
    (item.kind, &item.label.ja, &item.label.en, item.list.as_ref().map(|list| &*list.id), unit)
}

/// Where one form reads the other, or both take the same part, the two were written beside one another: the same is asked at two times.
fn know_each_other(a: &Form, b: &Form) -> bool {
    let reads = |form: &Form, other: &Form| form.references.iter().any(|reference| reference.form == other.id);
    reads(a, b) || reads(b, a) || parts(a).any(|part| parts(b).any(|other| other == part))
}

/// The shared items and blocks of a form.
fn parts(form: &Form) -> impl Iterator<Item = &Arc<str>> {
    let steps = form.provenance.items.values().flatten();
    steps.filter_map(|step| match &step.what {
        What::Taken(part) | What::Block(part, _) => Some(part),
        _ => None,
    })
}

/// A number with its unit, or a code of a list, says what it is; a date or a text does so only beside its section.
fn is_measured(item: &Item) -> bool {
    item.list.is_some() || !item.units.is_empty()
}

/// What a block or a shared item brings is the same element already, whatever it is called here.
fn is_written(form: &Form, item: &Item) -> bool {
    let steps = form.provenance.items.get(&item.id);
    !steps.is_some_and(|steps| steps.iter().any(|step| matches!(step.what, What::Taken(_) | What::Block(..))))
}
