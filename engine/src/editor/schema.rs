//! JSON Schemas (draft 07, which editors know best) of the definition files. They complete keys and kinds, explain each on hover in both
//! languages, and refuse keys that have no meaning; everything else is said by `ctr check`.

use serde_json::{Map as Object, Value, json};

use crate::editor::key::{Holds, Key};
use crate::editor::map::{FILES, MAPS, Map, WANTED_OF_KIND, find};
use crate::form::moment::Moment;
use crate::kind::kind::{COMMON, KINDS};
use crate::value::missing::Missing;

/// The schema of one kind of file: `form`, `list`, `product`, `registry`.
pub fn file_schema(name: &str) -> Option<Value> {
    let (_, ja, en) = FILES.iter().find(|(file, ..)| *file == name)?;
    let outer = find(name)?;
    let mut maps: Vec<&Map> = Vec::new();
    collect(outer, &mut maps);
    let mut definitions: Object<String, Value> = maps.iter().map(|map| (map.name.to_owned(), map_schema(map))).collect();
    definitions.insert("both".into(), both());
    definitions.insert("waive".into(), waive());
    definitions.retain(|name, _| name != outer.name);
    if name == "block" {
        definitions.values_mut().for_each(take_parameters);
    }
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "made by `make docs` from engine/src/editor/map.rs; change the table, not this file",
        "title": en,
        "description": format!("{ja}\n{en}"),
    });
    if let (Some(schema), Value::Object(own)) = (schema.as_object_mut(), map_schema(outer)) {
        schema.extend(own);
        schema.insert("definitions".into(), Value::Object(definitions));
    }
    Some(schema)
}

/// In a block any value may be a parameter: `$name`.
fn take_parameters(definition: &mut Value) {
    let Some(properties) = definition.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, schema) in properties.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "id" | "kind" | "waive")) {
        let parameter = json!({ "type": "string", "pattern": r"^\$[a-z][a-z0-9_]{0,63}$" });
        *schema = json!({ "anyOf": [schema.take(), parameter] });
    }
}

/// The maps that a map leads to, itself first.
fn collect(map: &'static Map, found: &mut Vec<&'static Map>) {
    if found.iter().any(|known| known.name == map.name) {
        return;
    }
    found.push(map);
    for key in map.keys {
        if let Holds::AnyOfMaps(names) = key.holds {
            MAPS.iter().filter(|map| names.contains(&map.name)).for_each(|below| collect(below, found));
        }
        if let Holds::Map(name) | Holds::Maps(name) | Holds::IdsOrMaps(name) = key.holds
            && let Some(below) = MAPS.iter().find(|map| map.name == name)
        {
            collect(below, found);
        }
    }
}

/// A use of a shared item takes every key of an item that does not make it another element.
fn keys_of(map: &Map) -> Vec<&'static Key> {
    let of_item = find("item").filter(|_| map.name == "item_use").map_or(&[][..], |item| item.keys);
    let changes = of_item.iter().filter(|key| !matches!(key.name, "id" | "kind" | "list" | "items"));
    let own = MAPS.iter().find(|known| known.name == map.name).map_or(&[][..], |known| known.keys);
    own.iter().chain(changes).collect()
}

fn map_schema(map: &Map) -> Value {
    let mut properties: Object<String, Value> =
        keys_of(map).into_iter().map(|key| (key.name.to_owned(), key_schema(key))).collect();
    properties.insert("waive".into(), json!({ "$ref": "#/definitions/waive" }));
    let wanted: Vec<&str> = map.keys.iter().filter(|key| key.wanted).map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "required": wanted,
        "additionalProperties": false,
    });
    if let (true, Some(schema)) = (map.name == "item", schema.as_object_mut()) {
        schema.insert("allOf".into(), KINDS.iter().map(|row| kind_schema(row.name, row.properties)).collect());
    }
    schema
}

