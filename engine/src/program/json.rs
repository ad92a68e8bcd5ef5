//! The compiled program as data: what `renderer/assets/form.js` runs in the browser. The same trees, order and texts as the engine's own;
//! codes stand as text, decimals as text, and what equals its default is left out.
//!
//! A tree is an array whose first element names the operator; a `base` of 0, 1, ... counts frames outward, -1, -2, ... names a row variable.

use crate::evaluate::builtin::Builtin;
use crate::evaluate::message;
use crate::form::form::{Form, Import, Scope};
use crate::form::guard::Choices;
use crate::form::item::{Bound, Check, Details, Item, Required, Section, Severity, Weight};
use crate::form::list::CodeList;
use crate::form::moment::Moment;
use crate::form::reference::Which;
use crate::kind::kind::Kind;
use crate::kind::shape::Shape;
use crate::lang::Text;
use crate::program::node::{Arithmetic, Base, Each, Fold, Node, Read, RowList};
use crate::program::program::{DependentsOf, ItemId, Rule, RuleId};
use crate::value::missing::Missing;
use crate::value::rounding::Rounding;
use crate::value::unit::Ratio;
use crate::value::written::Written;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// The version of this shape; `form.js` refuses any other.
pub const LANGUAGE: u32 = 1;

/// A list of parts of different kinds.
macro_rules! node {
    ($($part:expr),*) => { Written::List(vec![$(Written::from($part)),*]) };
}

/// The program of a form.
pub fn program_to_json(form: &Form) -> serde_json::Value {
    written(form).into()
}

/// The program of a form as the text of the same JSON.
pub fn program_to_text(form: &Form) -> String {
    written(form).text()
}

fn written(form: &Form) -> Written<'_> {
    let program = &form.program;
    let mut texts = Texts::default();
    let mut members = vec![
        ("language", LANGUAGE.into()),
        ("form", (&*form.id).into()),
        ("version", form.version.to_string().into()),
        ("digest", (&**form.digest()).into()),
        ("messages", messages()),
        ("reasons", reasons()),
        ("lists", lists(form)),
        ("items", form.items.iter().map(|one| own_item(form, one, &mut texts)).collect()),
        ("scopes", form.scopes.iter().map(scope).collect()),
        ("imports", form.imports.iter().map(|one| import(one, &mut texts)).collect()),
        ("sections", form.sections.iter().map(section).collect()),
        ("rules", program.rules.iter().map(rule).collect()),
        ("patterns", Written::list(program.patterns.iter().map(|pattern| &**pattern))),
        ("order", program.order.iter().map(|step| Written::from(step.item.0)).collect()),
        ("checks", form.checks.iter().map(check).collect()),
        ("dependents", program.dependents.iter().map(dependents).collect()),
    ];
    members.extend(matching(form).map(|bound| ("matching", bound)));
    Written::Object(members)
}

/// Names that stand for the only record whose items equal answers of this form: `{ name: [[their item, own slot]] }`. The page binds them anew
/// whenever such an answer changes.
fn matching(form: &Form) -> Option<Written<'_>> {
    let only = form.references.iter().filter(|one| one.which == Which::Only && !one.matching.is_empty());
    let bound: Vec<(&str, Written<'_>)> =
        only.map(|one| (&*one.alias, one.matching.iter().filter_map(|pair| matched(form, pair)).collect())).collect();
    (!bound.is_empty()).then_some(Written::Object(bound))
}

fn matched<'f>(form: &Form, (theirs, own): &'f (Arc<str>, Arc<str>)) -> Option<Written<'f>> {
    Some(node![&**theirs, form.find_item(own)?.1.slot])
}

fn import<'f>(import: &'f Import, texts: &mut Texts) -> Written<'f> {
    Written::Object(vec![("form", (&*import.form).into()), ("item", item(&import.item, texts))])
}

fn section(section: &Section) -> Written<'_> {
    Written::some([("id", Some((&*section.id).into())), ("shown_if", section.shown_if.map(|rule| rule.0.into()))])
}

