//! The compiled program as data: what `renderer/assets/form.js` runs in the browser. The same trees, order and texts as the engine's own;
//! codes stand as text, decimals as text, and what equals its default is left out.
//!
//! A tree is an array whose first element names the operator; a `base` of 0, 1, ... counts frames outward, -1, -2, ... names a row variable.

use crate::evaluate::builtin::Builtin;
use crate::evaluate::message;
use crate::form::form::{Form, Scope};
use crate::form::guard::Choices;
use crate::form::item::{Bound, Check, Item, Required, Severity, Weight};
use crate::form::moment::Moment;
use crate::kind::shape::Shape;
use crate::lang::Text;
use crate::program::node::{Arithmetic, Base, Each, Fold, Node, Read, RowList};
use crate::program::program::{Dependents, ItemId, Rule, RuleId};
use crate::value::missing::Missing;
use crate::value::rounding::Rounding;
use crate::value::unit::Ratio;
use serde_json::{Map, Value, json};

/// The version of this shape; `form.js` refuses any other.
pub const LANGUAGE: u32 = 1;

/// The program of a form.
pub fn program_to_json(form: &Form) -> Value {
    let program = &form.program;
    json!({
        "language": LANGUAGE,
        "form": &*form.id,
        "version": form.version.to_string(),
        "digest": &*form.digest,
        "messages": messages(),
        "reasons": reasons(),
        "lists": lists(form),
        "items": form.items.iter().map(|one| own_item(form, one)).collect::<Vec<_>>(),
        "scopes": form.scopes.iter().map(scope).collect::<Vec<_>>(),
        "imports": form.imports.iter().map(|import| json!({ "form": &*import.form, "item": item(&import.item) })).collect::<Vec<_>>(),
        "sections": form.sections.iter().map(|section| match section.shown_if {
            Some(rule) => json!({ "id": &*section.id, "shown_if": rule.0 }),
            None => json!({ "id": &*section.id }),
        }).collect::<Vec<_>>(),
        "rules": program.rules.iter().map(rule).collect::<Vec<_>>(),
        "patterns": program.patterns.iter().map(|pattern| &**pattern).collect::<Vec<_>>(),
        "order": program.order.iter().map(|step| step.item.0).collect::<Vec<_>>(),
        "checks": form.checks.iter().map(check).collect::<Vec<_>>(),
        "dependents": program.dependents.iter().map(dependents).collect::<Vec<_>>(),
    })
}

