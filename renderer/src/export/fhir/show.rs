//! When an item is enabled: as `enableWhen` where a list of plain comparisons says the same, else as an expression.
//!
//! `enableWhen` is true or false, never unknown; that is the same as "shown when definitely true" as long as nothing is negated.

use engine::form::item::Item;
use engine::form::reference::OLD;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::lang::{Lang, Text};
use engine::program::node::{Base, Compare, Node, Read};
use engine::program::program::{Rule, RuleId};
use serde_json::{Map, Value, json};

use super::extension::sdc;
use super::rule::{expression, unsaid};
use super::value_set::system_of;
use crate::export::fhirpath::place::{Stand, is_quantity, missing_link};
use crate::export::fhirpath::translate;
use crate::export::fhirpath::unsaid::{Said, Unsaid};
use crate::export::rules::Rules;

/// What an item gets.
#[derive(Default)]
pub struct Shown {
    /// `enableWhen` and `enableBehavior`.
    pub keys: Map<String, Value>,
    /// Extensions.
    pub extensions: Vec<Value>,
}

/// The conditions of an item or section that stand beyond those of what is around it.
pub fn of(rules: &Rules<'_>, id: &str, conditions: &[RuleId], lang: Lang) -> Shown {
    if conditions.is_empty() {
        return Shown::default();
    }
    if let Some(plain) = plain(rules, conditions) {
        return Shown { keys: plain, extensions: Vec::new() };
    }
    let said: Result<Vec<String>, (RuleId, Unsaid)> =
        conditions.iter().map(|rule| shown(rules, *rule).map_err(|why| (*rule, why))).collect();
    match said {
        Ok(parts) => {
            let text = match parts.as_slice() {
                [one] => one.clone(),
                many => many.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" and "),
            };
            Shown { keys: Map::new(), extensions: vec![enable(&text, rules, conditions, lang)] }
        }
        // Shown always, with the rule beside: nothing is lost, more is asked.
        Err(_) => {
            let all = conditions.iter().filter_map(|rule| Some((*rule, shown(rules, *rule).err()?)));
            Shown { keys: Map::new(), extensions: all.map(|(rule, why)| unsaid(rules, "show_if", id, rule, why)).collect() }
        }
    }
}

/// The item that holds a missing reason is enabled with its item, while that has no value.
pub fn of_reason(rules: &Rules<'_>, item: &Item, conditions: &[RuleId], lang: Lang) -> Shown {
    let absent = json!({ "question": &*item.id, "operator": "exists", "answerBoolean": false });
    if conditions.is_empty() {
        let mut keys = Map::new();
        keys.insert("enableWhen".to_owned(), json!([absent]));
        return Shown { keys, extensions: Vec::new() };
    }
    if let Some(mut keys) = plain(rules, conditions)
        && let Some(list) = keys.get_mut("enableWhen").and_then(Value::as_array_mut)
        && (list.len() == 1 || keys_are_all(&keys))
    {
        if let Some(list) = keys.get_mut("enableWhen").and_then(Value::as_array_mut) {
            list.push(absent);
        }
        keys.insert("enableBehavior".to_owned(), json!("all"));
        return Shown { keys, extensions: Vec::new() };
    }
    let said: Result<Vec<String>, Unsaid> = conditions.iter().map(|rule| Ok(format!("({})", shown(rules, *rule)?))).collect();
    let Ok(mut parts) = said else { return Shown::default() };
    let home = Stand::of(rules.form, item.scope).find(rules.form, Read { base: Base::Up(0), slot: item.slot });
    let Ok(found) = home else { return Shown::default() };
    parts.push(format!("{}.answer.value.empty()", found.entry));
    Shown { keys: Map::new(), extensions: vec![enable(&parts.join(" and "), rules, conditions, lang)] }
}

fn keys_are_all(keys: &Map<String, Value>) -> bool {
    keys.get("enableBehavior").and_then(Value::as_str) != Some("any")
}

fn enable(text: &str, rules: &Rules<'_>, conditions: &[RuleId], lang: Lang) -> Value {
    let told = |lang: Lang, and: &str| conditions.iter().map(|rule| rules.line(*rule, lang)).collect::<Vec<_>>().join(and);
    let words = Text::new(told(Lang::Ja, "、かつ、"), told(Lang::En, " and "));
    let written: Vec<&str> = conditions.iter().map(|rule| rules.written(*rule)).collect();
    let written = match written.as_slice() {
        [one] => (*one).to_owned(),
        many => many.iter().map(|rule| format!("({rule})")).collect::<Vec<_>>().join(" && "),
    };
    sdc("enableWhenExpression", ("valueExpression", expression(text, &words, &written, lang)))
}

