//! Guards of items: from the words `unique`, `row_count`, `derived` and `choices_if` to rules and texts.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::ItemDocument;
use crate::document::reader::Spanned;
use crate::evaluate::builtin::Builtin;
use crate::evaluate::message::plain;
use crate::expr::ast::{Expr, ExprKind, Operator};
use crate::expr::check::check::check;
use crate::expr::names::{Holds, Names};
use crate::expr::parser::parse;
use crate::expr::types::Type;
use crate::form::guard::{Choices, Guard, GuardKind};
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::lang::Text;
use crate::link::item::Properties;
use crate::link::layout::{Layout, Placed};
use crate::link::rules::{Compiled, read};
use crate::program::program::{ItemId, RuleId, ScopeId};
use crate::value::decimal::Decimal;

/// What the guards of one item come to.
#[derive(Clone, Debug, Default)]
pub struct Guarded {
    /// Its guards.
    pub guards: Vec<Guard>,
    /// For a group: items that no two rows may share.
    pub unique: Vec<ItemId>,
    /// For a group: the item that says how many rows there are.
    pub row_count: Option<ItemId>,
    /// Codes that can be chosen only under other answers.
    pub choices_if: Vec<Choices>,
    /// The calculated item that says what follows from other answers.
    pub derived: Option<ItemId>,
    /// The item that says why the two differ.
    pub difference_reason: Option<ItemId>,
}

/// The guards of every item of a form.
pub fn guards(
    layout: &Layout<'_>,
    properties: &[Properties],
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Vec<Guarded> {
    let mut found = vec![Guarded::default(); layout.items.len()];
    for ((placed, properties), id) in layout.items.iter().zip(properties).zip(layout.ids()) {
        let choices = choices(placed, properties, names, compiled, sink);
        other(placed, properties, sink);
        let derived = derived(placed, properties, layout, names, compiled, sink);
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
            own.guards.extend(choices.iter().map(|(_, guard)| guard.clone()));
            own.choices_if = choices.into_iter().map(|(choices, _)| choices).collect();
            if let Some((item, reason, guard)) = derived {
                (own.derived, own.difference_reason) = (Some(item), reason);
                own.guards.push(guard);
            }
            own.guards.extend(row_count.map(|(_, guard)| guard));
            // A unique row's guard may stand here already.
            own.guards.sort_by_key(|guard| guard.kind);
        }
    }
    found
}