fn text(text: &Text) -> Value {
    json!({ "ja": &*text.ja, "en": &*text.en })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn ids(items: &[ItemId]) -> Vec<u32> {
    items.iter().map(|item| item.0).collect()
}

fn messages() -> Map<String, Value> {
    let row = |builtin: Builtin| {
        let (ja, en) = message::plain(builtin);
        (builtin.code().to_owned(), json!({ "severity": severity(builtin.severity()), "ja": ja, "en": en }))
    };
    Builtin::ALL.into_iter().map(row).collect()
}

fn reasons() -> Map<String, Value> {
    Missing::ALL.into_iter().map(|reason| (reason.code().to_owned(), json!({ "ja": reason.ja(), "en": reason.en() }))).collect()
}

fn lists(form: &Form) -> Map<String, Value> {
    let own = form.items.iter();
    let others = form.imports.iter().map(|import| &*import.item);
    own.chain(others)
        .filter_map(|item| item.list.as_deref())
        .map(|list| (list.id.to_string(), json!({ "codes": list.codes.iter().map(|code| &*code.code).collect::<Vec<_>>() })))
        .collect()
}

/// An item of the form itself: what it has beyond one of another form.
fn own_item(form: &Form, own: &Item) -> Value {
    let mut json = item(own);
    let Some(out) = json.as_object_mut() else { return json };
    let guards = own.guards.iter().filter_map(|guard| Some(json!([Builtin::from(guard.kind).code(), guard.rule?.0]))).collect();
    let group = form.scopes.get(usize::from(own.scope.0)).and_then(|scope| form.item(scope.group?));
    let unique = group.map_or(&[][..], |group| &group.unique);
    let slots = |ids: &[ItemId]| ids.iter().filter_map(|id| form.item(*id)).map(|one| json!(one.slot)).collect();
    let is_first = unique.first().and_then(|id| form.item(*id)).is_some_and(|first| first.id == own.id);
    let codes = |choices: &Choices| -> Vec<Value> {
        choices.codes.iter().filter_map(|code| Some(json!(&*own.list.as_ref()?.get(*code)?.code))).collect()
    };
    let choices = own.choices_if.iter().map(|choices| json!([codes(choices), choices.allowed_if.0])).collect();
    let heavier = own.derived.filter(|_| own.weight_of_difference() == Severity::Error);
    let optional = [
        ("choices_if", filled(choices)),
        ("severities", heavier.map(|_| json!({ Builtin::DerivedDiffers.code(): "error" }))),
        ("guards", filled(guards)),
        ("unique", filled(slots(unique)).filter(|_| is_first)),
    ];
    out.extend(optional.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    json
}

fn item(item: &Item) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
    put("id", json!(&*item.id));
    put("kind", json!(item.kind.name()));
    put("shape", json!(shape(item.shape)));
    put("label", text(&item.label));
    put("scope", json!(item.scope.0));
    put("slot", json!(item.slot));
    put("section", json!(item.section));
    let optional = [
        ("rows", item.rows.map(|scope| json!(scope.0))),
        ("group", item.group.map(|group| json!(group))),
        ("list", item.list.as_ref().map(|list| json!(&*list.id))),
        ("exclusive", filled(exclusive(item))),
        ("required", required(item.required)),
        ("shown_if", filled(item.shown_if.iter().map(|rule| json!(rule.0)).collect())),
        ("value", item.value.map(|RuleId(rule)| json!(rule))),
        ("missing", filled(item.missing.iter().map(|reason| json!(reason.code())).collect())),
        ("units", filled(units(item))),
        ("decimals", item.decimals.map(|places| json!(places))),
        ("rounding", (item.rounding != Rounding::HalfUp).then(|| json!(item.rounding.row().name))),
        ("min", item.range.min.map(bound)),
        ("max", item.range.max.map(bound)),
        ("soft_min", item.range.soft_min.map(bound)),
        ("soft_max", item.range.soft_max.map(bound)),
        ("max_length", item.max_length.map(|most| json!(most))),
        ("pattern", item.pattern.as_ref().map(|pattern| json!(&**pattern))),
        ("characters", item.characters.map(|characters| json!(characters.pattern()))),
        ("censored", filled(item.censored.words().map(Value::from).collect())),
        ("min_rows", item.group.map(|_| json!(item.min_rows))),
        ("max_rows", item.group.map(|_| json!(item.max_rows))),
        ("retired", item.retired.then_some(json!(true))),
        ("pii", item.pii.then_some(json!(true))),
        ("messages", item_messages(item)),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            put(key, value);
        }
    }
    Value::Object(out)
}

fn filled(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

fn exclusive(item: &Item) -> Vec<Value> {
    item.exclusive.iter().filter_map(|code| Some(json!(&*item.list.as_ref()?.get(*code)?.code))).collect()
}

fn required(required: Required) -> Option<Value> {
    match required {
        Required::No => None,
        Required::Always => Some(json!(true)),
        Required::If(rule) => Some(json!({ "if": rule.0 })),
    }
}

fn units(item: &Item) -> Vec<Value> {
    let row = |(at, unit): (usize, &crate::value::unit::Unit)| {
        let factor = item.factor(at).unwrap_or(Ratio::ONE);
        json!({ "unit": unit.text(), "factor": [factor.numerator, factor.denominator] })
    };
    item.units.iter().enumerate().map(row).collect()
}

fn bound(bound: Bound) -> Value {
    match bound {
        Bound::Number(number) => json!(number.to_string()),
        Bound::Date(date) => json!(date.to_string()),
        Bound::Today => json!("today"),
    }
}

/// Texts that name the item's own limits; `form.js` falls back to the general ones.
fn item_messages(item: &Item) -> Option<Value> {
    let row = |builtin: Builtin| Some((builtin.code().to_owned(), text(&message::with_limits(builtin, item)?)));
    let rows: Map<String, Value> = Builtin::ALL.into_iter().filter_map(row).filter(|(code, _)| applies(code, item)).collect();
    (!rows.is_empty()).then_some(Value::Object(rows))
}

fn applies(code: &str, item: &Item) -> bool {
    !matches!(code, "too_few_rows" | "too_many_rows") || item.group.is_some()
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Integer => "integer",
        Shape::Decimal => "decimal",
        Shape::Quantity => "quantity",
        Shape::Boolean => "boolean",
        Shape::Date => "date",
        Shape::Datetime => "datetime",
        Shape::Coded => "coded",
        Shape::ManyCoded => "many_coded",
        Shape::Repeat => "repeat",
    }
}

fn scope(scope: &Scope) -> Value {
    match (scope.parent, scope.group) {
        (Some(parent), Some(group)) => {
            json!({ "parent": parent.0, "group": group.0, "slots": ids(&scope.slots), "groups": ids(&scope.groups) })
        }
        _ => json!({ "slots": ids(&scope.slots), "groups": ids(&scope.groups) }),
    }
}

