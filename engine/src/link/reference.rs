//! Which records a form reads: orders, levels and names of `uses`, and the form's own items as an earlier record holds them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::form::FormDocument;
use crate::document::reader::Spanned;
use crate::document::reference::{OPENED, ReferenceDocument};
use crate::document::registry::Registry;
use crate::expr::names::{Foreign, Names};
use crate::expr::types::Type;
use crate::form::item::Item;
use crate::form::reference::{OLD, Reference, Which};
use crate::kind::kind::Kind;
use crate::lang::Text;
use crate::link::layout::Layout;
use crate::program::program::ScopeId;

/// Where forms stand among the levels.
pub struct Levels<'s> {
    /// The levels.
    pub registry: Option<&'s Registry>,
    /// The levels from the outermost to a form's own, by form id; empty when not known.
    pub of: &'s dyn Fn(&str) -> Vec<Arc<str>>,
}

/// Links the entries of `uses`; what does not fit is reported.
pub fn references(
    document: &FormDocument,
    levels: &Levels<'_>,
    layout: &Layout<'_>,
    names: &Names,
    sink: &mut Sink,
) -> Vec<Reference> {
    let mut linked = Vec::new();
    for entry in &document.references {
        if layout.by_id.contains_key(&entry.alias.value) && entry.alias.value != entry.form.value {
            let word = &entry.alias.value;
            sink.error(
                "alias-taken",
                entry.alias.span,
                (format!("`{word}` はこの様式の項目の名前です。"), format!("`{word}` is an item of this form")),
                ("`as` で別の名前を付けてください。".into(), "choose another name with `as`".into()),
            );
        }
        let itself = entry.form.value == document.id.value;
        check_order(entry, itself, layout, names, sink);
        check_before(entry, itself, layout, sink);
        check_matching(entry, itself, layout, names, sink);
        let by = entry.by.as_ref().filter(|by| &*by.value != OPENED).map(|by| by.value.clone());
        let before = match entry.which {
            Which::LastBefore => entry.before.as_ref().map(|item| item.value.clone()).or_else(|| by.clone().filter(|_| itself)),
            _ => None,
        };
        linked.push(Reference {
            alias: entry.alias.value.clone(),
            form: entry.form.value.clone(),
            which: entry.which,
            within: within(document, entry, levels, sink),
            by,
            before,
            matching: entry.matching.iter().map(|(theirs, own)| (theirs.value.clone(), own.value.clone())).collect(),
        });
    }
    linked
}

/// The order is an item of the other form whose values have one.
fn check_order(entry: &ReferenceDocument, itself: bool, layout: &Layout<'_>, names: &Names, sink: &mut Sink) {
    let Some(by) = entry.by.as_ref().filter(|by| &*by.value != OPENED) else { return };
    let kind = if itself {
        own_kind(&by.value, layout)
    } else {
        let Some(items) = names.forms.get(&entry.alias.value) else { return };
        Some(items.get(&by.value).map(|foreign| foreign.item.kind))
    };
    if let Some(kind) = kind {
        check_comparable(by, kind, &entry.form.value, sink);
    }
}

/// The kind of an item of this form, `Some(None)` where there is no such item; nothing of one whose kind is faulty, which is told already.
fn own_kind(id: &str, layout: &Layout<'_>) -> Option<Option<Kind>> {
    match layout.by_id.get(id).and_then(|id| layout.get(*id)) {
        None => Some(None),
        Some(placed) => placed.document.readable.then_some(Some(placed.document.kind.kind)),
    }
}

fn check_comparable(by: &Spanned<Arc<str>>, kind: Option<Kind>, form: &str, sink: &mut Sink) {
    let word = &by.value;
    match kind {
        None => sink.error(
            "unknown-item",
            by.span,
            (format!("様式 `{form}` に項目 `{word}` はありません。"), format!("form `{form}` has no item `{word}`")),
            ("項目のIDを確かめてください。".into(), "check the item's id".into()),
        ),
        Some(
            Kind::Date | Kind::PartialDate | Kind::Datetime | Kind::Integer | Kind::Decimal | Kind::Quantity | Kind::Calculated,
        ) => {}
        Some(_) => sink.error(
            "order-not-comparable",
            by.span,
            (format!("項目 `{word}` の値には順序がありません。"), format!("the values of item `{word}` have no order")),
            ("日付、日時、数の項目を書いてください。".into(), "name a date, a date and time, or a number".into()),
        ),
    }
}

