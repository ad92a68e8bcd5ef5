//! One question: its kind, what it needs and what it starts with; several answers of one question are rows.

use engine::kind::kind::Kind;
use serde_json::Value as Json;

use crate::convert::draft::{Item, Role, Value};
use crate::convert::fhir::element::{flag, list, scalar, text_of, typed};
use crate::convert::fhir::reader::Reader;
use crate::convert::fhir::rule::{expression, expression_raw};
use crate::convert::report::Fate;
use crate::convert::words::Words;

impl Reader<'_, '_> {
    /// The item of a question, and the one for its free text.
    pub fn question(&mut self, json: &Json, place: &str) -> Vec<Item> {
        let link = text_of(json, "linkId");
        let label = self.words(json, "text");
        let prefix = text_of(json, "prefix");
        let mut item = Item::new(link, place.to_string(), Kind::Text, label);
        if !prefix.is_empty() {
            item.help = Some(Words::both(prefix, prefix));
        }
        let mut other = None;
        match text_of(json, "type") {
            "boolean" => item.kind = Kind::Boolean,
            "decimal" => item.kind = Kind::Decimal,
            "integer" => item.kind = Kind::Integer,
            "date" => item.kind = Kind::Date,
            "dateTime" => item.kind = Kind::Datetime,
            "time" => {
                item.set("pattern", Value::Text("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?".into()), "time");
                self.report.add(Fate::Person, place, "time-as-text", format!("`{link}`"));
            }
            "string" | "url" => {}
            "text" => item.kind = Kind::LongText,
            "choice" | "open-choice" | "coding" | "question" => other = self.coded(json, &mut item),
            "quantity" => item.kind = Kind::Quantity,
            "attachment" => self.attachment(json, &mut item),
            "reference" => self.report.add(Fate::Person, place, "attachment", format!("`{link}` ({})", text_of(json, "type"))),
            _ if !list(json, "answerOption").is_empty() || json.get("answerValueSet").is_some() => {
                other = self.coded(json, &mut item)
            }
            kind => self.report.add(Fate::Person, place, "kind-unknown", format!("`{link}` ({kind})")),
        }
        if matches!(item.kind, Kind::Integer | Kind::Text) && !list(json, "answerOption").is_empty() && other.is_none() {
            other = self.coded(json, &mut item);
        }
        self.limits(json, &mut item);
        self.rules(json, &mut item);
        self.own_marks(json, &mut item);
        let is_many = flag(json, "repeats") && item.kind != Kind::Choices;
        let mut items = if is_many { vec![self.many(json, item)] } else { vec![item] };
        items.extend(other);
        items
    }

    fn rules(&mut self, json: &Json, item: &mut Item) {
        let place = item.place.clone();
        if let Some(raw) = expression_raw(Role::Value, json, "calculatedExpression", &place) {
            let text = raw.text.clone();
            item.kind = if matches!(item.kind, Kind::Choice | Kind::Choices) { item.kind } else { Kind::Calculated };
            if item.kind == Kind::Calculated {
                item.properties.retain(|property| matches!(property.key, "unit" | "decimals"));
                item.rules.push(raw);
            } else {
                item.comments.push(format!("value: {text}"));
                self.report.add(Fate::Person, &place, "rule-as-comment", format!("value: {text}"));
            }
        }
        if flag(json, "required") && item.kind != Kind::Calculated {
            item.set("required", Value::Plain("true".to_string()), "required");
        }
        item.rules.extend(self.shown(json, &place));
        let initial = list(json, "initial").iter().find_map(|initial| typed(initial, "value"));
        if let Some((_, value)) = initial {
            self.report.add(Fate::Dropped, &place, "default-value", format!("`{}` {}", item.source, scalar(value)));
        }
        if let Some(text) = expression(json, "initialExpression") {
            self.report.add(Fate::Dropped, &place, "default-value", format!("`{}` {text}", item.source));
        }
        if flag(json, "readOnly") && item.kind != Kind::Calculated {
            self.report.add(Fate::Dropped, &place, "read-only", format!("`{}`", item.source));
        }
        for extension in list(json, "extension") {
            self.extension(extension, item);
        }
    }

    /// Several answers of one question: rows of one item.
    fn many(&mut self, json: &Json, mut item: Item) -> Item {
        let source = format!("{}-rows", item.source);
        let mut rows = Item::new(&source, item.place.clone(), Kind::Group, item.label.clone());
        rows.rules = item.rules.iter().filter(|raw| raw.role == Role::ShowIf).cloned().collect();
        item.rules.retain(|raw| raw.role != Role::ShowIf);
        rows.items.push(item);
        self.counts(json, &mut rows);
        rows
    }
}