fn text(text: &Text) -> Written<'_> {
    Written::Object(vec![("en", (&*text.en).into()), ("ja", (&*text.ja).into())])
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn ids(items: &[ItemId]) -> Written<'static> {
    items.iter().map(|item| Written::from(item.0)).collect()
}

fn messages() -> Written<'static> {
    let row = |builtin: Builtin| {
        let (ja, en) = message::plain(builtin);
        let members = vec![("severity", severity(builtin.severity()).into()), ("ja", ja.into()), ("en", en.into())];
        (builtin.code(), Written::Object(members))
    };
    Written::Object(Builtin::ALL.into_iter().map(row).collect())
}

fn reasons() -> Written<'static> {
    let row = |reason: Missing| (reason.code(), Written::Object(vec![("ja", reason.ja().into()), ("en", reason.en().into())]));
    Written::Object(Missing::ALL.into_iter().map(row).collect())
}

fn lists(form: &Form) -> Written<'_> {
    let own = form.items.iter();
    let others = form.imports.iter().map(|import| &*import.item);
    let lists: BTreeMap<&str, &CodeList> =
        own.chain(others).filter_map(|item| item.list.as_deref()).map(|list| (&*list.id, list)).collect();
    Written::Object(lists.into_iter().map(|(id, list)| (id, Written::Object(vec![("codes", codes(list))]))).collect())
}

/// An item of the form itself: what it has beyond one of another form.
fn own_item<'f>(form: &'f Form, own: &'f Item, texts: &mut Texts) -> Written<'f> {
    let written = item(own, texts);
    let Written::Object(mut members) = written else { return written };
    let guards = own.guards.iter().filter_map(|guard| Some(node![Builtin::from(guard.kind).code(), guard.rule?.0])).collect();
    let group = form.scopes.get(usize::from(own.scope.0)).and_then(|scope| form.item(scope.group?));
    let unique = group.map_or(&[][..], |group| &group.unique);
    let slots = |ids: &[ItemId]| ids.iter().filter_map(|id| form.item(*id)).map(|one| one.slot.into()).collect();
    let is_first = unique.first().and_then(|id| form.item(*id)).is_some_and(|first| first.id == own.id);
    let choices = own.choices_if.iter().map(|choices| node![allowed(own, choices), choices.allowed_if.0]).collect();
    let heavier = own.derived.filter(|_| own.weight_of_difference() == Severity::Error);
    let optional = [
        ("choices_if", filled(choices)),
        ("guards", filled(guards)),
        ("severities", heavier.map(|_| Written::Object(vec![(Builtin::DerivedDiffers.code(), "error".into())]))),
        ("unique", filled(slots(unique)).filter(|_| is_first)),
    ];
    members.extend(optional.into_iter().filter_map(|(key, value)| Some((key, value?))));
    Written::Object(members)
}

fn allowed<'f>(item: &'f Item, choices: &'f Choices) -> Written<'f> {
    choices.codes.iter().filter_map(|code| Some((&*item.list.as_ref()?.get(*code)?.code).into())).collect()
}

fn codes(list: &CodeList) -> Written<'_> {
    Written::list(list.codes.iter().map(|code| &*code.code))
}