/// `last_before` compares with an item of this form.
fn check_before(entry: &ReferenceDocument, itself: bool, layout: &Layout<'_>, sink: &mut Sink) {
    if entry.which != Which::LastBefore {
        return;
    }
    let by_item = entry.by.as_ref().is_some_and(|by| &*by.value != OPENED);
    match &entry.before {
        Some(item) => {
            if let Some(kind) = own_kind(&item.value, layout) {
                check_comparable(item, kind, "", sink);
            }
        }
        None if by_item && !itself => sink.error(
            "before-needed",
            entry.span,
            ("この記録がどこに位置するかが決まりません。".into(), "where does this record stand in that order?".into()),
            (
                "`before: 項目`(この様式の日付や数の項目)を足してください。".into(),
                "add `before: item`, a date or number of this form".into(),
            ),
        ),
        None => {}
    }
}

/// What must be equal: an item of the other form and an answer of this form, both outside rows and of one kind of value.
fn check_matching(entry: &ReferenceDocument, itself: bool, layout: &Layout<'_>, names: &Names, sink: &mut Sink) {
    let own_item = |id: &Arc<str>| layout.by_id.get(id).and_then(|id| layout.get(*id));
    let own_sort = |id: &Arc<str>| {
        let placed = own_item(id).filter(|placed| placed.scope == ScopeId(0))?;
        let document = &placed.document;
        Sort::of(document.kind.kind, document.list.as_ref().map(|list| &list.value), None)
    };
    for (theirs, own) in &entry.matching {
        let (exists, sort) = if itself {
            (own_item(&theirs.value).is_some(), own_sort(&theirs.value))
        } else {
            let Some(items) = names.forms.get(&entry.alias.value) else { return };
            let found = items.get(&theirs.value);
            let sort = found.and_then(|Foreign { item, values }| {
                Sort::of(item.kind, item.list.as_ref().map(|list| &list.id), values.as_ref())
            });
            (found.is_some(), sort)
        };
        check_exists(theirs, exists, &entry.form.value, sink);
        check_exists(own, own_item(&own.value).is_some(), "", sink);
        let is_faulty = |id: &Arc<str>| own_item(id).is_some_and(|placed| !placed.document.readable);
        if is_faulty(&own.value) || itself && is_faulty(&theirs.value) {
            continue;
        }
        if exists && own_item(&own.value).is_some() && (sort.is_none() || sort != own_sort(&own.value)) {
            let (word, mine) = (&theirs.value, &own.value);
            sink.error(
                "bad-matching",
                own.span,
                (
                    format!("`{word}` と `{mine}` は等しいかどうかを比べられません。"),
                    format!("`{word}` and `{mine}` cannot be compared for being equal"),
                ),
                (
                    "行の外の、同じ種類の値(文字、整数、日付、同じリストのコード)を持つ項目どうしを書いてください。".into(),
                    "name items outside rows that hold the same kind of value: texts, whole numbers, dates, or codes of one list"
                        .into(),
                ),
            );
        }
    }
}

/// Kinds of values that are told equal.
#[derive(PartialEq)]
enum Sort {
    Text,
    Whole,
    Day,
    Code(Arc<str>),
}

impl Sort {
    /// Of an item of that kind; of a calculated one by what it gives.
    fn of(kind: Kind, list: Option<&Arc<str>>, gives: Option<&Type>) -> Option<Sort> {
        match (kind, gives) {
            (Kind::Text, _) => Some(Sort::Text),
            (Kind::Integer, _) => Some(Sort::Whole),
            (Kind::Date, _) | (Kind::Calculated, Some(Type::Date)) => Some(Sort::Day),
            (Kind::Choice, _) | (Kind::Calculated, Some(Type::Code(_))) => list.cloned().map(Sort::Code),
            _ => None,
        }
    }
}

