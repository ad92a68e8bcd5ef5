//! One questionnaire.

use engine::form::form::Form;
use engine::library::coverage::{last_day, until};
use engine::program::program::ScopeId;
use serde_json::{Map, Value, json};

use super::extension::own;
use super::item::{Writer, resource_id};
use super::release::Release;
use super::text::put;
use super::value_set::ValueSets;
use super::{constraint, context};
use crate::export::rules::Rules;
use crate::export::target::Subject;

/// The address of a form for machines.
pub fn url(form: &Form) -> String {
    format!("urn:ctr:form:{}", form.id)
}

/// A form as a questionnaire. Its status is `draft`: what is published is the registry's to say, not a file's.
pub fn questionnaire(subject: &Subject<'_>, form: &Form, release: Release) -> Value {
    let lang = subject.lang;
    let rules = Rules::new(form);
    let mut sets = ValueSets::new(lang, subject.made);
    let mut writer = Writer { rules: &rules, sets: &mut sets, lang, release };
    let mut items: Vec<Value> = form.sections.iter().map(|section| writer.section(section)).collect();
    items.extend(context::groups(form, subject.library, &mut sets, lang, release));
    let mut extensions = context::launches(form);
    extensions.push(own("level", ("valueString", json!(&*form.level))));
    extensions.push(own("digest", ("valueString", json!(&**form.digest()))));
    extensions.extend(constraint::of_scope(&rules, ScopeId(0), lang, release));

    let mut whole = Map::new();
    whole.insert("resourceType".to_owned(), json!("Questionnaire"));
    whole.insert("id".to_owned(), json!(resource_id(&form.id, &form.edition())));
    whole.insert("language".to_owned(), json!(lang.tag()));
    whole.insert("url".to_owned(), json!(url(form)));
    whole.insert("version".to_owned(), json!(form.edition()));
    whole.insert("name".to_owned(), json!(name(&form.id)));
    put(&mut whole, "title", &form.title, lang);
    if let Some(help) = &form.help {
        put(&mut whole, "description", help, lang);
    }
    whole.insert("status".to_owned(), json!("draft"));
    whole.insert("subjectType".to_owned(), json!(["Patient"]));
    whole.insert("date".to_owned(), json!(subject.made));
    let versions = subject.library.forms.get(&form.id).into_iter().flatten();
    let last = last_day(until(form, versions.map(|version| &**version)));
    let days = [("start", form.effective_from), ("end", last)];
    let days: Map<String, Value> =
        days.into_iter().filter_map(|(end, day)| Some((end.to_owned(), json!(day?.to_string())))).collect();
    if !days.is_empty() {
        whole.insert("effectivePeriod".to_owned(), Value::Object(days));
    }
    whole.insert("extension".to_owned(), Value::Array(extensions));
    let contained = sets.contained();
    if !contained.is_empty() {
        whole.insert("contained".to_owned(), Value::Array(contained));
    }
    whole.insert("item".to_owned(), Value::Array(items));
    Value::Object(whole)
}

/// A name that programs can use begins with a capital letter.
fn name(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
