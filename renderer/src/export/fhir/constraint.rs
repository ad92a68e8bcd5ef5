//! Checks as constraints: what has to be true of a response. A check that is not decided does not fail.

use engine::form::item::{Bound, Item, Required};
use engine::kind::shape::Shape;
use engine::lang::{Lang, Text};
use engine::program::node::{Base, Compare, Function, Node, Read};
use engine::program::program::{RuleId, ScopeId};
use serde_json::{Value, json};

use super::extension::{core_parts, fhir_id, own_parts, part};
use super::release::Release;
use super::rule::{expression, unsaid};
use super::text::{other, translation};
use crate::export::fhirpath::place::{Stand, has_reasons};
use crate::export::fhirpath::translate::{Translator, condition};
use crate::export::fhirpath::unsaid::{Said, Unsaid};
use crate::export::guard;
use crate::export::rules::Rules;

/// Every constraint of the rows of a group, or of the form itself (scope 0).
pub fn of_scope(rules: &Rules<'_>, scope: ScopeId, lang: Lang, release: Release) -> Vec<Value> {
    let writer = Writer { rules, lang, release };
    let items = rules.form.items.iter().filter(|item| item.scope == scope);
    let mut found: Vec<Value> = items.flat_map(|item| writer.of_item(item)).collect();
    found.extend(rules.form.checks.iter().filter_map(|check| {
        let rule = rules.find(check.violated_if).filter(|rule| rule.scope == scope)?;
        let on = rules.form.item(check.on);
        let said = condition(rules.form, rule);
        let weight = check.weight.severity.name();
        let what = What { key: &check.id, weight, human: &check.message, on };
        Some(writer.violated(&what, check.violated_if, said))
    }));
    found
}

/// Rows that say the same are found by comparing rows, not by a rule of one row.
fn held_by_rows(held: &guard::Held) -> Value {
    let text = |name: &str, text: &str| part(name, ("valueString", json!(text)));
    let reason = Unsaid::TwoRows.text();
    own_parts(
        "unsaid-rule",
        vec![
            part("key", ("valueCode", json!(held.key))),
            text("rule", &held.written),
            text("ja", &held.words.ja),
            text("en", &held.words.en),
            text("reason-ja", &reason.ja),
            text("reason-en", &reason.en),
        ],
    )
}

struct Writer<'r, 'f> {
    rules: &'r Rules<'f>,
    lang: Lang,
    release: Release,
}

struct What<'w> {
    key: &'w str,
    weight: &'w str,
    human: &'w Text,
    on: Option<&'w Item>,
}

impl Writer<'_, '_> {
    fn of_item(&self, item: &Item) -> Vec<Value> {
        let mut found = Vec::new();
        let label = &item.label;
        let read = || Node::Read(Read { base: Base::Up(0), slot: item.slot });
        if let Required::If(rule) = item.required {
            let human = Text::new(format!("「{}」は必須です。", label.ja), format!("\"{}\" is required.", label.en));
            let what = What { key: &format!("required-{}", item.id), weight: "error", human: &human, on: Some(item) };
            let said = self.rules.find(rule).ok_or(Unsaid::Nowhere).and_then(|found| condition(self.rules.form, found));
            let said = said.and_then(|said| Ok(format!("({said}) and ({}).not()", self.present(item)?)));
            found.push(self.violated(&what, rule, said));
        }
        let range = item.range;
        let soft = [(Compare::Lt, range.soft_min, "soft-min", "warning"), (Compare::Gt, range.soft_max, "soft-max", "warning")];
        // Constant hard ends are extensions of the question.
        let open = |bound: &Bound| matches!(bound, Bound::Today) || (item.shape == Shape::Datetime);
        let hard = [(Compare::Lt, range.min.filter(open), "min", "error"), (Compare::Gt, range.max.filter(open), "max", "error")];
        for (how, bound, name, weight) in soft.into_iter().chain(hard) {
            let Some(bound) = bound else { continue };
            let (end, told) = match bound {
                Bound::Number(number) => (Node::Number(number), number.to_string()),
                Bound::Date(date) => (Node::Date(date), date.to_string()),
                Bound::Today => (Node::Today, "today".to_owned()),
            };
            let value = if item.shape == Shape::Datetime { Node::Call(Function::DateOf, vec![read()]) } else { read() };
            let human = Text::new(
                format!("「{}」が範囲外です（{} {told}）。", label.ja, if how == Compare::Lt { "最小" } else { "最大" }),
                format!("\"{}\" is out of range ({} {told}).", label.en, if how == Compare::Lt { "least" } else { "greatest" }),
            );
            let what = What { key: &format!("{name}-{}", item.id), weight, human: &human, on: Some(item) };
            let said = self.translator(item).truth(&Node::Compare(how, Box::new(value), Box::new(end)));
            found.extend(said.ok().map(|said| self.constraint(&what, &said, &Text::new("", ""), "")));
        }
        found.extend(self.exclusive(item));
        for (at, held) in guard::of(self.rules, item).into_iter().enumerate() {
            let what = What {
                key: &format!("{}-{}-{at}", held.key, item.id),
                weight: held.weight,
                human: &held.message,
                on: Some(item),
            };
            found.push(match held.rule {
                Some(rule) => {
                    let said = self.rules.find(rule).ok_or(Unsaid::Nowhere).and_then(|found| condition(self.rules.form, found));
                    self.violated(&what, rule, said)
                }
                None => held_by_rows(&held),
            });
        }
        found
    }

