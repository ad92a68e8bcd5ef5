//! Edit checks of the form, and label rules of products laid over it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::CheckDocument;
use crate::document::product::Effective;
use crate::document::reader::Spanned;
use crate::document::registry::Treatment;
use crate::expr::ast::{Expr, ExprKind, Operator};
use crate::expr::names::{Holds, Names};
use crate::expr::types::Type;
use crate::form::item::Check;
use crate::link::layout::Layout;
use crate::link::rules::{Compiled, read};
use crate::program::program::{ItemId, ScopeId};
use crate::source::Span;
use crate::value::date::Date;

/// Codes of findings that the engine itself gives; a check cannot take their name.
pub const RESERVED: &[&str] = &[
    "required",
    "unreadable",
    "unknown_code",
    "unknown_item",
    "duplicate_item",
    "missing_not_allowed",
    "out_of_range",
    "soft_range",
    "too_long",
    "pattern",
    "characters",
    "comparator_not_allowed",
    "exclusive",
    "too_many_rows",
    "too_few_rows",
    "too_many_decimals",
    "unit_not_allowed",
    "choice_not_allowed",
    "derived_differs",
    "unique",
    "row_count",
    "file_type_not_allowed",
    "file_too_large",
];

/// Types the checks of a form.
pub fn checks(
    documents: &[CheckDocument],
    layout: &Layout<'_>,
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Vec<Check> {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut checks = Vec::new();
    let of_form = documents.iter().map(|document| (document, None));
    let of_rows = layout.items.iter().flat_map(|placed| {
        let rows = placed.rows.map(|(rows, _)| rows);
        placed.document.checks.iter().map(move |document| (document, rows))
    });
    for (document, rows) in of_form.chain(of_rows) {
        if RESERVED.contains(&&*document.id.value) {
            report_taken(sink, &document.id, ("エンジン自身で", "by the engine itself"));
            continue;
        }
        if seen.insert(&document.id.value, document.id.span).is_some() {
            report_taken(sink, &document.id, ("この様式で", "in this form"));
            continue;
        }
        let guard = |expr| expr;
        checks.extend(check(document, rows, None, guard, layout, names, compiled, sink));
    }
    checks
}

fn report_taken(sink: &mut Sink, id: &Spanned<Arc<str>>, by: (&str, &str)) {
    let word = &id.value;
    sink.error(
        "duplicate-check",
        id.span,
        (
            format!("チェックのID `{word}` は{}すでに使われています。", by.0),
            format!("check id `{word}` is already used {}", by.1),
        ),
        ("別のIDにしてください。".into(), "choose another id".into()),
    );
}

/// A label rule as it is laid over a form.
pub struct LabelRuleOf<'d> {
    /// `product/rule@version` or `product/indication/rule@version`.
    pub name: Arc<str>,
    /// The product's id.
    pub product: Arc<str>,
    /// The disease's code; `None` for rules of the product as a whole.
    pub disease: Option<Arc<str>>,
    /// The days for which this version holds.
    pub effective: Option<&'d Effective>,
    /// The rule.
    pub check: &'d CheckDocument,
}

/// Types a label rule: it applies when the treatment is this product for this disease.
pub fn label_rule(
    rule: &LabelRuleOf<'_>,
    treatment: &Treatment,
    form: &str,
    layout: &Layout<'_>,
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Option<Check> {
    let period = match rule.effective {
        Some(effective) => Some(period(effective, names, sink)?),
        None => None,
    };
    let guard = |inner: Expr| {
        let inner = period.clone().into_iter().fold(inner, |inner, period| both(period, inner));
        let product = equals(treatment, form, &treatment.product, &rule.product);
        let treated = match &rule.disease {
            Some(disease) => both(product, equals(treatment, form, &treatment.disease, disease)),
            None => product,
        };
        both(treated, inner)
    };
    check(rule.check, None, Some(rule.name.clone()), guard, layout, names, compiled, sink)
}

fn expr(kind: ExprKind) -> Expr {
    Expr { span: Span::default(), kind }
}

fn equals(treatment: &Treatment, form: &str, item: &Arc<str>, code: &Arc<str>) -> Expr {
    let name = if *form == *treatment.form {
        ExprKind::Name(item.clone())
    } else {
        ExprKind::Field(Box::new(expr(ExprKind::Name(treatment.form.clone()))), item.clone(), Span::default())
    };
    let word = expr(ExprKind::Text(code.clone()));
    expr(ExprKind::Binary(Operator::Eq, Span::default(), Box::new(expr(name)), Box::new(word)))
}

/// The date of the record lies in the period.
fn period(effective: &Effective, names: &Names, sink: &mut Sink) -> Option<Expr> {
    let by = &effective.by;
    let (name, holds) = match by.value.split_once('.') {
        Some((form, item)) => {
            let form: Arc<str> = form.into();
            if names.faulty_forms.contains(&form) {
                return None;
            }
            let holds = names.forms.get(&form).and_then(|items| items.get(item)?.values.clone());
            (ExprKind::Field(Box::new(expr(ExprKind::Name(form))), item.into(), Span::default()), holds)
        }
        None => {
            let holds = names.items.get(&by.value).and_then(|known| match &known.holds {
                Holds::Values(values) => Some(values.clone()),
                _ => None,
            });
            (ExprKind::Name(by.value.clone()), holds)
        }
    };
    if !matches!(holds, Some(Type::Date)) {
        let word = &by.value;
        sink.error(
            "effective-not-a-date",
            by.span,
            (
                format!("`{word}` は、この規則の様式から見える日付の項目ではありません。"),
                format!("`{word}` is no date that the form of this rule sees"),
            ),
            (
                "その様式の日付の項目か、`uses` にある様式の `様式.項目` を書いてください。".into(),
                "name a date of that form, or `form.item` of a form under its `uses`".into(),
            ),
        );
        return None;
    }
    let date = |day: Date| {
        let text = expr(ExprKind::Text(day.to_string().into()));
        Box::new(expr(ExprKind::Call("date".into(), Span::default(), vec![text])))
    };
    let compare = |operator, day| expr(ExprKind::Binary(operator, Span::default(), Box::new(expr(name.clone())), date(day)));
    let from = effective.from.map(|day| compare(Operator::Ge, day));
    let until = effective.until.map(|day| compare(Operator::Lt, day));
    from.into_iter().chain(until).reduce(both)
}

fn both(left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Binary(Operator::And, Span::default(), Box::new(left), Box::new(right)))
}

