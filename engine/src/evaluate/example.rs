//! Authors' own cases: judged like any record, compared with what the author expects. The answers are invented, so they may be shown.

use crate::answers::error::Error;
use crate::evaluate::finding::Finding;
use crate::evaluate::outcome::Outcome;
use crate::evaluate::validator::Validator;
use crate::form::form::Example;
use crate::form::item::Check;
use crate::lang::Text;
use serde_json::{Map, Value};

/// What an example expects and did not get, or got and did not expect.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// The answers are no JSON object.
    Unreadable(Error),
    /// An expected finding, `code@path`, that is not there.
    Lacks(String),
    /// A finding, `code@path`, that was not expected.
    Unexpected(String),
    /// A calculated value that differs: path, expected, got (`null` is blank).
    Calculated(String, Value, Value),
    /// An item that is shown though it was expected to be hidden.
    Shown(String),
    /// A check that is decided though it was expected to stay undecided.
    Decided(String),
    /// What a calendar says and was expected to say otherwise.
    Calendar(Text),
}

impl Difference {
    /// The difference in words.
    pub fn text(&self) -> Text {
        let (ja, en) = match self {
            Difference::Calendar(text) => return text.clone(),
            Difference::Unreadable(error) => {
                (format!("回答を読み取れません({error})"), format!("the answers cannot be read: {error}"))
            }
            Difference::Lacks(key) => {
                (format!("`{key}` が出るはずですが、出ませんでした"), format!("expected `{key}`, which was not found"))
            }
            Difference::Unexpected(key) => (
                format!("`{key}` が出ましたが、例には書かれていません"),
                format!("found `{key}`, which the example does not expect"),
            ),
            Difference::Calculated(path, expected, got) => (
                format!("`{path}` は {expected} のはずですが、{got} でした"),
                format!("expected `{path}` to be {expected}, but it is {got}"),
            ),
            Difference::Shown(path) => (
                format!("`{path}` は非表示のはずですが、表示されます"),
                format!("expected `{path}` to be hidden, but it is shown"),
            ),
            Difference::Decided(check) => (
                format!("`{check}` は未判定のはずですが、判定されました"),
                format!("expected `{check}` to stay undecided, but it is decided"),
            ),
        };
        Text::new(ja, en)
    }
}

/// Judges an example; nothing is returned when it holds.
pub fn judge(validator: &Validator, example: &Example) -> Vec<Difference> {
    let item_of = |finding: &Finding| finding.path.rsplit('.').next().unwrap_or_default().to_owned();
    let is_named = |finding: &Finding| {
        let item = item_of(finding);
        example.only.iter().any(|word| **word == *finding.code || **word == *item)
    };
    compare(validator, example, |finding| example.only.is_empty() || is_named(finding))
}

/// Judges an example of a product: of the findings only those of its label rules count.
pub fn judge_label(validator: &Validator, product: &str, example: &Example) -> Vec<Difference> {
    let is_of = |check: &Check| check.label_rule.as_ref().is_some_and(|rule| rule.split('/').next() == Some(product));
    let rules: Vec<&str> = validator.form.checks.iter().filter(|check| is_of(check)).map(|check| &*check.id).collect();
    compare(validator, example, |finding| rules.contains(&&*finding.code))
}

fn compare(validator: &Validator, example: &Example, counts: impl Fn(&Finding) -> bool) -> Vec<Difference> {
    let answers = match validator.read(example.given.text().as_bytes()) {
        Ok(answers) => answers,
        Err(error) => return vec![Difference::Unreadable(error)],
    };
    let outcome =
        validator.judge_at(example.moment, answers, &validator.read_context(&example.context.members()), example.today.lo);
    let mut differences = findings(&outcome, example, counts);
    let json = outcome.to_json(&validator.form);
    let none = Map::new();
    let calculated = json.get("calculated").and_then(Value::as_object).unwrap_or(&none);
    for (path, expected) in example.calculated.members() {
        let got = calculated.get(&path).cloned().unwrap_or(Value::Null);
        if !is_same(&expected, &got) {
            differences.push(Difference::Calculated(path, expected, got));
        }
    }
    let hidden: Vec<String> = outcome.hidden.iter().map(|place| place.path(&validator.form)).collect();
    let shown = example.hidden.iter().filter(|path| !hidden.iter().any(|hidden| **hidden == ***path));
    differences.extend(shown.map(|path| Difference::Shown(path.to_string())));
    let decided = example.undecided.iter().filter(|check| !outcome.undecided.iter().any(|undecided| undecided.check == **check));
    differences.extend(decided.map(|check| Difference::Decided(check.to_string())));
    differences
}

fn findings(outcome: &Outcome, example: &Example, counts: impl Fn(&Finding) -> bool) -> Vec<Difference> {
    let Some(expected) = &example.findings else { return Vec::new() };
    let got: Vec<String> = outcome.findings.iter().filter(|finding| counts(finding)).map(|finding| finding.key()).collect();
    let lacks =
        expected.iter().filter(|key| !got.iter().any(|got| **got == ***key)).map(|key| Difference::Lacks(key.to_string()));
    let unexpected = got.iter().filter(|got| !expected.iter().any(|key| **key == ***got)).cloned().map(Difference::Unexpected);
    lacks.chain(unexpected).collect()
}

/// A number in an example may stand with or without quotes: `3` is `"3"` and `3.0`.
fn is_same(expected: &Value, got: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => crate::value::decimal::Decimal::parse(&number.to_string()),
        Value::String(text) => crate::value::decimal::Decimal::parse(text),
        _ => None,
    };
    expected == got || number(expected).is_some_and(|expected| number(got) == Some(expected))
}