/// What a kind takes beyond what every item takes.
fn kind_schema(name: &str, properties: &[&str]) -> Value {
    let known: Vec<&str> = COMMON.iter().chain(properties).copied().chain(["waive"]).collect();
    let wanted = WANTED_OF_KIND.iter().find(|(kind, _)| *kind == name).map_or(&[][..], |(_, wanted)| wanted);
    let mut schema = json!({
        "if": { "type": "object", "properties": { "kind": { "const": name } }, "required": ["kind"] },
        "then": { "type": "object", "propertyNames": { "enum": known } },
    });
    if let (false, Some(then)) = (wanted.is_empty(), schema.get_mut("then").and_then(Value::as_object_mut)) {
        then.insert("required".into(), json!(wanted));
        then.insert(
            "properties".into(),
            wanted.iter().map(|name| ((*name).to_owned(), Value::Bool(true))).collect::<Object<_, _>>().into(),
        );
    }
    schema
}

fn key_schema(key: &Key) -> Value {
    let mut schema = match key.holds {
        Holds::Id => json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$" }),
        Holds::Code => json!({ "type": "string", "pattern": "^[A-Za-z0-9_.+-]{1,64}$" }),
        Holds::Text | Holds::Rule => json!({ "type": "string", "minLength": 1 }),
        Holds::Both => json!({ "allOf": [{ "$ref": "#/definitions/both" }] }),
        Holds::Required => json!({ "anyOf": [{ "type": "boolean" }, { "type": "string", "minLength": 1 }] }),
        Holds::Truth => json!({ "type": "boolean" }),
        Holds::Count(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Holds::Version => json!({ "type": "string", "pattern": r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$" }),
        Holds::End => json!({ "anyOf": [{ "type": "number" }, { "type": "string", "minLength": 1 }] }),
        Holds::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Holds::Word(words) => json!({ "type": "string", "enum": words }),
        Holds::Weight => {
            let word = json!({ "type": "string", "enum": ["error", "warning"] });
            let moments: Object<_, _> = Moment::ALL.iter().map(|moment| (moment.name().to_owned(), word.clone())).collect();
            json!({ "anyOf": [word, { "type": "object", "properties": moments, "additionalProperties": false, "minProperties": 1 }] })
        }
        Holds::Kind => json!({ "type": "string", "enum": KINDS.iter().map(|row| row.name).collect::<Vec<_>>() }),
        Holds::Reasons => json!({ "type": "array", "items": reasons() }),
        Holds::Ids => json!({ "type": "array", "items": { "type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$" } }),
        Holds::IdsOrMaps(name) => json!({ "type": "array", "items": { "anyOf": [
            { "type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$" },
            { "$ref": format!("#/definitions/{name}") },
        ] } }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        Holds::Map(name) => json!({ "allOf": [{ "$ref": format!("#/definitions/{name}") }] }),
        Holds::Maps(name) => json!({ "type": "array", "items": { "$ref": format!("#/definitions/{name}") } }),
        Holds::AnyOfMaps(names) => json!({ "type": "array", "items": { "anyOf":
            names.iter().map(|name| json!({ "$ref": format!("#/definitions/{name}") })).collect::<Vec<_>>() } }),
        Holds::Answers => json!({ "type": "object" }),
        Holds::Any => json!({}),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".into(), format!("{}\n{}", key.ja, key.en).into());
    }
    schema
}

fn reasons() -> Value {
    let codes: Vec<&str> = Missing::ALL.iter().map(|reason| reason.code()).collect();
    let texts: Vec<String> =
        Missing::ALL.iter().map(|reason| format!("{}: {} / {}", reason.code(), reason.ja(), reason.en())).collect();
    json!({ "type": "string", "enum": codes, "description": texts.join("\n") })
}

fn both() -> Value {
    let half = |ja: &str, en: &str| json!({ "type": "string", "minLength": 1, "description": format!("{ja}\n{en}") });
    json!({
        "type": "object",
        "properties": {
            "ja": half("日本語の文。", "The Japanese text."),
            "en": half("英語の文。", "The English text."),
            "waive": { "$ref": "#/definitions/waive" },
        },
        "required": ["ja", "en"],
        "additionalProperties": false,
    })
}

fn waive() -> Value {
    json!({
        "type": "object",
        "additionalProperties": { "type": "string", "minLength": 1 },
        "description": "認める指摘(コード: 理由)。この中と、この下の指摘に効きます。\nLints let pass here and below (code: reason).",
    })
}
