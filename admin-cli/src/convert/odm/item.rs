//! One item: its kind, code list, unit and ranges.

use engine::kind::kind::Kind;

use crate::convert::choices::Choice;
use crate::convert::constant::number_text;
use crate::convert::draft::{Item, Raw, Role, Value};
use crate::convert::odm::own::{alias, own_marks};
use crate::convert::odm::rule::{comparison, formal_expression};
use crate::convert::odm::study::{Reading, Study, id_of, place};
use crate::convert::report::{Fate, Report};
use crate::convert::rule::Dialect;
use crate::convert::words::Words;
use crate::convert::xml::Element;

impl<'x> Study<'x> {
    /// An item as its definition says.
    pub fn item(&self, element: &'x Element, reading: &mut Reading<'_>) -> Item {
        let label = element.first("Question").map(|question| self.translated(question)).unwrap_or_default();
        let prompt = element.first("Prompt").map(|prompt| self.translated(prompt)).unwrap_or_default();
        let label = label.or(prompt).or(self.described(element)).or(Words::untagged(element.attribute("Name"), self.tongue));
        let mut item = Item::new(element.attribute("OID"), place(element), Kind::Text, label);
        item.id = id_of(element);
        for name in ["CompletionInstructions", "CRFCompletionInstructions"] {
            let help = element.first(name).map(|help| self.translated(help)).unwrap_or_default();
            item.help = item.help.or((!help.is_empty()).then_some(help));
        }
        self.kind(element, &mut item, reading.report);
        self.codes(element, &mut item, reading);
        self.unit(element, &mut item, reading.report);
        own_marks(element, &mut item);
        for check in element.each("RangeCheck") {
            self.range(check, &mut item, reading.report);
        }
        for (key, text) in &element.attributes {
            if key.ends_with(":BranchingLogic") && !text.is_empty() {
                item.rules.push(Raw::new(Role::ShowIf, Dialect::Redcap, text, &item.place));
            }
        }
        item
    }

    fn kind(&self, element: &Element, item: &mut Item, report: &mut Report) {
        let data_type = element.attribute("DataType");
        match data_type {
            "text" | "string" | "URI" => {
                if let Ok(length @ 1..=100_000) = element.attribute("Length").parse::<u32>() {
                    item.set("max_length", Value::Plain(length.to_string()), "Length");
                }
            }
            "integer" => item.kind = Kind::Integer,
            "float" | "double" | "decimal" => {
                item.kind = Kind::Decimal;
                let digits = [element.attribute("SignificantDigits"), element.attribute("FractionDigits")];
                if let Some(digits) = digits.iter().find_map(|digits| digits.parse::<u8>().ok()) {
                    item.set("decimals", Value::Plain(digits.min(18).to_string()), "SignificantDigits");
                }
            }
            "boolean" => item.kind = Kind::Boolean,
            "date" => item.kind = Kind::Date,
            "partialDate" | "incompleteDate" => item.kind = Kind::PartialDate,
            "datetime" | "partialDatetime" | "incompleteDatetime" => item.kind = Kind::Datetime,
            "time" | "partialTime" | "incompleteTime" => {
                item.set("pattern", Value::Text("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?".to_string()), data_type);
                report.add(Fate::Person, &item.place, "time-as-text", format!("`{}`", item.source));
            }
            "base64Binary" | "hexBinary" => {
                item.attach(Vec::new(), None, data_type);
                report.add(Fate::Person, &item.place, "attachment-limits", format!("`{}`", item.source));
            }
            "base64Float" | "hexFloat" => report.add(Fate::Person, &item.place, "attachment", format!("`{}`", item.source)),
            other => report.add(Fate::Person, &item.place, "kind-unknown", format!("`{}` ({other})", item.source)),
        }
    }