    fn translator(&self, item: &Item) -> Translator<'_> {
        Translator { form: self.rules.form, stand: Stand::of(self.rules.form, item.scope) }
    }

    /// There is a value, or a reason for having none.
    fn present(&self, item: &Item) -> Said {
        let found = self.translator(item).stand.find(self.rules.form, Read { base: Base::Up(0), slot: item.slot })?;
        let value = format!("{}.answer.value.exists()", found.entry);
        Ok(if has_reasons(item) { format!("{value} or {}.answer.value.exists()", found.reason) } else { value })
    }

    /// A code that stands alone, beside another.
    fn exclusive(&self, item: &Item) -> Option<Value> {
        let codes: Vec<Node> = item
            .exclusive
            .iter()
            .filter_map(|at| Some((*at, item.list.as_deref()?.get(*at)?)))
            .map(|(at, code)| Node::Code(at, code.code.clone()))
            .collect();
        let list = Read { base: Base::Up(0), slot: item.slot };
        let alone: Vec<Node> = codes.into_iter().map(|code| Node::Contains(Box::new(code), Box::new(Node::Read(list)))).collect();
        let first = alone.first()?.clone();
        let any = if alone.len() == 1 { first } else { Node::Or(alone) };
        let translator = self.translator(item);
        let count = translator.value(&Node::Call(Function::CountCodes, vec![Node::Read(list)])).ok()?;
        let said = format!("({}) and {count} > 1", translator.truth(&any).ok()?);
        let human = Text::new(
            format!("「{}」で単独で選ぶ選択肢が他と一緒に選ばれています。", item.label.ja),
            format!("\"{}\": a choice that stands alone is chosen beside another.", item.label.en),
        );
        let what = What { key: &format!("exclusive-{}", item.id), weight: "error", human: &human, on: Some(item) };
        Some(self.constraint(&what, &said, &Text::new("", ""), ""))
    }

    fn violated(&self, what: &What<'_>, rule: RuleId, said: Said) -> Value {
        match said {
            Ok(said) => self.constraint(what, &said, &self.rules.words(rule), self.rules.written(rule)),
            Err(why) => unsaid(self.rules, "violated_if", what.key, rule, why),
        }
    }

    fn constraint(&self, what: &What<'_>, violated: &str, words: &Text, written: &str) -> Value {
        let text = format!("iif({violated}, false, true)");
        let own = what.human.get(self.lang).trim();
        let beside = what.human.get(other(self.lang)).trim();
        let (name, said) = if self.release.is_fifth() {
            ("targetConstraint", part("expression", ("valueExpression", expression(&text, words, written, self.lang))))
        } else {
            ("questionnaire-constraint", part("expression", ("valueString", json!(text))))
        };
        let mut parts = vec![
            part("key", ("valueId", json!(fhir_id(what.key)))),
            part("severity", ("valueCode", json!(what.weight))),
            said,
            part("human", ("valueString", json!(own))),
            // Beside the text, not inside it: not every reader takes an extension of a value of an extension.
            translation(beside, other(self.lang)),
        ];
        if !self.release.is_fifth() && !written.is_empty() {
            let told = format!("{written} — {}", words.get(self.lang));
            parts.push(part("requirements", ("valueString", json!(told))));
        }
        parts.extend(what.on.map(|item| part("location", ("valueString", json!(format!("item.where(linkId='{}')", item.id))))));
        core_parts(name, parts)
    }
}