fn rule(rule: &Rule) -> Value {
    json!({ "tree": tree(&rule.node), "scope": rule.scope.0, "reads": ids(&rule.reads), "imports": rule.imports })
}

fn check(check: &Check) -> Value {
    json!({
        "id": &*check.id,
        "rule": check.violated_if.0,
        "severity": weight(check.weight),
        "on": check.on.0,
        "message": text(&check.message),
    })
}

/// One word, or one for each moment (`null`: not judged then).
fn weight(weight: Weight) -> Value {
    if weight.is_always() {
        return json!(severity(weight.severity));
    }
    let at = |moment: Moment| (moment.name().to_owned(), weight.at(moment).map_or(Value::Null, |found| json!(severity(found))));
    Value::Object(Moment::ALL.into_iter().map(at).collect())
}

fn dependents(dependents: &Dependents) -> Value {
    let Dependents { items, checks, shared, check_shared } = dependents;
    let mut out = json!({ "items": ids(items), "checks": checks });
    for (key, depths) in [("shared", shared), ("check_shared", check_shared)] {
        if let Some(out) = out.as_object_mut().filter(|_| depths.iter().any(|depth| *depth > 0)) {
            out.insert(key.to_owned(), json!(depths));
        }
    }
    out
}

/// A rule's tree.
pub fn tree(node: &Node) -> Value {
    match node {
        Node::Bool(value) => json!(["bool", value]),
        Node::Number(number) => json!(["number", number.to_string()]),
        Node::Text(text) => json!(["text", &**text]),
        Node::Date(date) => json!(["date", date.to_string()]),
        Node::Code(_, code) => json!(["code", &**code]),
        Node::Today => json!(["today"]),
        Node::Read(read) => slot("read", *read),
        Node::Answered(read) => slot("answered", *read),
        Node::Applicable(read) => slot("applicable", *read),
        Node::Missing(read) => slot("missing", *read),
        Node::MissingReason(read) => slot("missing_reason", *read),
        Node::Not(part) => json!(["not", tree(part)]),
        Node::And(parts) => many(vec![json!("and")], parts),
        Node::Or(parts) => many(vec![json!("or")], parts),
        Node::Compare(how, a, b) => json!(["compare", how.sign(), tree(a), tree(b)]),
        Node::OneOf(value, choices) => many(vec![json!("one_of"), tree(value)], choices),
        Node::Contains(code, codes) => json!(["contains", tree(code), tree(codes)]),
        Node::Arithmetic(how, a, b) => json!(["arithmetic", operation(*how), tree(a), tree(b)]),
        Node::Negate(part) => json!(["negate", tree(part)]),
        Node::If(condition, yes, no) => json!(["if", tree(condition), tree(yes), tree(no)]),
        Node::Call(function, parts) => many(vec![json!("call"), json!(function.name())], parts),
        Node::Matches(text, pattern) => json!(["matches", tree(text), pattern]),
        Node::Rows(rows) => json!(["rows", base(rows.base), rows.group, rows.slot]),
        Node::Each(each, rows, rule) => json!(["each", which(*each), row_list(rows), tree(rule)]),
        Node::Count(rows) => json!(["count", row_list(rows)]),
        Node::Lookup(lookup) => {
            json!(["lookup", lookup.entries.iter().map(|(when, gives)| json!([tree(when), tree(gives)])).collect::<Vec<_>>()])
        }
        Node::Fold(how, rows, part) => json!(["fold", fold(*how), row_list(rows), tree(part)]),
    }
}

fn slot(operator: &str, read: Read) -> Value {
    json!([operator, base(read.base), read.slot])
}

fn many(mut start: Vec<Value>, parts: &[Node]) -> Value {
    start.extend(parts.iter().map(tree));
    Value::Array(start)
}

fn base(base: Base) -> i32 {
    match base {
        Base::Up(frames) => i32::from(frames),
        Base::Var(variable) => -1 - i32::from(variable),
    }
}

fn row_list(list: &RowList) -> Value {
    let filter = list.filter.as_ref().map_or(Value::Null, tree);
    json!([base(list.rows.base), list.rows.group, list.rows.slot, list.var, filter])
}

fn operation(how: Arithmetic) -> &'static str {
    match how {
        Arithmetic::Add => "+",
        Arithmetic::Sub => "-",
        Arithmetic::Mul => "*",
        Arithmetic::Div => "/",
    }
}

fn which(each: Each) -> &'static str {
    match each {
        Each::All => "all",
        Each::Exists => "exists",
    }
}

fn fold(how: Fold) -> &'static str {
    match how {
        Fold::Sum => "sum",
        Fold::SumAnswered => "sum_answered",
        Fold::Min => "min",
        Fold::Max => "max",
        Fold::First => "first",
        Fold::Last => "last",
    }
}
