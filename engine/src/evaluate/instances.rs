//! Several records of one form as rules read them: the folds that a form asks for, each as one value under its own name.

use crate::answers::json::Json;
use crate::answers::slot_reader::SlotReader;
use crate::evaluate::fold;
use crate::evaluate::outcome::value_to_json;
use crate::evaluate::val::{Val, value_of};
use crate::form::form::{Form, Import};
use crate::form::item::Item;
use crate::form::reference::Which;
use crate::program::node::Fold;
use crate::value::value::{Slot, Value};
use serde_json::{Map, Value as Json_};

/// Whether rules of a form read several records at once.
pub fn has_plurals(form: &Form) -> bool {
    form.references.iter().any(|reference| reference.which == Which::All)
}

/// The context with every array of records replaced by the values that rules read from it: `{"size()": 2, "max(dose)": "5"}`.
/// What is no array stays: it was folded before.
pub fn folded(form: &Form, context: &Map<String, Json_>) -> Map<String, Json_> {
    let mut context = context.clone();
    for reference in form.references.iter().filter(|reference| reference.which == Which::All) {
        let records = match context.get(&*reference.alias) {
            Some(Json_::Array(records)) => records.clone(),
            Some(_) => continue,
            None => Vec::new(),
        };
        let imports = form.imports.iter().filter(|import| import.form == reference.alias);
        let values = imports.filter_map(|import| Some((import.item.id.to_string(), value(import, &records)?)));
        let values: Map<String, Json_> = values.collect();
        context.insert(reference.alias.to_string(), Json_::Object(values));
    }
    context
}

fn value(import: &Import, records: &[Json_]) -> Option<Json_> {
    if &*import.item.id == "size()" {
        return Some(Json_::from(records.len()));
    }
    let (word, item) = import.item.id.strip_suffix(')')?.split_once('(')?;
    let how = match word {
        "sum" => Fold::Sum,
        "min" => Fold::Min,
        "max" => Fold::Max,
        "first" => Fold::First,
        _ => Fold::Last,
    };
    let reader = SlotReader::new(&import.item);
    let read = |record: &Json_| -> Slot {
        let answer = record.get(item).map(Json_::to_string);
        answer.and_then(|text| reader.read(&mut Json::new(text.as_bytes()).ok()?).ok()).unwrap_or_default()
    };
    let slots: Vec<Slot> = records.iter().map(read).collect();
    let values = slots.iter().map(|slot| match slot {
        Slot::Value(value) => value_of(value),
        _ => Val::Unknown,
    });
    let found = values.fold(None, |so_far, value| Some(fold::join(how, so_far, value)))?;
    Some(written(&import.item, kept(found)?)).filter(|json| !json.is_null())
}

fn kept(found: Val<'_>) -> Option<Value> {
    Some(match found {
        // A censored value has no plain shape here: what is folded from one is not known.
        Val::Unknown | Val::Censored(..) => return None,
        Val::Bool(value) => Value::Bool(value),
        Val::Number(number) => Value::Number(number),
        Val::Text(text) => Value::text(text),
        Val::Date(days) => Value::Date(days),
        Val::DateTime(seconds) => Value::DateTime(seconds),
        Val::Code(code) => Value::Code(code),
        Val::Codes(codes) => Value::codes(codes),
    })
}

/// As an answer of the item is written; a quantity in its canonical unit.
fn written(item: &Item, value: Value) -> Json_ {
    let plain = value_to_json(item, &Slot::Value(value));
    match (item.units.first(), item.kind == crate::kind::kind::Kind::Quantity) {
        (Some(unit), true) => serde_json::json!({ "value": plain, "unit": unit.text() }),
        _ => plain,
    }
}
