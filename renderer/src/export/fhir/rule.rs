//! Rules as expressions: in FHIRPath, with plain words as description and the rule as written beside; or, where FHIRPath cannot say it,
//! the rule with its words and the reason.

use engine::lang::{Lang, Text};
use engine::program::program::RuleId;
use serde_json::{Value, json};

use super::extension::{own, own_parts, part};
use super::text::{other, translation};
use crate::export::fhirpath::unsaid::{Said, Unsaid};
use crate::export::rules::Rules;

/// An expression with what it says.
pub fn expression(text: &str, words: &Text, written: &str, lang: Lang) -> Value {
    let mut value = json!({ "language": "text/fhirpath", "expression": text });
    if let Some(value) = value.as_object_mut() {
        let (own_words, beside) = (words.get(lang).trim(), words.get(other(lang)).trim());
        if !own_words.is_empty() {
            value.insert("description".to_owned(), json!(own_words));
            value.insert("_description".to_owned(), json!({ "extension": [translation(beside, other(lang))] }));
        }
        if !written.is_empty() {
            value.insert("extension".to_owned(), json!([own("rule", ("valueString", json!(written)))]));
        }
    }
    value
}

/// The expression of one rule, or why there is none.
pub fn of_rule(rules: &Rules<'_>, rule: RuleId, said: Said, lang: Lang) -> Result<Value, Unsaid> {
    said.map(|text| expression(&text, &rules.words(rule), rules.written(rule), lang))
}

/// A rule that FHIRPath cannot say: what it decides, as written, in words, and why.
pub fn unsaid(rules: &Rules<'_>, key: &str, of: &str, rule: RuleId, why: Unsaid) -> Value {
    let (words, reason) = (rules.words(rule), why.text());
    let text = |name: &str, text: &str| part(name, ("valueString", json!(text)));
    own_parts(
        "unsaid-rule",
        vec![
            part("key", ("valueCode", json!(key))),
            text("of", of),
            text("rule", rules.written(rule)),
            text("ja", &words.ja),
            text("en", &words.en),
            text("reason-ja", &reason.ja),
            text("reason-en", &reason.en),
        ],
    )
}
