//! Questions with choices: options in the question, a value set in the file, and the free text of an open choice.

use engine::kind::kind::Kind;
use serde_json::Value as Json;

use crate::convert::choices::Choice;
use crate::convert::convert::DEEPEST;
use crate::convert::draft::{Item, Raw, Role, Value};
use crate::convert::fhir::element::{extension_value, flag, list, scalar, text_of, typed};
use crate::convert::fhir::reader::Reader;
use crate::convert::report::Fate;
use crate::convert::rule::{Dialect, Expr};
use crate::convert::words::Words;

impl Reader<'_, '_> {
    /// Makes it coded; an open choice gives an item for its free text.
    pub fn coded(&mut self, json: &Json, item: &mut Item) -> Option<Item> {
        let mut exclusive = Vec::new();
        let mut choices: Vec<Choice> = Vec::new();
        for option in list(json, "answerOption") {
            let Some((kind, value)) = typed(option, "value") else { continue };
            let code = if kind == "Coding" { text_of(value, "code").to_string() } else { scalar(value) };
            let code = if code.is_empty() { text_of(value, "display").to_string() } else { code };
            let text = if kind == "Coding" { self.words(value, "display") } else { Words::untagged(&code, self.tongue) };
            if extension_value(option, "questionnaire-optionExclusive").as_deref() == Some("true") {
                exclusive.push(code.clone());
            }
            if !code.is_empty() {
                choices.push((code.clone(), text.or(Words::untagged(&code, self.tongue))));
            }
        }
        let set = text_of(json, "answerValueSet");
        if let Some(set) = set.strip_prefix('#').and_then(|id| self.sets.get(id).copied()) {
            self.set_choices(set, &mut choices);
        } else if !set.is_empty() {
            self.report.add(Fate::Person, &item.place, "outside-list", format!("`{}` {set}", item.source));
        }
        if choices.is_empty() {
            if set.is_empty() {
                self.report.add(Fate::Person, &item.place, "no-codes", format!("`{}`", item.source));
            }
            return None;
        }
        item.kind = if flag(json, "repeats") { Kind::Choices } else { Kind::Choice };
        let is_open = text_of(json, "type") == "open-choice" || text_of(json, "answerConstraint").contains("OrString");
        if is_open && !choices.iter().any(|(code, _)| code == "other") {
            choices.push(("other".to_string(), Words::both("その他", "Other")));
        }
        let name = if set.is_empty() { item.source.clone() } else { set.trim_start_matches('#').to_string() };
        self.choices.give(self.draft, item, &name, &choices, self.report);
        if item.kind == Kind::Choices && !exclusive.is_empty() {
            let codes = exclusive.iter().filter_map(|code| item.codes.get(code).cloned()).collect();
            item.set("exclusive", Value::Texts(codes), "optionExclusive");
        }
        is_open.then(|| self.other(item))
    }

    fn other(&mut self, item: &Item) -> Item {
        let source = format!("{}-other", item.source);
        self.report.add(Fate::Carried, &item.place, "open-choice", format!("`{source}`"));
        let mut other = Item::new(&source, item.place.clone(), Kind::Text, Words::both("その他の内容", "Specify other"));
        let mut raw = Raw::new(Role::ShowIf, Dialect::Other, "other", &item.place);
        raw.tree = Some(Expr::Chosen(item.source.clone(), "other".to_string()));
        other.rules.push(raw);
        other
    }

    fn set_choices(&self, set: &Json, choices: &mut Vec<Choice>) {
        let expansion = set.get("expansion").map_or(&[][..], |expansion| list(expansion, "contains"));
        self.contains(expansion, choices, 0);
        if !choices.is_empty() {
            return;
        }
        for include in set.get("compose").map_or(&[][..], |compose| list(compose, "include")) {
            for concept in list(include, "concept") {
                let code = text_of(concept, "code");
                let mut text = self.words(concept, "display");
                for designation in list(concept, "designation") {
                    let lang = text_of(designation, "language");
                    if lang.starts_with("ja") || lang.starts_with("en") {
                        text.add(lang, text_of(designation, "value"));
                    }
                }
                choices.push((code.to_string(), text.or(Words::untagged(code, self.tongue))));
            }
        }
    }

    fn contains(&self, members: &[Json], choices: &mut Vec<Choice>, depth: usize) {
        for member in members.iter().filter(|_| depth < DEEPEST) {
            let code = text_of(member, "code");
            if !code.is_empty() && !flag(member, "abstract") {
                choices.push((code.to_string(), self.words(member, "display").or(Words::untagged(code, self.tongue))));
            }
            self.contains(list(member, "contains"), choices, depth + 1);
        }
    }
}
