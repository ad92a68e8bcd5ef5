//! Ids over the versions of a form: chosen once, never given another meaning, never taken up again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::{FormDocument, ItemDocument};
use crate::form::version::Version;
use crate::kind::kind::Kind;
use crate::library::uses::Placed;

/// What an earlier version made of an id.
struct Earlier<'d> {
    version: Version,
    item: &'d ItemDocument,
}

/// Looks at all versions of each form, the oldest first.
pub fn check(documents: &[Placed], sinks: &mut [Sink]) {
    let mut forms: BTreeMap<&Arc<str>, Vec<&Placed>> = BTreeMap::new();
    for placed in documents {
        forms.entry(&placed.1.id.value).or_default().push(placed);
    }
    for versions in forms.values_mut() {
        versions.sort_by_key(|(_, document)| document.version.value);
        let mut earlier: HashMap<&Arc<str>, Earlier<'_>> = HashMap::new();
        let versions = &*versions;
        for (file, document) in versions {
            let Some(sink) = sinks.get_mut(*file) else { continue };
            check_replaced(document, sink);
            check_begins_later(document, versions, sink);
            for item in items(document).filter(|item| item.readable) {
                if let Some(before) = earlier.get(&item.id.value) {
                    compare(before, item, sink);
                }
            }
            // Only afterwards: an id that stands twice in one version is a fault of its own.
            let version = document.version.value;
            earlier.extend(items(document).filter(|item| item.readable).map(|item| (&item.id.value, Earlier { version, item })));
        }
    }
}

fn items(document: &FormDocument) -> impl Iterator<Item = &ItemDocument> {
    let top = document.sections.iter().flat_map(|section| &section.items);
    top.flat_map(|item| std::iter::once(item).chain(&item.items))
}

fn compare(before: &Earlier<'_>, item: &ItemDocument, sink: &mut Sink) {
    let (word, version) = (&item.id.value, before.version);
    if before.item.retired && !item.retired {
        sink.error(
            "retired-id-used",
            item.id.span,
            (format!("ID `{word}` は版 {version} で廃止されています。"), format!("id `{word}` was retired in version {version}")),
            ("IDは使い回せません。別のIDにしてください。".into(), "ids are never taken up again; choose another".into()),
        );
        return;
    }
    if changes_meaning(before.item, item) {
        let (old, new) = (before.item.kind.name, item.kind.name);
        sink.error(
            "id-changes-kind",
            item.id.span,
            (
                format!("ID `{word}` は版 {version} では `{old}` でしたが、ここでは `{new}` です。"),
                format!("id `{word}` was `{old}` in version {version} and is `{new}` here"),
            ),
            (
                format!("意味が変わるときは新しいIDにし、`replaces: {word}` を書いてください。"),
                format!("when the meaning changes choose a new id, with `replaces: {word}`"),
            ),
        );
    }
}

/// Whether stored answers of the one kind are no answers of the other. A whole number is a decimal; what is computed is not stored by hand.
fn changes_meaning(before: &ItemDocument, now: &ItemDocument) -> bool {
    let computed = [before, now].iter().any(|item| item.kind.kind == Kind::Calculated);
    let widened = before.kind.kind == Kind::Integer && now.kind.kind == Kind::Decimal;
    !computed && !widened && before.kind.shape != now.kind.shape
}

/// A version begins on a later day than every version before it.
fn check_begins_later(document: &FormDocument, versions: &[&Placed], sink: &mut Sink) {
    let Some(from) = &document.effective_from else { return };
    let before = versions.iter().map(|(_, other)| other).filter(|other| other.version.value < document.version.value);
    let Some((version, day)) = before
        .filter_map(|other| Some((other.version.value, other.effective_from.as_ref()?.value)))
        .find(|(_, day)| *day >= from.value)
    else {
        return;
    };
    let day_here = from.value;
    sink.error(
        "version-days-order",
        from.span,
        (
            format!("この版は {day_here} からですが、前の版 {version} は {day} からです。"),
            format!("this version holds from {day_here}, but version {version} before it from {day}"),
        ),
        ("`from` は前の版より後の日にしてください。".into(), "give `from` a later day than that of the version before".into()),
    );
}

/// An id that is replaced must not be asked beside its successor.
fn check_replaced(document: &FormDocument, sink: &mut Sink) {
    for item in items(document) {
        let Some(replaced) = &item.replaces else { continue };
        let word = &replaced.value;
        if items(document).any(|other| other.id.value == *word && !other.retired) {
            sink.error(
                "replaces-living-item",
                replaced.span,
                (format!("`{word}` はこの様式でまだ使われています。"), format!("`{word}` is still asked in this form")),
                (
                    format!("`{word}` に `retired: true` を付けるか、`replaces` を削除してください。"),
                    format!("give `{word}` `retired: true`, or delete `replaces`"),
                ),
            );
        }
    }
}