    fn codes(&self, element: &'x Element, item: &mut Item, reading: &mut Reading<'_>) {
        let Some(reference) = element.first("CodeListRef") else { return };
        let oid = reference.attribute("CodeListOID");
        let Some(list) = self.lists.get(oid).copied() else {
            reading.report.add(Fate::Person, &item.place, "reference-missing", oid);
            return;
        };
        if let Some(external) = list.first("ExternalCodeList") {
            let name = external.attribute("Dictionary");
            reading.report.add(Fate::Person, &item.place, "outside-list", format!("`{}` {oid} {name}", item.source));
            return;
        }
        let mut choices: Vec<Choice> = Vec::new();
        for entry in list.children.iter().filter(|child| matches!(child.name.as_str(), "CodeListItem" | "EnumeratedItem")) {
            if alias(entry, "retired").is_some() {
                continue;
            }
            let code = entry.attribute("CodedValue");
            let text = entry.first("Decode").map(|decode| self.translated(decode)).unwrap_or_default();
            if !code.is_empty() {
                choices.push((code.to_string(), text.or(self.described(entry)).or(Words::untagged(code, self.tongue))));
            }
        }
        if choices.is_empty() {
            reading.report.add(Fate::Person, &item.place, "no-codes", format!("`{}` ({oid})", item.source));
            return;
        }
        item.properties.retain(|property| property.key == "required");
        let is_many = element.first("MultiSelect").is_some() || element.attribute("MultiSelect") == "Yes";
        item.kind = if is_many { Kind::Choices } else { Kind::Choice };
        let name = list.attribute("Name");
        let name = if name.is_empty() { oid } else { name };
        reading.choices.give(reading.draft, item, name, &choices, reading.report);
    }

    fn unit(&self, element: &Element, item: &mut Item, report: &mut Report) {
        let Some(reference) = element.first("MeasurementUnitRef") else { return };
        if !matches!(item.kind, Kind::Integer | Kind::Decimal) {
            return;
        }
        let Some(unit) = self.units.get(reference.attribute("MeasurementUnitOID")) else { return };
        let symbol = unit.first("Symbol").map(|symbol| self.translated(symbol)).unwrap_or_default();
        let spelt =
            [unit.attribute("Name"), symbol.any()].into_iter().find(|name| engine::value::unit::Unit::parse(name).is_some());
        match spelt {
            Some(spelt) => item.set("unit", Value::Text(spelt.to_string()), spelt),
            None => {
                let said = unit.attribute("Name");
                item.comments.push(format!("unit: {said}"));
                report.add(Fate::Person, &item.place, "unit-unknown", format!("`{}` {said}", item.source));
            }
        }
    }

    fn range(&self, check: &Element, item: &mut Item, report: &mut Report) {
        let comparator = check.attribute("Comparator");
        let values: Vec<&str> = check.each("CheckValue").map(|value| value.text.trim()).collect();
        let is_soft = check.attribute("SoftHard") == "Soft";
        let is_number = matches!(item.kind, Kind::Integer | Kind::Decimal | Kind::Quantity);
        let is_date = matches!(item.kind, Kind::Date | Kind::PartialDate);
        let end = match values.as_slice() {
            [value] if is_number => number_text(value).filter(|number| item.kind != Kind::Integer || !number.contains('.')),
            [value] if is_date => engine::value::date::DateRange::parse(value).map(|_| (*value).to_string()),
            _ => None,
        };
        let key = match (comparator, is_soft) {
            ("GE", false) => Some("min"),
            ("LE", false) => Some("max"),
            ("GE", true) => Some("soft_min"),
            ("LE", true) => Some("soft_max"),
            _ => None,
        };
        if let (Some(key), Some(end)) = (key, &end) {
            let value = if is_number { Value::Plain(end.clone()) } else { Value::Text(end.clone()) };
            item.set(key, value, &format!("{comparator} {end}"));
            return;
        }
        let message = check.first("ErrorMessage").map(|message| self.translated(message)).filter(|message| !message.is_empty());
        let text = format!("{comparator} {}", values.join(", "));
        let mut raw = Raw::new(Role::Constraint, Dialect::Other, &text, &place(check));
        raw.message = message;
        raw.tree = comparison(comparator, &values);
        if let Some(formal) = check.first("FormalExpression").filter(|_| values.is_empty()) {
            (raw.dialect, raw.text) = formal_expression(formal);
        }
        if is_soft {
            report.add(Fate::Person, &raw.place, "soft-range", format!("`{}` {text}", item.source));
        }
        item.rules.push(raw);
    }
}
