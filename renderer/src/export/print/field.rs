//! What stands where an answer is written: boxes, digits, lines.

use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::lang::Lang;
use engine::value::unit_name;
use serde_json::{Value, json};

/// Longer lists are written by code, from the list in the dictionary.
const MOST_BOXES: usize = 40;

/// The field of an item. `kind` chooses the drawing in the template.
pub fn field(item: &Item, lang: Lang) -> Value {
    let kind = match item.kind {
        Kind::Calculated => "calculated",
        Kind::Group => "rows",
        Kind::Choice | Kind::Choices if codes(item).len() > MOST_BOXES => "code",
        Kind::Choice => "one",
        Kind::Choices => "many",
        Kind::Boolean => "tick",
        Kind::Date => "date",
        Kind::PartialDate => "partial",
        Kind::Datetime => "datetime",
        Kind::Attachment => "file",
        Kind::LongText => "lines",
        Kind::Text => "line",
        Kind::Integer | Kind::Decimal | Kind::Quantity => "number",
    };
    json!({
        "kind": kind,
        "options": codes(item).iter().map(|code| json!({ "code": &*code.code, "label": code.text.get(lang) })).collect::<Vec<_>>(),
        "size": size(item),
        "units": item.units.iter().map(|unit| unit_name::print(unit.text(), lang)).filter(|unit| !unit.is_empty()).collect::<Vec<_>>(),
        "censored": item.censored.words().collect::<Vec<_>>(),
        "files": item.files.as_ref().map(|files| files.print(", ")),
        "list": item.list.as_ref().map(|list| &*list.id),
        "count": codes(item).len(),
    })
}

fn codes(item: &Item) -> Vec<&engine::form::list::Code> {
    item.list.iter().flat_map(|list| &list.codes).filter(|code| !code.retired).collect()
}

/// How much room a text or number needs.
fn size(item: &Item) -> &'static str {
    match (item.shape, item.max_length) {
        (Shape::Text, Some(0..=12)) => "short",
        (Shape::Text, Some(13..=60)) => "middle",
        (Shape::Text, _) => "long",
        _ => "short",
    }
}

/// Whether an item is narrow enough for a column of a table.
pub fn is_narrow(item: &Item) -> bool {
    match item.kind {
        Kind::Group | Kind::LongText | Kind::Choices | Kind::Datetime => false,
        Kind::Choice => codes(item).len() <= 4 || codes(item).len() > MOST_BOXES,
        Kind::Text => true,
        _ => item.units.len() < 3 && !item.censored.is_any(),
    }
}