#[expect(clippy::too_many_arguments, reason = "what a check is typed against is passed on as it is")]
fn check(
    document: &CheckDocument,
    rows: Option<ScopeId>,
    label_rule: Option<Arc<str>>,
    guard: impl Fn(Expr) -> Expr,
    layout: &Layout<'_>,
    names: &Names,
    compiled: &mut Compiled,
    sink: &mut Sink,
) -> Option<Check> {
    let (rule, own) = read(&document.violated_if, sink)?;
    let on = match &document.on {
        Some(word) => Some(find_item(word, layout, sink)?),
        None => None,
    };
    let scope = match rows {
        Some(rows) => rows,
        None => on.and_then(|on| layout.get(on)).map_or(ScopeId(0), |placed| placed.scope),
    };
    if let (Some(rows), Some(word), Some(on)) = (rows, &document.on, on)
        && !in_scope(on, rows, layout)
    {
        report_outside(word, sink);
        return None;
    }
    // What the author wrote decides where it is shown; a guard laid over it does not.
    let mut own_reads: Vec<ItemId> = Vec::new();
    own.words(&mut |word| own_reads.extend(layout.by_id.get(word)));
    let (violated_if, _) = compiled.rule(&Some((rule, guard(own))), names, scope, Some(&Type::Bool), sink)?;
    let reads = compiled.rules.last().map_or(&[][..], |rule| &rule.reads[..]);
    let shown = on
        .or_else(|| own_reads.iter().copied().find(|id| reads.contains(id) && in_scope(*id, scope, layout)))
        // Of a check in a group the finding stands in the row, also when the rule reads what is around it.
        .or_else(|| layout.scopes.get(usize::from(rows?.0))?.slots.first().copied())
        .or_else(|| reads.first().copied());
    let Some(on) = shown else {
        sink.error(
            "check-without-item",
            document.id.span,
            (
                format!("チェック `{}` はこの様式のどの項目も読んでいません。", document.id.value),
                format!("check `{}` reads no item of this form", document.id.value),
            ),
            ("表示する項目を `on: 項目` で指定してください。".into(), "say where it is shown: `on: item`".into()),
        );
        return None;
    };
    Some(Check {
        id: document.id.value.clone(),
        violated_if,
        weight: document.weight,
        on,
        message: document.message.clone(),
        source: document.source.clone(),
        label_rule,
    })
}

fn report_outside(word: &Spanned<Arc<str>>, sink: &mut Sink) {
    let text = &word.value;
    sink.error(
        "check-outside-rows",
        word.span,
        (
            format!("項目 `{text}` はこのグループの行の項目ではありません。"),
            format!("item `{text}` does not stand in the rows of this group"),
        ),
        (
            "行の項目を書くか、チェックを様式の `checks` に移してください。".into(),
            "name an item of the row, or move the check to `checks` of the form".into(),
        ),
    );
}

fn in_scope(id: ItemId, scope: ScopeId, layout: &Layout<'_>) -> bool {
    layout.get(id).is_some_and(|placed| placed.scope == scope)
}

fn find_item(word: &Spanned<Arc<str>>, layout: &Layout<'_>, sink: &mut Sink) -> Option<ItemId> {
    let found = layout.by_id.get(&word.value).copied();
    if found.is_none() {
        let text = &word.value;
        let help = sink.near(text, layout.by_id.keys().map(|id| &**id));
        sink.error(
            "unknown-item",
            word.span,
            (format!("項目 `{text}` はこの様式にありません。"), format!("item `{text}` is not defined in this form")),
            help,
        );
    }
    found
}