/// Codes under rules: each rule is typed twice, for what the page offers and for the finding at a code that is chosen all the same.
fn choices(
    placed: &Placed<'_>,
    properties: &Properties,
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Vec<(Choices, Guard)> {
    let (Some(list), id) = (&properties.list, &placed.document.id.value) else { return Vec::new() };
    let mut found = Vec::new();
    for document in &placed.document.choices_if {
        let codes: Vec<u16> = document.codes.iter().filter_map(|word| code(list, word, sink)).collect();
        let rule = read(&document.allowed_if, sink);
        let Some((allowed_if, _)) = compiled.rule(&rule, names, placed.scope, Some(&Type::Bool), sink) else { continue };
        let chosen = |code: &Spanned<Arc<str>>| match placed.document.kind.kind {
            Kind::Choices => format!("\"{}\" in {id}", code.value),
            _ => format!("{id} == \"{}\"", code.value),
        };
        let chosen = document.codes.iter().map(chosen).collect::<Vec<_>>().join(" || ");
        let (Ok(chosen), Some((_, allowed))) = (parse(&chosen), rule) else { continue };
        let span = allowed.span;
        let refused = Expr { span, kind: ExprKind::Not(Box::new(allowed)) };
        let both = Expr { span, kind: ExprKind::Binary(Operator::And, span, Box::new(chosen), Box::new(refused)) };
        let Ok(checked) = check(&both, names, placed.scope, Some(&Type::Bool)) else { continue };
        let rule = compiled.keep(&document.allowed_if.text, placed.scope, checked).0;
        let (ja, en) = plain(Builtin::ChoiceNotAllowed);
        let guard = Guard { kind: GuardKind::ChoiceNotAllowed, rule: Some(rule), message: Text::new(ja, en) };
        found.push((Choices { codes, allowed_if }, guard));
    }
    found
}

fn code(list: &CodeList, word: &Spanned<Arc<str>>, sink: &mut Sink) -> Option<u16> {
    let found = list.find(&word.value);
    if found.is_none() {
        let text = &word.value;
        let help = sink.near(text, list.codes.iter().map(|code| &*code.code));
        sink.error(
            "unknown-code",
            word.span,
            (
                format!("リスト `{}` にコード `{text}` はありません。", list.id),
                format!("list `{}` has no code `{text}`", list.id),
            ),
            help,
        );
    }
    found
}

/// The code of `other`. When it is wrong, the rule of the text that it asks for says so.
fn other(placed: &Placed<'_>, properties: &Properties, sink: &mut Sink) {
    let (Some(other), Some(list)) = (&placed.document.other, &properties.list) else { return };
    let retired = list.find(&other.code.value).and_then(|at| list.get(at)).is_some_and(|code| code.retired);
    if retired {
        code(&CodeList::new(list.id.clone(), list.title.clone(), Vec::new(), list.open), &other.code, sink);
    }
}

/// An entered value beside a calculated one: they must agree, or a reason must be given.
fn derived(
    placed: &Placed<'_>,
    properties: &Properties,
    layout: &Layout<'_>,
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Option<(ItemId, Option<ItemId>, Guard)> {
    let reason = placed.document.difference_reason.as_ref();
    let Some(word) = &placed.document.derived else {
        if let Some(reason) = reason {
            report_derived(sink, reason);
        }
        return None;
    };
    let item_of = |word: &Spanned<Arc<str>>| {
        let id = layout.by_id.get(&word.value)?;
        Some((*id, layout.get(*id)?.document))
    };
    let calculated = item_of(word).filter(|(_, document)| document.kind.kind == Kind::Calculated);
    let asked = |(_, document): &(ItemId, &ItemDocument)| !matches!(document.kind.kind, Kind::Calculated | Kind::Group);
    let told = reason.map(|reason| item_of(reason).filter(asked).ok_or(reason));
    if let Some(Err(reason)) = told {
        report_derived(sink, reason);
        return None;
    }
    let told = told.and_then(Result::ok);
    let unsaid = told.map_or(String::new(), |(_, document)| format!(" && !answered({})", document.id.value));
    let (entered, follows) = alike(placed, properties, &word.value, names);
    let rule = calculated.and_then(|_| made(&format!("{entered} != {follows}{unsaid}"), placed.scope, names, compiled));
    let (Some((calculated, document)), Some(rule)) = (calculated, rule) else {
        // Where one of the two is faulty itself, that is said there.
        let is_faulty = |id: &Arc<str>| names.items.get(id).is_some_and(|known| matches!(known.holds, Holds::Faulty));
        if !is_faulty(&word.value) && !is_faulty(&placed.document.id.value) {
            report_derived(sink, word);
        }
        return None;
    };
    let label = &document.label;
    let (ja, en) = told.map_or((String::new(), String::new()), |(_, document)| {
        (format!("「{}」に", document.label.ja), format!(" under \"{}\"", document.label.en))
    });
    let message = Text::new(
        format!("「{}」と異なります。正しければ{ja}理由を入力してください。", label.ja),
        format!("This differs from \"{}\". If it is right, please give the reason{en}.", label.en),
    );
    Some((calculated, told.map(|(id, _)| id), Guard { kind: GuardKind::DerivedDiffers, rule: Some(rule), message }))
}

/// The two sides of the comparison. A code stands beside a number as the number that it spells, when every code of its list spells one.
fn alike(placed: &Placed<'_>, properties: &Properties, derived: &Arc<str>, names: &Names) -> (String, String) {
    let spells = |list: &CodeList| list.codes.iter().all(|code| Decimal::parse(&code.code).is_some());
    let number = |item: &Arc<str>| format!("number({item})");
    let id = &placed.document.id.value;
    let gives = names.items.get(derived).map(|known| &known.holds);
    match (&properties.list, gives) {
        (Some(list), Some(Holds::Values(Type::Number(_)))) if placed.document.kind.kind == Kind::Choice && spells(list) => {
            (number(id), derived.to_string())
        }
        (None, Some(Holds::Values(Type::Code(list)))) if spells(list) => (id.to_string(), number(derived)),
        _ => (id.to_string(), derived.to_string()),
    }
}

fn report_derived(sink: &mut Sink, word: &Spanned<Arc<str>>) {
    report(
        sink,
        "bad-derived",
        word,
        ("ここに書けません。", "cannot stand here"),
        (
            "`derived` には同じ種類の値を与える計算項目(すべてのコードが数なら、コードと数も比べられます)、`difference_reason` には理由を入力する項目を、同じ場所かそれを囲む場所から書いてください。",
            "`derived` names a calculated item that gives the same kind of value (a code may stand beside a number when every code of its list is one), `difference_reason` an item to be answered; both beside this item or around it",
        ),
    );
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
    !matches!(item.kind.kind, Kind::Group | Kind::Choices | Kind::Attachment)
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
