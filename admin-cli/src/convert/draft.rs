//! A draft: forms and lists as they are gathered from another system, before they are written as YAML.

use std::collections::BTreeMap;

use engine::kind::kind::Kind;

use crate::convert::rule::{Dialect, Expr};
use crate::convert::words::Words;

/// The limit of rows where the source gives none.
pub const ROWS: &str = "50";

/// Where something stands in the source: a row, a path, a line.
pub type Place = String;

/// Everything that one source gives.
#[derive(Debug, Default)]
pub struct Draft {
    /// What the source calls itself.
    pub title: Words,
    /// Forms in the order of the source.
    pub forms: Vec<Form>,
    /// Code lists.
    pub lists: Vec<List>,
    /// Named rules that other rules may read (FHIR variables), by name.
    pub variables: BTreeMap<String, String>,
}

/// A form.
#[derive(Debug, Default)]
pub struct Form {
    /// Our id.
    pub id: String,
    /// What people read.
    pub title: Words,
    /// Earlier forms that its rules read.
    pub uses: Vec<String>,
    /// Parts of the page.
    pub sections: Vec<Section>,
    /// Edit checks.
    pub checks: Vec<Check>,
    /// Lines that stand at the top of the file: what could not be said.
    pub comments: Vec<String>,
}

/// A part of a page.
#[derive(Debug, Default)]
pub struct Section {
    /// Our id.
    pub id: String,
    /// What people read.
    pub title: Words,
    /// Shown when true; our language.
    pub show_if: Option<String>,
    /// Rules as the source wrote them.
    pub rules: Vec<Raw>,
    /// Items.
    pub items: Vec<Item>,
    /// Where it stands.
    pub place: Place,
    /// What could not be said.
    pub comments: Vec<String>,
}

/// An item.
#[derive(Debug)]
pub struct Item {
    /// Our id.
    pub id: String,
    /// The name by which the source's rules call it.
    pub source: String,
    /// Where it stands.
    pub place: Place,
    /// Kind.
    pub kind: Kind,
    /// What people read.
    pub label: Words,
    /// More for those who ask.
    pub help: Option<Words>,
    /// Properties in our language, in the order of the file.
    pub properties: Vec<Property>,
    /// Rules as the source wrote them.
    pub rules: Vec<Raw>,
    /// Items of a group.
    pub items: Vec<Item>,
    /// Source code to ours, for rules that name codes.
    pub codes: BTreeMap<String, String>,
    /// What could not be said.
    pub comments: Vec<String>,
}

/// What a property holds, which decides how YAML writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An id or a number: never quoted.
    Plain(String),
    /// Any text: quoted where needed.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// A rule of our language.
    Rule(String),
}

/// A property of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The key.
    pub key: &'static str,
    /// The value.
    pub value: Value,
    /// What the source wrote, to be kept when the property has to go.
    pub source: String,
}

/// A rule in the source's own language.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// What it is for.
    pub role: Role,
    /// Its language.
    pub dialect: Dialect,
    /// The rule.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// What people read when a constraint does not hold.
    pub message: Option<Words>,
    /// The rule as a tree, where the source has no text for it.
    pub tree: Option<Expr>,
}

impl Raw {
    /// A rule as text.
    pub fn new(role: Role, dialect: Dialect, text: &str, place: &str) -> Raw {
        Raw { role, dialect, text: text.to_string(), place: place.to_string(), message: None, tree: None }
    }
}

/// What a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Shown when true.
    ShowIf,
    /// Not asked when true.
    HideIf,
    /// Needed when true.
    Required,
    /// Gives the value.
    Value,
    /// Has to hold.
    Constraint,
}

/// An edit check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Our id.
    pub id: String,
    /// The rule.
    pub violated_if: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The item where it is shown; where that stands in rows, the rule is read in each of them.
    pub on: String,
    /// What people read.
    pub message: Words,
    /// What the source wrote.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}

/// A code list.
#[derive(Clone, Debug)]
pub struct List {
    /// Our id.
    pub id: String,
    /// What people read.
    pub title: Words,
    /// Codes.
    pub codes: Vec<Code>,
    /// Where it stands.
    pub place: Place,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Ours.
    pub code: String,
    /// As the source wrote it.
    pub source: String,
    /// What people read.
    pub text: Words,
}

impl Item {
    /// An item without properties.
    pub fn new(source: &str, place: Place, kind: Kind, label: Words) -> Item {
        Item {
            id: String::new(),
            source: source.to_string(),
            place,
            kind,
            label,
            help: None,
            properties: Vec::new(),
            rules: Vec::new(),
            items: Vec::new(),
            codes: BTreeMap::new(),
            comments: Vec::new(),
        }
    }

    /// Adds a property.
    pub fn set(&mut self, key: &'static str, value: Value, source: &str) {
        self.properties.retain(|property| property.key != key);
        self.properties.push(Property { key, value, source: source.to_string() });
    }

    /// Makes it an attachment. Where the source names no kind that we take, or no size, both stand for a person to decide.
    pub fn attach(&mut self, accept: Vec<&'static str>, max_size: Option<String>, source: &str) -> bool {
        let is_guess = accept.is_empty() || max_size.is_none();
        let accept = if accept.is_empty() { vec!["pdf", "jpeg", "png"] } else { accept };
        self.kind = Kind::Attachment;
        self.set("accept", Value::Texts(accept.into_iter().map(str::to_owned).collect()), source);
        self.set("max_size", Value::Plain(max_size.unwrap_or_else(|| "5 MB".to_owned())), source);
        is_guess
    }

    /// The value of a property.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.properties.iter().find(|property| property.key == key).map(|property| &property.value)
    }
}

impl Draft {
    /// Calls `visit` for each item of all forms with its form's index; group members come after their group.
    pub fn each_item(&self, visit: &mut dyn FnMut(usize, Option<&Item>, &Item)) {
        for (index, form) in self.forms.iter().enumerate() {
            for item in form.sections.iter().flat_map(|section| &section.items) {
                walk(index, None, item, visit);
            }
        }
    }
}

fn walk(form: usize, group: Option<&Item>, item: &Item, visit: &mut dyn FnMut(usize, Option<&Item>, &Item)) {
    visit(form, group, item);
    for member in &item.items {
        walk(form, Some(item), member, visit);
    }
}