fn check_exists(word: &Spanned<Arc<str>>, exists: bool, form: &str, sink: &mut Sink) {
    if exists {
        return;
    }
    let text = &word.value;
    let message = match form.is_empty() {
        true => (format!("項目 `{text}` はこの様式にありません。"), format!("item `{text}` is not defined in this form")),
        false => (format!("様式 `{form}` に項目 `{text}` はありません。"), format!("form `{form}` has no item `{text}`")),
    };
    sink.error("unknown-item", word.span, message, ("項目のIDを確かめてください。".into(), "check the item's id".into()));
}

/// The level within whose place the candidates lie: as written, else the nearest around both forms.
fn within(document: &FormDocument, entry: &ReferenceDocument, levels: &Levels<'_>, sink: &mut Sink) -> Option<Arc<str>> {
    let registry = levels.registry.filter(|_| entry.which != Which::Above)?;
    let (own, theirs) = ((levels.of)(&document.id.value), (levels.of)(&entry.form.value));
    let above = theirs.split_last().map_or(&[][..], |(_, above)| above);
    let shared: Vec<&Arc<str>> = own.iter().zip(&theirs).take_while(|(a, b)| a == b).map(|(level, _)| level).collect();
    let Some(word) = &entry.within else {
        let nearest = shared.into_iter().rfind(|level| above.contains(level) || above.is_empty());
        return nearest.cloned();
    };
    if registry.level(&word.value).is_none() {
        let known = registry.levels.iter().map(|level| &*level.id);
        let text = &word.value;
        sink.error(
            "unknown-level",
            word.span,
            (
                format!("レベル `{text}` は registry.yaml にありません。"),
                format!("level `{text}` is not defined in registry.yaml"),
            ),
            did_you_mean(text, known),
        );
    // Of a form that is not there, or whose level is unknown, that is told already.
    } else if !theirs.is_empty() && !shared.contains(&&word.value) {
        let text = &word.value;
        sink.error(
            "within-not-around",
            word.span,
            (
                format!("レベル `{text}` は、この様式と `{}` の両方を囲んでいません。", entry.form.value),
                format!("level `{text}` does not stand around both this form and `{}`", entry.form.value),
            ),
            did_you_mean(text, shared.iter().map(|level| &***level)),
        );
    }
    Some(word.value.clone())
}

/// Makes the form's own items readable as they stand in the revision before (`old`) and in other records of the same form.
pub fn read_itself(document: &FormDocument, own: impl Iterator<Item = (Item, Option<Type>)>, names: &mut Names) {
    let foreign = own.map(|(item, values)| (item.id.clone(), Foreign { item: Arc::new(item), values }));
    let foreign: HashMap<Arc<str>, Foreign> = foreign.collect();
    let aliases = document.references.iter().filter(|entry| entry.form.value == document.id.value && entry.which != Which::Above);
    let earlier =
        document.references.iter().filter(|entry| entry.which == Which::LastBefore).map(|entry| entry.alias.value.clone());
    names.earlier.extend(earlier.chain([Arc::from(OLD)]));
    for alias in aliases.map(|entry| entry.alias.value.clone()).chain([Arc::from(OLD)]) {
        names.itself.insert(alias.clone());
        names.forms.entry(alias).or_insert_with(|| foreign.clone());
    }
}

/// What people call the record that a name stands for.
pub fn title(alias: &Arc<str>, document: &FormDocument, title_of: impl Fn(&str) -> Option<Text>) -> Text {
    if **alias == *OLD {
        return Text::new("前の改訂", "the revision before");
    }
    let form = document.references.iter().find(|entry| entry.alias.value == *alias).map_or(alias, |entry| &entry.form.value);
    let itself = (*form == document.id.value).then(|| document.title.clone());
    let title = itself.or_else(|| title_of(form)).unwrap_or_else(|| Text::new(form.clone(), form.clone()));
    if form == alias { title } else { Text::new(format!("{}({alias})", title.ja), format!("{} ({alias})", title.en)) }
}

/// What is read from another record of this form is read as the form now defines it.
pub fn as_linked(alias: &Arc<str>, item: Arc<Item>, names: &Names, items: &[Item]) -> Arc<Item> {
    let own = names.itself.contains(alias).then(|| items.iter().find(|own| own.id == item.id)).flatten();
    own.map_or(item, |own| Arc::new(own.clone()))
}
