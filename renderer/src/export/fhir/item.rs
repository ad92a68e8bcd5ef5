//! Sections as groups, questions, and rows as groups that repeat.

use engine::form::item::{Item, Required, Section};
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::lang::{Lang, Text};
use engine::program::program::{ItemId, RuleId};
use serde_json::{Map, Value, json};

use super::extension::{core, fhir_id, own, sdc};
use super::release::Release;
use super::text::put;
use super::value_set::{ValueSets, system_of};
use super::{answer, constraint, rule, show};
use crate::export::fhirpath::place::{has_reasons, missing_link, row_name, section_link};
use crate::export::fhirpath::shape::rounded;
use crate::export::fhirpath::translate;
use crate::export::rules::Rules;

/// Writes the items of a form.
pub struct Writer<'w, 'f> {
    /// The form's rules.
    pub rules: &'w Rules<'f>,
    /// The value sets so far.
    pub sets: &'w mut ValueSets,
    /// The language that stands first.
    pub lang: Lang,
    /// The release.
    pub release: Release,
}

impl<'f> Writer<'_, 'f> {
    /// A section.
    pub fn section(&mut self, section: &'f Section) -> Value {
        let shown = show::of(self.rules, &section.id, section.shown_if.as_slice(), self.lang);
        let link = section_link(&section.id);
        let mut group = self.start(&link, &section.title, "group");
        let help = section.help.as_ref().map(|help| self.help(&link, help));
        let mut children: Vec<Value> = help.into_iter().collect();
        children.extend(self.children(&section.items));
        group.extend(shown.keys);
        finish(group, shown.extensions, children)
    }

    fn children(&mut self, items: &[ItemId]) -> Vec<Value> {
        let form = self.rules.form;
        items.iter().filter_map(|id| form.item(*id)).flat_map(|item| self.item(item)).collect()
    }

    fn item(&mut self, item: &'f Item) -> Vec<Value> {
        let conditions: Vec<RuleId> = self.rules.own_conditions(item).collect();
        let shown = show::of(self.rules, &item.id, &conditions, self.lang);
        if item.kind == Kind::Group {
            return vec![self.rows(item, shown)];
        }
        let mut all = vec![self.question(item, shown)];
        if has_reasons(item) {
            all.push(self.reason(item, &conditions));
        }
        all
    }

    fn question(&mut self, item: &'f Item, shown: show::Shown) -> Value {
        let mut question = self.start(&item.id, &item.label, answer::type_of(item, self.release));
        let mut extensions = shown.extensions;
        question.extend(shown.keys);
        if item.required == Required::Always && !has_reasons(item) && item.value.is_none() {
            question.insert("required".to_owned(), json!(true));
        }
        if item.shape == Shape::ManyCoded {
            question.insert("repeats".to_owned(), json!(true));
        }
        if let Some(most) = item.max_length {
            question.insert("maxLength".to_owned(), json!(most));
        }
        self.options(item, &mut question);
        if let Some(id) = item.value {
            question.insert("readOnly".to_owned(), json!(true));
            extensions.push(self.calculated(item, id));
        }
        if item.retired {
            extensions.push(core("questionnaire-hidden", ("valueBoolean", json!(true))));
        }
        extensions.extend(answer::limits(item, self.lang));
        extensions.extend(answer::marks(item));
        let help = item.help.as_ref().map(|help| self.help(&item.id, help));
        finish(question, extensions, help.into_iter().collect())
    }

    fn calculated(&self, item: &Item, id: RuleId) -> Value {
        let said = self.rules.find(id).map(|found| translate::value(self.rules.form, found));
        let said = said.unwrap_or(Err(crate::export::fhirpath::unsaid::Unsaid::Nowhere)).map(|said| match item.decimals {
            Some(places) => rounded(item.rounding, &said, places),
            None => said,
        });
        // A calculated code is offered as a coding of its list.
        let said = said.map(|said| match (&item.list, item.shape) {
            (Some(list), Shape::Coded) => {
                format!("%factory.Coding({}, {said})", crate::export::fhirpath::shape::quoted(&system_of(&list.id)))
            }
            _ => said,
        });
        match rule::of_rule(self.rules, id, said, self.lang) {
            Ok(expression) => sdc("calculatedExpression", ("valueExpression", expression)),
            Err(why) => rule::unsaid(self.rules, "value", &item.id, id, why),
        }
    }

    /// A list with codes that stand alone is written out; every other is a contained value set.
    fn options(&mut self, item: &Item, question: &mut Map<String, Value>) {
        let Some(list) = item.list.as_deref() else { return };
        if item.exclusive.is_empty() {
            question.insert("answerValueSet".to_owned(), json!(self.sets.of_list(list)));
            return;
        }
        let offered = (0u16..).zip(&list.codes).filter(|(_, code)| !code.retired);
        let options = offered.map(|(at, code)| {
            let mut coding = Map::new();
            coding.insert("system".to_owned(), json!(system_of(&list.id)));
            coding.insert("code".to_owned(), json!(&*code.code));
            put(&mut coding, "display", &code.text, self.lang);
            let mut option = json!({ "valueCoding": coding });
            if item.exclusive.contains(&at)
                && let Some(option) = option.as_object_mut()
            {
                option.insert(
                    "extension".to_owned(),
                    json!([core("questionnaire-optionExclusive", ("valueBoolean", json!(true)))]),
                );
            }
            option
        });
        question.insert("answerOption".to_owned(), Value::Array(options.collect()));
    }

    /// Why there is no value.
    fn reason(&mut self, item: &Item, conditions: &[RuleId]) -> Value {
        let label = Text::new(format!("{}：値がない理由", item.label.ja), format!("{}: why there is no value", item.label.en));
        let mut question = self.start(&missing_link(&item.id), &label, self.release.coded());
        let shown = show::of_reason(self.rules, item, conditions, self.lang);
        question.extend(shown.keys);
        question.insert("answerValueSet".to_owned(), json!(self.sets.of_reasons(item)));
        if item.required == Required::Always {
            question.insert("required".to_owned(), json!(true));
        }
        let mut extensions = shown.extensions;
        extensions.push(own("missing-of", ("valueString", json!(&*item.id))));
        finish(question, extensions, Vec::new())
    }

    fn rows(&mut self, item: &'f Item, shown: show::Shown) -> Value {
        let mut group = self.start(&item.id, &item.label, "group");
        group.extend(shown.keys);
        group.insert("repeats".to_owned(), json!(true));
        let mut extensions = shown.extensions;
        if item.min_rows > 0 {
            group.insert("required".to_owned(), json!(true));
            extensions.push(core("questionnaire-minOccurs", ("valueInteger", json!(item.min_rows))));
        }
        extensions.push(core("questionnaire-maxOccurs", ("valueInteger", json!(item.max_rows))));
        extensions.extend(answer::marks(item));
        let mut children: Vec<Value> = item.help.as_ref().map(|help| self.help(&item.id, help)).into_iter().collect();
        if let Some(scope) = item.rows {
            let row = json!({ "name": row_name(scope), "language": "text/fhirpath", "expression": "%context" });
            extensions.push(core("variable", ("valueExpression", row)));
            extensions.extend(constraint::of_scope(self.rules, scope, self.lang, self.release));
            let inside = self.rules.form.items.iter().zip(0u32..).filter(|(inner, _)| inner.scope == scope);
            let inside: Vec<ItemId> = inside.map(|(_, id)| ItemId(id)).collect();
            children.extend(self.children(&inside));
        }
        finish(group, extensions, children)
    }

    fn start(&self, link: &str, text: &Text, kind: &str) -> Map<String, Value> {
        let mut item = Map::new();
        item.insert("linkId".to_owned(), json!(link));
        put(&mut item, "text", text, self.lang);
        item.insert("type".to_owned(), json!(kind));
        item
    }

    fn help(&self, of: &str, help: &Text) -> Value {
        let control = json!({ "coding": [{ "system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help" }] });
        let extensions = vec![core("questionnaire-itemControl", ("valueCodeableConcept", control))];
        finish(self.start(&format!("{of}.help"), help, "display"), extensions, Vec::new())
    }
}

fn finish(mut item: Map<String, Value>, extensions: Vec<Value>, children: Vec<Value>) -> Value {
    if !extensions.is_empty() {
        item.insert("extension".to_owned(), Value::Array(extensions));
    }
    if !children.is_empty() {
        item.insert("item".to_owned(), Value::Array(children));
    }
    Value::Object(item)
}

/// The id of a resource for a form.
pub fn resource_id(form: &str, edition: &str) -> String {
    fhir_id(&format!("{form}-{edition}"))
}
