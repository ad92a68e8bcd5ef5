//! The schema of a form's answers as they are submitted: hidden answers left out, calculated values not sent.
//!
//! What a schema says: shapes, codes, units, missing reasons, lengths, patterns, whole-number ranges, places, rows, exclusive codes, and
//! what is always required. What it cannot say stays with the engine: rules, ranges of decimals, quantities and dates, keys given twice.

use crate::form::form::{Form, Scope};
use crate::form::item::{Item, Required};
use crate::kind::kind::Kind;
use crate::program::program::ItemId;
use crate::schema::item::{both, item_to_schema};
use serde_json::{Map, Value, json};

/// The JSON Schema of a form.
pub fn form_to_schema(form: &Form) -> Value {
    let mut schema = form.scopes.first().map(|root| object(form, root)).unwrap_or_default();
    schema.extend(head(form).into_iter().map(|(key, text)| (key.to_owned(), Value::String(text))));
    Value::Object(schema)
}

/// What is said of the form as a whole, by keyword.
pub fn head(form: &Form) -> Vec<(&'static str, String)> {
    let mut members = vec![
        ("$schema", "https://json-schema.org/draft/2020-12/schema".to_owned()),
        ("$id", format!("urn:ctr:form:{}:{}", form.id, form.version)),
        ("title", both(&form.title)),
        ("$comment", format!("form {} {}, digest {}", form.id, form.version, form.digest())),
    ];
    members.extend(form.help.as_ref().map(|help| ("description", both(help))));
    members
}

fn object(form: &Form, scope: &Scope) -> Map<String, Value> {
    let items: Vec<&Item> = scope.slots.iter().filter_map(|id: &ItemId| form.item(*id)).collect();
    let properties = items.iter().filter_map(|item| Some((item.id.to_string(), item_to_schema(item, rows(form, item))?)));
    let required: Vec<&str> = items.iter().filter(|item| is_always_required(item)).map(|item| &*item.id).collect();
    Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), Value::Object(properties.collect())),
        ("required".to_owned(), json!(required)),
        ("additionalProperties".to_owned(), json!(false)),
    ])
}

/// The schema of a row of a group.
pub fn rows(form: &Form, item: &Item) -> Option<Value> {
    let scope = form.scopes.get(usize::from(item.rows?.0))?;
    Some(Value::Object(object(form, scope)))
}

/// Required whatever else is answered: no rule hides it, and none decides about it.
pub fn is_always_required(item: &Item) -> bool {
    let wanted = item.required == Required::Always || (item.kind == Kind::Group && item.min_rows > 0);
    wanted && item.shown_if.is_empty() && !item.retired && item.kind != Kind::Calculated
}
