//! The schema as text, for those who only pass it on: what answers may be is written once for all items of the same kind, list and details.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::form::form::Form;
use crate::form::item::{Details, Item};
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::schema::emit::{head, is_always_required, rows};
use crate::schema::item::{answer, described, item_to_schema};
use crate::value::canonical::write_string;

/// The JSON of `form_to_schema` as text; the order of members is another.
pub fn form_to_schema_text(form: &Form) -> String {
    let mut out = String::with_capacity(form.items.len() * 512);
    let mut known = Known::new();
    out.push('{');
    for (key, text) in head(form) {
        push_member(&mut out, key, &text);
        out.push(',');
    }
    out.push_str("\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    let slots = form.scopes.first().map(|root| root.slots.as_slice()).unwrap_or_default();
    let items: Vec<&Item> = slots.iter().filter_map(|id| form.item(*id)).collect();
    for item in &items {
        push_property(&mut out, form, item, &mut known);
    }
    close(&mut out, "},\"required\":[");
    for item in items.iter().filter(|item| is_always_required(item)) {
        write_string(&mut out, &item.id);
        out.push(',');
    }
    close(&mut out, "]}");
    out
}

/// The members of an answer's schema, by what they follow from (the form holds it all, so that it is known by its address).
type Known = HashMap<(*const Details, Option<*const CodeList>, Kind), Option<Rc<str>>>;

fn push_property(out: &mut String, form: &Form, item: &Item, known: &mut Known) {
    if item.kind == Kind::Group {
        if let Some(schema) = item_to_schema(item, rows(form, item)) {
            write_string(out, &item.id);
            out.push(':');
            out.push_str(&schema.to_string());
            out.push(',');
        }
        return;
    }
    let key = (Arc::as_ptr(&item.details), item.list.as_ref().map(Arc::as_ptr), item.kind);
    let Some(members) = known.entry(key).or_insert_with(|| members(item)).clone() else { return };
    write_string(out, &item.id);
    out.push_str(":{");
    for (key, text) in described(item) {
        push_member(out, key, &text);
        out.push(',');
    }
    out.push_str(&members);
    out.push_str("},");
}

/// Without the braces.
fn members(item: &Item) -> Option<Rc<str>> {
    let text = serde_json::Value::Object(answer(item, None)?).to_string();
    Some(text.get(1..text.len() - 1)?.into())
}

fn push_member(out: &mut String, key: &str, text: &str) {
    write_string(out, key);
    out.push(':');
    write_string(out, text);
}

/// Ends a list of parts, each of which ended with a comma.
fn close(out: &mut String, with: &str) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push_str(with);
}
