//! Code lists as contained value sets with their expansion, each once. A retired code is excluded: old answers keep it, nobody is offered it.

use std::collections::BTreeMap;

use engine::form::item::Item;
use engine::form::list::{Code, CodeList};
use engine::lang::{Lang, Text};
use engine::value::censor::Censor;
use engine::value::missing::Missing;
use serde_json::{Map, Value, json};

use super::extension::fhir_id;
use super::text::{other, put};
use crate::export::fhirpath::place::{COMPARATOR_SYSTEM, MISSING_SYSTEM};

/// The sets that a questionnaire refers to.
pub struct ValueSets {
    lang: Lang,
    made: String,
    found: BTreeMap<String, Value>,
}

/// One code with its system.
struct Member<'m> {
    system: &'m str,
    code: &'m str,
    text: Text,
}

impl ValueSets {
    /// None yet.
    pub fn new(lang: Lang, made: &str) -> ValueSets {
        ValueSets { lang, made: made.to_owned(), found: BTreeMap::new() }
    }

    /// The reference to a code list.
    pub fn of_list(&mut self, list: &CodeList) -> String {
        let id = fhir_id(&list.id);
        let system = system_of(&list.id);
        let (offered, retired): (Vec<&Code>, Vec<&Code>) = list.codes.iter().partition(|code| !code.retired);
        let member = |code: &&Code| (code.code.to_string(), code.text.clone());
        let (offered, retired): (Vec<_>, Vec<_>) = (offered.iter().map(member).collect(), retired.iter().map(member).collect());
        let lang = self.lang;
        let all = |codes: &[(String, Text)]| codes.iter().map(|(code, text)| concept(code, text, lang)).collect::<Vec<_>>();
        let mut compose = json!({ "include": [{ "system": system, "concept": all(&offered) }] });
        if !retired.is_empty()
            && let Some(compose) = compose.as_object_mut()
        {
            compose.insert("exclude".to_owned(), json!([{ "system": system, "concept": all(&retired) }]));
        }
        let members: Vec<Member<'_>> =
            offered.iter().map(|(code, text)| Member { system: &system, code, text: text.clone() }).collect();
        self.put(&id, &system, &list.title, compose, &members)
    }

    /// The reference to the reasons that may stand in place of an item's value.
    pub fn of_reasons(&mut self, item: &Item) -> String {
        let mut members: Vec<Member<'_>> = item
            .missing
            .iter()
            .map(|reason| Member { system: MISSING_SYSTEM, code: reason.code(), text: Text::new(reason.ja(), reason.en()) })
            .collect();
        if item.censored.not_detected {
            let text = Text::new("検出せず", "Not detected");
            members.push(Member { system: COMPARATOR_SYSTEM, code: Censor::NotDetected.sign(), text });
        }
        let codes: Vec<&str> = members.iter().map(|member| member.code).collect();
        let id = fhir_id(&format!("missing-{}", codes.join("-")));
        let include: Vec<Value> = [MISSING_SYSTEM, COMPARATOR_SYSTEM]
            .into_iter()
            .filter_map(|system| {
                let own: Vec<Value> = members
                    .iter()
                    .filter(|member| member.system == system)
                    .map(|member| concept(member.code, &member.text, self.lang))
                    .collect();
                (!own.is_empty()).then(|| json!({ "system": system, "concept": own }))
            })
            .collect();
        let title = Text::new("値がない理由", "Reasons for a missing value");
        self.put(&id, "urn:ctr:missing", &title, json!({ "include": include }), &members)
    }

    /// All of them, for `contained`.
    pub fn contained(self) -> Vec<Value> {
        self.found.into_values().collect()
    }

    fn put(&mut self, id: &str, url: &str, title: &Text, compose: Value, members: &[Member<'_>]) -> String {
        let lang = self.lang;
        let made = self.made.clone();
        self.found.entry(id.to_owned()).or_insert_with(|| {
            let contains: Vec<Value> = members.iter().map(|member| expanded(member, lang)).collect();
            let mut set = Map::new();
            set.insert("resourceType".to_owned(), json!("ValueSet"));
            set.insert("id".to_owned(), json!(id));
            set.insert("url".to_owned(), json!(format!("{url}:valueset:{id}")));
            set.insert("status".to_owned(), json!("active"));
            put(&mut set, "title", title, lang);
            set.insert("compose".to_owned(), compose);
            set.insert("expansion".to_owned(), json!({ "timestamp": made, "contains": contains }));
            Value::Object(set)
        });
        format!("#{id}")
    }
}

/// The system of a list's codes.
pub fn system_of(list: &str) -> String {
    format!("urn:ctr:list:{list}")
}

/// A missing reason's display.
pub fn reason(reason: Missing) -> Text {
    Text::new(reason.ja(), reason.en())
}

fn concept(code: &str, text: &Text, lang: Lang) -> Value {
    json!({
        "code": code,
        "display": text.get(lang).trim(),
        "designation": [{ "language": other(lang).tag(), "value": text.get(other(lang)).trim() }],
    })
}

fn expanded(member: &Member<'_>, lang: Lang) -> Value {
    let mut value = concept(member.code, &member.text, lang);
    if let Some(value) = value.as_object_mut() {
        value.insert("system".to_owned(), json!(member.system));
    }
    value
}