/// A condition that also holds while only another form is silent.
pub fn shown(rules: &Rules<'_>, id: RuleId) -> Said {
    let form = rules.form;
    let rule = rules.find(id).ok_or(Unsaid::Nowhere)?;
    let said = translate::condition(form, rule)?;
    if rule.imports.is_empty() {
        return Ok(said);
    }
    let first = form.scopes.first().map_or(0, |scope| scope.slots.len());
    let stand = Stand::of(form, rule.scope);
    let root = u8::try_from(depth(rules, rule)).map_err(|_| Unsaid::Nowhere)?;
    let mut silent = Vec::new();
    for slot in &rule.imports {
        let import = usize::from(*slot).checked_sub(first).and_then(|at| form.imports.get(at)).ok_or(Unsaid::Nowhere)?;
        let found = stand.find(form, Read { base: Base::Up(root), slot: *slot })?;
        if *import.form == *OLD {
            // What the revision before does not say hides: the condition alone is right.
            return Ok(format!("{said} and {}.answer.value.exists()", found.entry));
        }
        silent.push(format!("{}.answer.value.empty()", found.entry));
    }
    let mut known = vec![format!("({})", silent.join(" or "))];
    for item in rule.reads.iter().filter_map(|id| form.item(*id)) {
        if item.kind == Kind::Group || item.scope != rule.scope && item.scope.0 != 0 {
            return Err(Unsaid::AskedElsewhere);
        }
        let up = if item.scope == rule.scope { 0 } else { root };
        let found = stand.find(form, Read { base: Base::Up(up), slot: item.slot })?;
        known.push(format!("{}.answer.value.exists()", found.entry));
    }
    Ok(format!("iif(({said}).exists(), {said}, {})", known.join(" and ")))
}

/// How many groups stand around a rule's frame.
fn depth(rules: &Rules<'_>, rule: &Rule) -> usize {
    let mut depth = 0;
    let mut at = rules.form.scopes.get(usize::from(rule.scope.0)).and_then(|scope| scope.parent);
    while let Some(scope) = at {
        depth += 1;
        at = rules.form.scopes.get(usize::from(scope.0)).and_then(|scope| scope.parent);
    }
    depth
}

/// All or any of some plain comparisons with items of the form or of rows around.
fn plain(rules: &Rules<'_>, conditions: &[RuleId]) -> Option<Map<String, Value>> {
    let mut parts: Vec<(&Rule, &Node)> = Vec::new();
    let mut any = false;
    for id in conditions {
        let rule = rules.find(*id)?;
        match &rule.node {
            Node::And(inner) => parts.extend(inner.iter().map(|part| (rule, part))),
            Node::Or(inner) if conditions.len() == 1 => {
                any = true;
                parts.extend(inner.iter().map(|part| (rule, part)));
            }
            other => parts.push((rule, other)),
        }
    }
    let mut said = Vec::new();
    for (rule, part) in &parts {
        match part {
            Node::OneOf(value, choices) if any || parts.len() == 1 => {
                any = any || choices.len() > 1;
                for choice in choices {
                    said.push(comparison(rules, rule, Compare::Eq, value, choice)?);
                }
            }
            Node::Compare(how, a, b) => said.push(comparison(rules, rule, *how, a, b)?),
            Node::Contains(code, codes) => said.push(comparison(rules, rule, Compare::Eq, codes, code)?),
            Node::Read(read) => {
                let item = own_item(rules, rule, *read).filter(|item| item.shape == Shape::Boolean)?;
                said.push(json!({ "question": &*item.id, "operator": "=", "answerBoolean": true }));
            }
            Node::Answered(read) => {
                let item = own_item(rules, rule, *read).filter(|item| !item.censored.not_detected)?;
                said.push(json!({ "question": &*item.id, "operator": "exists", "answerBoolean": true }));
            }
            Node::Missing(read) => {
                let item = own_item(rules, rule, *read).filter(|item| !item.missing.is_empty() && !item.censored.not_detected)?;
                said.push(json!({ "question": missing_link(&item.id), "operator": "exists", "answerBoolean": true }));
            }
            _ => return None,
        }
    }
    let mut keys = Map::new();
    if said.len() > 1 {
        keys.insert("enableBehavior".to_owned(), json!(if any { "any" } else { "all" }));
    }
    keys.insert("enableWhen".to_owned(), Value::Array(said));
    Some(keys)
}

/// An item of this form in the rule's frame or one around it.
fn own_item<'f>(rules: &Rules<'f>, rule: &Rule, read: Read) -> Option<&'f Item> {
    let found = Stand::of(rules.form, rule.scope).find(rules.form, read).ok()?;
    (!found.is_foreign && matches!(read.base, Base::Up(_))).then_some(found.item)
}

/// `question operator answer`. Dates are left to expressions: a partial one is several days.
fn comparison(rules: &Rules<'_>, rule: &Rule, how: Compare, a: &Node, b: &Node) -> Option<Value> {
    let Node::Read(read) = a else { return None };
    let item = own_item(rules, rule, *read)?;
    let operator = match how {
        Compare::Eq => "=",
        Compare::Ne => return None,
        other => other.sign(),
    };
    let (key, answer) = match (b, item.shape) {
        (Node::Code(_, code), Shape::Coded | Shape::ManyCoded) if how == Compare::Eq => {
            let list = item.list.as_deref()?;
            ("answerCoding", json!({ "system": system_of(&list.id), "code": &**code }))
        }
        (Node::Bool(value), Shape::Boolean) if how == Compare::Eq => ("answerBoolean", json!(value)),
        (Node::Number(number), Shape::Integer) if !is_quantity(item) => ("answerInteger", json!(number.to_integer()?)),
        (Node::Number(number), Shape::Decimal) if !is_quantity(item) => {
            ("answerDecimal", super::answer::decimal(&number.to_string())?)
        }
        _ => return None,
    };
    let mut said = Map::new();
    said.insert("question".to_owned(), json!(&*item.id));
    said.insert("operator".to_owned(), json!(operator));
    said.insert(key.to_owned(), answer);
    Some(Value::Object(said))
}
