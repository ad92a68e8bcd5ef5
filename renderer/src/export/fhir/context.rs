//! What rules read of other forms: a group at the end of the questionnaire, filled when a response is begun and then read only, so that a
//! response holds everything that its rules were judged by.

use engine::form::form::{Form, Import};
use engine::form::reference::{OLD, Which};
use engine::kind::shape::Shape;
use engine::lang::{Lang, Text};
use engine::library::library::Library;
use serde_json::{Map, Value, json};

use super::answer;
use super::extension::{own, part, sdc, sdc_parts};
use super::release::Release;
use super::text::put;
use super::value_set::ValueSets;
use crate::export::fhirpath::place::{context_link, has_reasons, missing_link, section_link, within};

/// The groups, one for each form that is read.
pub fn groups(form: &Form, library: &Library, sets: &mut ValueSets, lang: Lang, release: Release) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for import in &form.imports {
        if !names.contains(&&*import.form) {
            names.push(&import.form);
        }
    }
    let group = |name: &str, sets: &mut ValueSets| {
        let own_items: Vec<&Import> = form.imports.iter().filter(|import| *import.form == *name).collect();
        let title = own_items.first().map_or_else(|| Text::new(name, name), |import| import.title.clone());
        let label = Text::new(format!("参照する値：{}", title.ja), format!("Read from: {}", title.en));
        let mut group = start(&context_link(name), &label, "group", lang);
        group.insert("readOnly".to_owned(), json!(true));
        let items = own_items.iter().flat_map(|import| of_import(import, form, library, sets, lang, release));
        group.insert("item".to_owned(), Value::Array(items.collect()));
        Value::Object(group)
    };
    names.into_iter().map(|name| group(name, sets)).collect()
}

/// The records that must be at hand when a response is begun: one launch context each.
pub fn launches(form: &Form) -> Vec<Value> {
    let known = form.references.iter().map(|reference| (&*reference.alias, told(reference.which, &reference.form)));
    let old = form.imports.iter().any(|import| *import.form == *OLD).then(|| (OLD, "the revision before this one".to_owned()));
    known
        .chain(old)
        .filter(|(name, _)| form.imports.iter().any(|import| *import.form == **name))
        .map(|(name, description)| {
            sdc_parts(
                "launchContext",
                vec![
                    part("name", ("valueCoding", json!({ "system": "urn:ctr:context", "code": name }))),
                    part("type", ("valueCode", json!("QuestionnaireResponse"))),
                    part("description", ("valueString", json!(description))),
                ],
            )
        })
        .collect()
}

fn told(which: Which, form: &str) -> String {
    match which {
        Which::Above => format!("the record of form {form} at the same place or above"),
        Which::All => format!("all records of form {form} that the definition names"),
        other => format!("the record of form {form} chosen by the definition: {}", other.word()),
    }
}

fn of_import(import: &Import, form: &Form, library: &Library, sets: &mut ValueSets, lang: Lang, release: Release) -> Vec<Value> {
    let item = &import.item;
    let link = format!("{}.{}", import.form, item.id);
    let mut question = start(&link, &item.label, answer::type_of(item, release), lang);
    question.insert("readOnly".to_owned(), json!(true));
    if item.shape == Shape::ManyCoded {
        question.insert("repeats".to_owned(), json!(true));
    }
    if let Some(list) = item.list.as_deref() {
        question.insert("answerValueSet".to_owned(), json!(sets.of_list(list)));
    }
    let mut extensions = vec![own("context", ("valueString", json!(&*import.form)))];
    let source = source(import, form, library);
    extensions.extend(source.as_ref().map(|entry| initial(&format!("{entry}.answer.value"))));
    question.insert("extension".to_owned(), Value::Array(extensions));
    let mut all = vec![Value::Object(question)];
    if has_reasons(item) {
        let label = Text::new(format!("{}：値がない理由", item.label.ja), format!("{}: why there is no value", item.label.en));
        let mut reason = start(&missing_link(&link), &label, release.coded(), lang);
        reason.insert("readOnly".to_owned(), json!(true));
        reason.insert("answerValueSet".to_owned(), json!(sets.of_reasons(item)));
        reason.insert("extension".to_owned(), json!([own("context", ("valueString", json!(&*import.form)))]));
        all.push(Value::Object(reason));
    }
    all
}

/// Where the other form's response holds it; values of several records are brought together by who fills the response.
fn source(import: &Import, form: &Form, library: &Library) -> Option<String> {
    let is_plain = form.references.iter().any(|reference| reference.alias == import.form && reference.which != Which::All);
    let is_old = *import.form == *OLD;
    let reference = form.references.iter().find(|reference| reference.alias == import.form);
    let other = if is_old { Some(form) } else { library.form(&reference?.form).map(|form| &**form) }?;
    let (_, item) = other.find_item(&import.item.id).filter(|(_, item)| (is_plain || is_old) && item.scope.0 == 0)?;
    let section = other.sections.get(usize::from(item.section))?;
    Some(within(&within(&format!("%{}", import.form), &section_link(&section.id)), &item.id))
}

fn initial(expression: &str) -> Value {
    sdc("initialExpression", ("valueExpression", json!({ "language": "text/fhirpath", "expression": expression })))
}

fn start(link: &str, text: &Text, kind: &str, lang: Lang) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("linkId".to_owned(), json!(link));
    put(&mut item, "text", text, lang);
    item.insert("type".to_owned(), json!(kind));
    item
}
