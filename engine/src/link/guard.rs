//! Guards of items: from the words `unique` and `row_count` to rules and texts.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::ItemDocument;
use crate::document::reader::Spanned;
use crate::expr::check::check::check;
use crate::expr::names::{Holds, Names};
use crate::expr::parser::parse;
use crate::expr::types::Type;
use crate::form::guard::{Guard, GuardKind};
use crate::kind::kind::Kind;
use crate::lang::Text;
use crate::link::layout::{Layout, Placed};
use crate::link::rules::Compiled;
use crate::program::program::{ItemId, RuleId, ScopeId};

/// What the guards of one item come to.
#[derive(Clone, Debug, Default)]
pub struct Guarded {
    /// Its guards.
    pub guards: Vec<Guard>,
    /// For a group: items that no two rows may share.
    pub unique: Vec<ItemId>,
    /// For a group: the item that says how many rows there are.
    pub row_count: Option<ItemId>,
}

/// The guards of every item of a form.
pub fn guards(layout: &Layout<'_>, names: &Names, compiled: &mut Compiled, sink: &mut Sink) -> Vec<Guarded> {
    let mut found = vec![Guarded::default(); layout.items.len()];
    for (placed, id) in layout.items.iter().zip(layout.ids()) {
        let unique = unique(placed, layout, sink);
        let row_count = row_count(placed, layout, names, compiled, sink);
        if let Some(guard) = unique_guard(&unique, layout)
            && let Some(first) = unique.first().and_then(|first| found.get_mut(first.0 as usize))
        {
            first.guards.push(guard);
        }
        if let Some(own) = found.get_mut(id.0 as usize) {
            own.unique = unique;
            own.row_count = row_count.as_ref().map(|(item, _)| *item);
            own.guards.extend(row_count.map(|(_, guard)| guard));
        }
    }
    found
}

/// Types a rule that was made from words which are already checked.
pub fn made(text: &str, scope: ScopeId, names: &Names, compiled: &mut Compiled) -> Option<RuleId> {
    let checked = check(&parse(text).ok()?, names, scope, Some(&Type::Bool)).ok()?;
    Some(compiled.keep(text, scope, checked).0)
}

/// The items of `unique`: those of the row itself that hold one value.
fn unique(placed: &Placed<'_>, layout: &Layout<'_>, sink: &mut Sink) -> Vec<ItemId> {
    let mut items = Vec::new();
    let Some((rows, _)) = placed.rows else { return items };
    for word in &placed.document.unique {
        let item = layout.by_id.get(&word.value).and_then(|id| Some((*id, layout.get(*id)?)));
        let fits = item.filter(|(id, item)| item.scope == rows && has_one_value(item.document) && !items.contains(id));
        match fits {
            Some((id, _)) => items.push(id),
            None => report(
                sink,
                "bad-unique",
                word,
                ("`unique` に書けません。", "cannot stand in `unique`"),
                (
                    "このグループの行の項目で、値を1つだけ持つものを1回ずつ書いてください。",
                    "name items of this group's own rows that hold one value, each once",
                ),
            ),
        }
    }
    items
}

fn has_one_value(item: &ItemDocument) -> bool {
    !matches!(item.kind.kind, Kind::Group | Kind::Choices)
}

fn unique_guard(items: &[ItemId], layout: &Layout<'_>) -> Option<Guard> {
    let labels: Vec<&Text> = items.iter().filter_map(|id| Some(&layout.get(*id)?.document.label)).collect();
    let ja = labels.iter().map(|label| format!("「{}」", label.ja)).collect::<Vec<_>>().join("と");
    let en = labels.iter().map(|label| format!("\"{}\"", label.en)).collect::<Vec<_>>().join(" and ");
    let message = Text::new(format!("{ja}が前の行と同じです。"), format!("An earlier row has the same {en}."));
    (!items.is_empty()).then_some(Guard { kind: GuardKind::Unique, rule: None, message })
}

fn row_count(
    placed: &Placed<'_>,
    layout: &Layout<'_>,
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Option<(ItemId, Guard)> {
    let word = placed.document.row_count.as_ref()?;
    let known = names.items.get(&word.value).filter(|known| names.up(placed.scope, known.scope).is_some());
    let counts = known.and_then(|known| layout.get(known.id)).filter(|item| counts(item.document, names));
    let (Some(known), Some(item)) = (known, counts) else {
        report(
            sink,
            "bad-row-count",
            word,
            ("`row_count` に書けません。", "cannot stand in `row_count`"),
            (
                "グループと同じ場所か、それを囲む行にある整数の項目(または計算した数)を書いてください。",
                "name an item of a whole number (or a calculated number) beside the group or around it",
            ),
        );
        return None;
    };
    let rule = made(&format!("{}.size() != {}", placed.document.id.value, word.value), placed.scope, names, compiled)?;
    let label = &item.document.label;
    let message = Text::new(
        format!("行数が「{}」の値と一致していません。", label.ja),
        format!("The number of rows is not what \"{}\" says.", label.en),
    );
    Some((known.id, Guard { kind: GuardKind::RowCount, rule: Some(rule), message }))
}

fn counts(item: &ItemDocument, names: &Names) -> bool {
    let is_number = || {
        let known = names.items.get(&item.id.value);
        known.is_some_and(|known| matches!(known.holds, Holds::Values(Type::Number(_))))
    };
    item.kind.kind == Kind::Integer || item.kind.kind == Kind::Calculated && is_number()
}

/// Reports a word that names no item which fits.
pub fn report(sink: &mut Sink, code: &'static str, word: &Spanned<Arc<str>>, why: (&str, &str), help: (&str, &str)) {
    let text = &word.value;
    sink.error(
        code,
        word.span,
        (format!("項目 `{text}` は{}", why.0), format!("item `{text}` {}", why.1)),
        (help.0.into(), help.1.into()),
    );
}