fn item<'f>(item: &'f Item, texts: &mut Texts) -> Written<'f> {
    Written::some([
        (
            "accept",
            filled(item.files.iter().flat_map(|files| &files.accept).map(|media| media.row().media_type.into()).collect()),
        ),
        ("censored", filled(item.censored.words().map(Written::from).collect())),
        ("characters", item.characters.map(|characters| characters.pattern().into())),
        ("decimals", item.decimals.map(Written::from)),
        ("exclusive", filled(exclusive(item))),
        ("group", item.group.map(Written::from)),
        ("id", Some((&*item.id).into())),
        ("kind", Some(item.kind.name().into())),
        ("label", Some(text(&item.label))),
        ("list", item.list.as_ref().map(|list| (&*list.id).into())),
        ("max", item.range.max.map(bound)),
        ("max_length", item.max_length.map(Written::from)),
        ("max_rows", item.group.map(|_| item.max_rows.into())),
        ("max_size", item.files.as_ref().map(|files| files.max_size.into())),
        ("messages", texts.of(item)),
        ("min", item.range.min.map(bound)),
        ("min_rows", item.group.map(|_| item.min_rows.into())),
        ("missing", filled(item.missing.iter().map(|reason| reason.code().into()).collect())),
        ("pattern", item.pattern.as_deref().map(Written::from)),
        ("pii", item.pii.then_some(true.into())),
        ("required", required(item.required)),
        ("retired", item.retired.then_some(true.into())),
        ("rounding", (item.rounding != Rounding::HalfUp).then(|| item.rounding.row().name.into())),
        ("rows", item.rows.map(|scope| scope.0.into())),
        ("scope", Some(item.scope.0.into())),
        ("section", Some(item.section.into())),
        ("shape", Some(shape(item.shape).into())),
        ("shown_if", filled(item.shown_if.iter().map(|rule| rule.0.into()).collect())),
        ("slot", Some(item.slot.into())),
        ("soft_max", item.range.soft_max.map(bound)),
        ("soft_min", item.range.soft_min.map(bound)),
        ("units", filled(units(item))),
        ("value", item.value.map(|RuleId(rule)| rule.into())),
    ])
}

fn filled(values: Vec<Written<'_>>) -> Option<Written<'_>> {
    (!values.is_empty()).then_some(Written::List(values))
}

fn exclusive(item: &Item) -> Vec<Written<'_>> {
    item.exclusive.iter().filter_map(|code| Some((&*item.list.as_ref()?.get(*code)?.code).into())).collect()
}

fn required(required: Required) -> Option<Written<'static>> {
    match required {
        Required::No => None,
        Required::Always => Some(true.into()),
        Required::If(rule) => Some(Written::Object(vec![("if", rule.0.into())])),
    }
}

fn units(item: &Item) -> Vec<Written<'_>> {
    let factor = |at: usize| {
        let factor = item.factor(at).unwrap_or(Ratio::ONE);
        Written::list([factor.numerator, factor.denominator])
    };
    let units = item.units.iter().enumerate();
    units.map(|(at, unit)| Written::Object(vec![("unit", unit.text().into()), ("factor", factor(at))])).collect()
}

fn bound(bound: Bound) -> Written<'static> {
    match bound {
        Bound::Number(number) => number.to_string().into(),
        Bound::Date(date) => date.to_string().into(),
        Bound::Today => "today".into(),
    }
}

/// Texts that name items' own limits; `form.js` falls back to the general ones. They follow from an item's kind and details, which many
/// items share (the form holds them, so that they are known by their address).
#[derive(Default)]
struct Texts(HashMap<(*const Details, Kind, bool), Option<Rc<str>>>);

impl Texts {
    fn of(&mut self, item: &Item) -> Option<Written<'static>> {
        let key = (Arc::as_ptr(&item.details), item.kind, item.group.is_some());
        self.0.entry(key).or_insert_with(|| messages_of(item)).clone().map(Written::Again)
    }
}

fn messages_of(item: &Item) -> Option<Rc<str>> {
    let texts: Vec<(&str, Text)> = Builtin::ALL
        .into_iter()
        .filter(|builtin| applies(builtin.code(), item))
        .filter_map(|builtin| Some((builtin.code(), message::with_limits(builtin, item)?)))
        .collect();
    let members: Vec<_> = texts.iter().map(|(code, both)| (*code, text(both))).collect();
    (!members.is_empty()).then(|| Written::Object(members).text().into())
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
        Shape::File => "file",
        Shape::Repeat => "repeat",
    }
}

fn scope(scope: &Scope) -> Written<'static> {
    let around = scope.parent.zip(scope.group);
    Written::some([
        ("parent", around.map(|(parent, _)| parent.0.into())),
        ("group", around.map(|(_, group)| group.0.into())),
        ("slots", Some(ids(&scope.slots))),
        ("groups", Some(ids(&scope.groups))),
    ])
}

fn rule(rule: &Rule) -> Written<'_> {
    Written::Object(vec![
        ("imports", Written::list(rule.imports.iter().copied())),
        ("reads", ids(&rule.reads)),
        ("scope", rule.scope.0.into()),
        ("tree", tree(&rule.node)),
    ])
}

