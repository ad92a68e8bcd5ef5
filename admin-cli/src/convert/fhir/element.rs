//! One element of FHIR in JSON: its texts, lists, flags and values, and its extensions by the end of their address.

use serde_json::Value as Json;

/// A text, or none.
pub fn text_of<'j>(json: &'j Json, key: &str) -> &'j str {
    json.get(key).and_then(Json::as_str).unwrap_or("")
}

/// Members, or none.
pub fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// Whether it is there and true.
pub fn flag(json: &Json, key: &str) -> bool {
    json.get(key).and_then(Json::as_bool).unwrap_or(false)
}

/// The value of an element whose name starts with a type: `valueInteger`, `answerCoding`.
pub fn typed<'j>(json: &'j Json, prefix: &str) -> Option<(&'j str, &'j Json)> {
    json.as_object()?
        .iter()
        .find_map(|(key, value)| key.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map(|rest| (rest, value)))
}

/// Number or text as text; the digits stay as they are written.
pub fn scalar(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Bool(value) => value.to_string(),
        Json::Object(object) => object.get("value").or(object.get("code")).map(scalar).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Extensions whose url ends so.
pub fn extensions<'j>(json: &'j Json, end: &'j str) -> impl Iterator<Item = &'j Json> {
    list(json, "extension").iter().filter(move |extension| text_of(extension, "url").ends_with(end))
}

/// The value of the first extension whose url ends so.
pub fn extension_value(json: &Json, end: &str) -> Option<String> {
    extensions(json, end).find_map(|extension| typed(extension, "value")).map(|(_, value)| scalar(value))
}

/// A part of a nested extension.
pub fn nested(extension: &Json, url: &str) -> String {
    let found = list(extension, "extension").iter().find(|part| text_of(part, "url") == url);
    found
        .and_then(|part| typed(part, "value"))
        .map(|(_, value)| match value {
            Json::Object(object) => object.get("expression").map(scalar).unwrap_or_default(),
            other => scalar(other),
        })
        .unwrap_or_default()
}

/// A help text below a question.
pub fn is_help(json: &Json) -> bool {
    let control = extensions(json, "questionnaire-itemControl").find_map(|extension| extension.get("valueCodeableConcept"));
    text_of(json, "type") == "display"
        && control.is_some_and(|control| list(control, "coding").iter().any(|coding| text_of(coding, "code") == "help"))
}
