//! Parameters of blocks: declared with a type, given by a use or by their default.

use std::sync::Arc;

use crate::diagnostic::suggest::{closest, did_you_mean};
use crate::document::reader::{Reading, Spanned};
use crate::syntax::tree::{Data, Node};
use crate::value::decimal::Decimal;

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// A rule, or one name in it: `$anchor` in rules.
    Rule,
    /// The id of a code list: `list: $grades`.
    List,
    /// A text in both languages: `{name}` in texts, `$name` as a whole text.
    Text,
    /// A number: `$limit` in rules and ranges.
    Number,
    /// `true` or `false`.
    Flag,
}

const TYPES: &[(&str, ParameterType)] = &[
    ("rule", ParameterType::Rule),
    ("list", ParameterType::List),
    ("text", ParameterType::Text),
    ("number", ParameterType::Number),
    ("flag", ParameterType::Flag),
];

/// A declared parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub id: Spanned<Arc<str>>,
    /// What it holds.
    pub holds: ParameterType,
    /// What it is when a use gives nothing.
    pub default: Option<Node>,
}

/// Reads `parameters: [...]`.
pub fn parameters<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for node in reading.list(node) {
        let Some(parameter) = parameter(reading, node) else { continue };
        if found.iter().any(|known| known.id.value == parameter.id.value) {
            let word = &parameter.id.value;
            reading.error(
                "duplicate-parameter",
                parameter.id.span,
                (format!("パラメーター `{word}` が2回あります。"), format!("parameter `{word}` stands twice")),
                ("どちらかを削除するか、別の名前にしてください。".into(), "delete one of them, or choose another name".into()),
            );
            continue;
        }
        found.push(parameter);
    }
    found
}

fn parameter<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Parameter> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let holds = keys.want("type").and_then(|node| {
        let word = &reading.scalar(node)?.text;
        let found = TYPES.iter().find(|(name, _)| **name == **word).map(|(_, holds)| *holds);
        if found.is_none() {
            reading.error(
                "unknown-parameter-type",
                node.span,
                (format!("`{word}` というパラメーターの型はありません。"), format!("there is no parameter type `{word}`")),
                did_you_mean(word, TYPES.iter().map(|(name, _)| *name)),
            );
        }
        // The type that a misspelt word means, so that the parameter is not missed where it is used.
        let near = closest(word, TYPES.iter().map(|(name, _)| *name));
        let meant = || TYPES.iter().find(|(name, _)| Some(*name) == near).map_or(ParameterType::Rule, |(_, holds)| *holds);
        Some(found.unwrap_or_else(meant))
    });
    keys.find("title").and_then(|node| reading.both(node));
    let default = keys.find("default").cloned();
    keys.finish();
    let (id, holds) = (id?, holds?);
    if let Some(default) = default.as_ref().filter(|default| !holds.takes(default)) {
        let wanted = holds.wanted();
        reading.error(
            "wrong-parameter",
            default.span,
            (
                format!("パラメーター `{}` の既定値には{}が必要です。", id.value, wanted.0),
                format!("the default of parameter `{}` must be {}", id.value, wanted.1),
            ),
            holds.example(),
        );
    }
    Some(Parameter { id, holds, default })
}

impl ParameterType {
    /// Whether a value as written can be of this type; what a rule or list means is judged where it is used.
    pub fn takes(self, node: &Node) -> bool {
        match (self, &node.data) {
            // An argument may hand on a parameter of the block around it, which has been looked at there.
            (ParameterType::Text, Data::Map(entries)) => {
                ["ja", "en"].iter().all(|key| entries.iter().any(|entry| &*entry.key == *key))
            }
            (ParameterType::Rule, Data::Scalar(scalar)) => !scalar.is_null(),
            (ParameterType::List, Data::Scalar(scalar)) => {
                scalar.text.starts_with(|first: char| first.is_ascii_lowercase())
                    && scalar.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            }
            (ParameterType::Number, Data::Scalar(scalar)) => scalar.plain && Decimal::parse(&scalar.text).is_some(),
            (ParameterType::Flag, Data::Scalar(scalar)) => scalar.plain && matches!(&*scalar.text, "true" | "false"),
            _ => false,
        }
    }

    /// Help that shows how it is written: (Japanese, English).
    pub fn example(self) -> (String, String) {
        let written = match self {
            ParameterType::Rule => "weight > 150",
            ParameterType::List => "yn",
            ParameterType::Text => "{ ja: 投与前, en: before infusion }",
            ParameterType::Number => "38.5",
            ParameterType::Flag => "true",
        };
        (format!("`{written}` のように書いてください。"), format!("write it as in `{written}`"))
    }

    /// What people call it.
    pub fn wanted(self) -> (&'static str, &'static str) {
        match self {
            ParameterType::Rule => ("規則", "a rule"),
            ParameterType::List => ("コードリストのID", "the id of a code list"),
            ParameterType::Text => ("`{ ja: …, en: … }`", "`{ ja: …, en: … }`"),
            ParameterType::Number => ("数", "a number"),
            ParameterType::Flag => ("`true` か `false`", "`true` or `false`"),
        }
    }
}