fn check(check: &Check) -> Written<'_> {
    Written::Object(vec![
        ("id", (&*check.id).into()),
        ("rule", check.violated_if.0.into()),
        ("severity", weight(check.weight)),
        ("on", check.on.0.into()),
        ("message", text(&check.message)),
    ])
}

/// One word, or one for each moment (`null`: not judged then).
fn weight(weight: Weight) -> Written<'static> {
    if weight.is_always() {
        return severity(weight.severity).into();
    }
    let at = |moment: Moment| (moment.name(), weight.at(moment).map_or(Written::Null, |found| severity(found).into()));
    Written::Object(Moment::ALL.into_iter().map(at).collect())
}

fn dependents(dependents: DependentsOf<'_>) -> Written<'static> {
    let DependentsOf { items, checks, shared, check_shared } = dependents;
    let depths = |depths: &[u8]| depths.iter().any(|depth| *depth > 0).then(|| Written::list(depths.iter().copied()));
    Written::some([
        ("check_shared", depths(check_shared)),
        ("checks", Some(Written::list(checks.iter().copied()))),
        ("items", Some(ids(items))),
        ("shared", depths(shared)),
    ])
}

/// A rule's tree.
pub fn tree(node: &Node) -> Written<'_> {
    match node {
        Node::Bool(value) => node!["bool", *value],
        Node::Number(number) => node!["number", number.to_string()],
        Node::Text(text) => node!["text", &**text],
        Node::Date(date) => node!["date", date.to_string()],
        Node::Code(_, code) => node!["code", &**code],
        Node::Today => node!["today"],
        Node::Read(read) => slot("read", *read),
        Node::Answered(read) => slot("answered", *read),
        Node::Applicable(read) => slot("applicable", *read),
        Node::Missing(read) => slot("missing", *read),
        Node::MissingReason(read) => slot("missing_reason", *read),
        Node::Not(part) => node!["not", tree(part)],
        Node::And(parts) => many(vec!["and".into()], parts),
        Node::Or(parts) => many(vec!["or".into()], parts),
        Node::Compare(how, a, b) => node!["compare", how.sign(), tree(a), tree(b)],
        Node::OneOf(value, choices) => many(vec!["one_of".into(), tree(value)], choices),
        Node::Contains(code, codes) => node!["contains", tree(code), tree(codes)],
        Node::Arithmetic(how, a, b) => node!["arithmetic", operation(*how), tree(a), tree(b)],
        Node::Negate(part) => node!["negate", tree(part)],
        Node::If(condition, yes, no) => node!["if", tree(condition), tree(yes), tree(no)],
        Node::Call(function, parts) => many(vec!["call".into(), function.name().into()], parts),
        Node::Matches(text, pattern) => node!["matches", tree(text), *pattern],
        Node::Rows(rows) => node!["rows", base(rows.base), rows.group, rows.slot],
        Node::Each(each, rows, rule) => node!["each", which(*each), row_list(rows), tree(rule)],
        Node::Count(rows) => node!["count", row_list(rows)],
        Node::Lookup(lookup) => node!["lookup", lookup.entries.iter().map(entry).collect::<Vec<_>>()],
        Node::Fold(how, rows, part) => node!["fold", fold(*how), row_list(rows), tree(part)],
    }
}

fn entry((when, gives): &(Node, Node)) -> Written<'_> {
    node![tree(when), tree(gives)]
}

fn slot(operator: &'static str, read: Read) -> Written<'static> {
    node![operator, base(read.base), read.slot]
}

fn many<'f>(mut start: Vec<Written<'f>>, parts: &'f [Node]) -> Written<'f> {
    start.extend(parts.iter().map(tree));
    Written::List(start)
}

fn base(base: Base) -> i32 {
    match base {
        Base::Up(frames) => i32::from(frames),
        Base::Var(variable) => -1 - i32::from(variable),
    }
}

fn row_list(list: &RowList) -> Written<'_> {
    let filter = list.filter.as_ref().map_or(Written::Null, tree);
    node![base(list.rows.base), list.rows.group, list.rows.slot, list.var, filter]
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
