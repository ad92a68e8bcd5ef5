//! A study definition in CDISC ODM, 1.3.2 or 2.0: forms, groups of items, items, code lists, range checks, conditions and methods.

use std::collections::BTreeMap;

use engine::kind::kind::Kind;
use engine::kind::media::Media;
use engine::value::file::read_size;

use crate::convert::choices::{Choice, Choices};
use crate::convert::constant::number_text;
use crate::convert::convert::{DEEPEST, Refusal, plain_section};
use crate::convert::draft::{Draft, Form, Item, ROWS, Raw, Role, Section, Value};
use crate::convert::encoding;
use crate::convert::fhir::conversions_of;
use crate::convert::report::{Fate, Report};
use crate::convert::rule::{Compare, Dialect, Expr};
use crate::convert::tidy::MOST_ITEMS;
use crate::convert::words::{Tongue, Words};
use crate::convert::xml::{self, Element};

/// Whether bytes start like XML.
pub fn is_like(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(200)).unwrap_or(&[]);
    let text: String = String::from_utf8_lossy(start).chars().filter(|c| *c != '\u{feff}' && *c != '\0').collect();
    text.trim_start_matches('\u{fffd}').trim_start().starts_with('<')
}

/// Everything of one metadata version by OID.
struct Study<'x> {
    groups: BTreeMap<&'x str, &'x Element>,
    items: BTreeMap<&'x str, &'x Element>,
    lists: BTreeMap<&'x str, &'x Element>,
    conditions: BTreeMap<&'x str, &'x Element>,
    methods: BTreeMap<&'x str, &'x Element>,
    units: BTreeMap<&'x str, &'x Element>,
    tongue: Tongue,
    left: usize,
}

/// Reads a study definition.
pub fn read(bytes: &[u8], tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let unreadable = |reason: String| Refusal::Unreadable { format: "ODM", reason };
    let text = encoding::text(bytes, report);
    let root = xml::read(&text).map_err(unreadable)?;
    if root.name != "ODM" {
        return Err(unreadable("its outermost element is not `ODM`".to_string()));
    }
    let mut versions = Vec::new();
    root.all("MetaDataVersion", &mut versions);
    let Some(version) = versions.first() else { return Err(unreadable("it holds no `MetaDataVersion`".to_string())) };
    for extra in versions.iter().skip(1) {
        report.add(Fate::Dropped, &place(extra), "extension", format!("MetaDataVersion {}", extra.attribute("OID")));
    }
    let mut units = Vec::new();
    root.all("MeasurementUnit", &mut units);
    let by = |name: &'static str| {
        version.children.iter().filter(move |child| child.name == name).map(|child| (child.attribute("OID"), child)).collect()
    };
    let mut study = Study {
        groups: by("ItemGroupDef"),
        items: by("ItemDef"),
        lists: by("CodeList"),
        conditions: by("ConditionDef"),
        methods: by("MethodDef"),
        units: units.into_iter().map(|unit| (unit.attribute("OID"), unit)).collect(),
        tongue,
        left: MOST_ITEMS,
    };
    let mut draft = Draft { title: title(&root, tongue), ..Draft::default() };
    let mut choices = Choices::default();
    for (element, is_form) in forms(version) {
        let form = study.form(element, is_form, &mut draft, &mut choices, report);
        draft.forms.push(form);
    }
    Ok(draft)
}

fn title(root: &Element, tongue: Tongue) -> Words {
    let mut found = Vec::new();
    root.all("StudyName", &mut found);
    let named = found.first().map(|name| Words::untagged(&name.text, tongue)).unwrap_or_default();
    let study = root.first("Study").map(|study| Words::untagged(study.attribute("StudyName"), tongue)).unwrap_or_default();
    named.or(study).or(Words::both("取り込んだレジストリ", "Imported registry"))
}

/// What is filled as one page: forms of 1.3.2, groups of type `Form` of 2.0, else every group that stands in no other.
fn forms(version: &Element) -> Vec<(&Element, bool)> {
    let old: Vec<_> = version.each("FormDef").map(|form| (form, true)).collect();
    if !old.is_empty() {
        return old;
    }
    let groups: Vec<&Element> = version.each("ItemGroupDef").collect();
    let typed: Vec<_> = groups.iter().filter(|group| group.attribute("Type") == "Form").map(|group| (*group, true)).collect();
    if !typed.is_empty() {
        return typed;
    }
    let inner: Vec<&str> =
        groups.iter().flat_map(|group| group.each("ItemGroupRef").map(|inner| inner.attribute("ItemGroupOID"))).collect();
    groups.into_iter().filter(|group| !inner.contains(&group.attribute("OID"))).map(|group| (group, false)).collect()
}

fn place(element: &Element) -> String {
    format!("line {}", element.line)
}

impl<'x> Study<'x> {
    fn form(
        &mut self,
        element: &'x Element,
        is_form: bool,
        draft: &mut Draft,
        choices: &mut Choices,
        report: &mut Report,
    ) -> Form {
        let title = self.described(element).or(Words::untagged(element.attribute("Name"), self.tongue));
        let mut form = Form { id: id_of(element), title: title.clone(), ..Form::default() };
        let mut reading = Reading { draft, choices, report, sections: Vec::new() };
        let mut loose = plain_section(title, place(element));
        loose.id = "main".to_string();
        if is_form {
            self.group_parts(element, &mut loose, Vec::new(), 0, &mut reading);
        } else {
            self.group_items(element, &mut loose.items, &[], &mut reading);
            self.group_parts_inside(element, &[], 0, &mut reading);
        }
        let mut sections = reading.sections;
        if !loose.items.is_empty() {
            sections.insert(0, loose);
        }
        form.sections = sections;
        form
    }

    /// Items and groups right inside a form.
    fn group_parts(
        &mut self,
        element: &'x Element,
        loose: &mut Section,
        rules: Vec<Raw>,
        depth: usize,
        reading: &mut Reading<'_>,
    ) {
        self.group_items(element, &mut loose.items, &rules, reading);
        self.group_parts_inside(element, &rules, depth, reading);
    }

    fn group_parts_inside(&mut self, element: &'x Element, rules: &[Raw], depth: usize, reading: &mut Reading<'_>) {
        for reference in element.each("ItemGroupRef") {
            let oid = reference.attribute("ItemGroupOID");
            let Some(group) = self.groups.get(oid).copied() else {
                reading.report.add(Fate::Person, &place(reference), "reference-missing", oid);
                continue;
            };
            if depth >= DEEPEST || self.left == 0 {
                reading.report.add(Fate::Dropped, &place(reference), "too-deep", oid);
                continue;
            }
            self.left = self.left.saturating_sub(1);
            let mut rules = rules.to_vec();
            rules.extend(self.exception(reference, reading.report));
            let title = self.described(group).or(Words::untagged(group.attribute("Name"), self.tongue));
            let at = place(group);
            if is_repeating(group) && alias(group, "kind") == Some("choices") {
                let mut items = Vec::new();
                self.group_items(group, &mut items, &rules, reading);
                put_inside(alias(group, "in"), items, title, at, reading);
                continue;
            }
            if is_repeating(group) {
                let mut rows = Item::new(oid, at.clone(), Kind::Group, title.clone());
                rows.id = id_of(group);
                let limit = group.attribute("RepeatingLimit").parse::<u16>().ok().filter(|limit| (1..=1000).contains(limit));
                match limit {
                    Some(limit) => rows.set("max_rows", Value::Plain(limit.to_string()), "RepeatingLimit"),
                    None => {
                        reading.report.add(Fate::Person, &at, "max-rows", oid);
                        rows.set("max_rows", Value::Plain(ROWS.to_string()), "");
                    }
                }
                self.group_items(group, &mut rows.items, &[], reading);
                let before = reading.sections.len();
                self.group_parts_inside(group, &[], depth + 1, reading);
                for section in reading.sections.split_off(before.min(reading.sections.len())) {
                    flatten(section, &mut rows.items, reading.report);
                }
                own_counts(group, &mut rows);
                rows.rules = rules;
                let id = id_of(group);
                if alias(group, "in").is_some() {
                    put_inside(alias(group, "in"), vec![rows], title, at, reading);
                    continue;
                }
                reading.sections.push(Section { id, title, items: vec![rows], place: at, ..Section::default() });
                continue;
            }
            let mut section = Section { id: id_of(group), title, rules: rules.clone(), place: at, ..Section::default() };
            self.group_items(group, &mut section.items, &[], reading);
            if !section.items.is_empty() {
                reading.sections.push(section);
            }
            self.group_parts_inside(group, &rules, depth + 1, reading);
        }
    }

    fn group_items(&mut self, group: &'x Element, into: &mut Vec<Item>, rules: &[Raw], reading: &mut Reading<'_>) {
        let mut references: Vec<&Element> = group.each("ItemRef").collect();
        references.sort_by_key(|reference| reference.attribute("OrderNumber").parse::<u32>().unwrap_or(u32::MAX));
        for reference in references {
            let oid = reference.attribute("ItemOID");
            let Some(definition) = self.items.get(oid).copied() else {
                reading.report.add(Fate::Person, &place(reference), "reference-missing", oid);
                continue;
            };
            // The unit or comparator of an item of ours: part of that item.
            if alias(definition, "beside").is_some() {
                continue;
            }
            if self.left == 0 {
                reading.report.add(Fate::Dropped, &place(reference), "too-many", oid);
                return;
            }
            self.left -= 1;
            let mut item = self.item(definition, reading);
            item.rules.extend(rules.iter().cloned());
            item.rules.extend(self.exception(reference, reading.report));
            let method = reference.attribute("MethodOID");
            if !method.is_empty() {
                self.method(&mut item, method, reading.report);
            }
            if reference.attribute("Mandatory") == "Yes" && item.kind != Kind::Calculated {
                item.set("required", Value::Plain("true".to_string()), "Mandatory");
            }
            into.push(item);
        }
    }

    fn item(&self, element: &'x Element, reading: &mut Reading<'_>) -> Item {
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

    fn exception(&self, reference: &Element, report: &mut Report) -> Option<Raw> {
        let oid = reference.attribute("CollectionExceptionConditionOID");
        if oid.is_empty() {
            return None;
        }
        let Some(condition) = self.conditions.get(oid) else {
            report.add(Fate::Person, &place(reference), "reference-missing", oid);
            return None;
        };
        let at = place(condition);
        Some(match condition.first("FormalExpression") {
            Some(formal) => {
                let (dialect, text) = formal_expression(formal);
                Raw::new(Role::HideIf, dialect, &text, &at)
            }
            None => Raw::new(Role::HideIf, Dialect::Other, self.described(condition).any(), &at),
        })
    }

    fn method(&self, item: &mut Item, oid: &str, report: &mut Report) {
        let Some(method) = self.methods.get(oid) else {
            report.add(Fate::Person, &item.place, "reference-missing", oid);
            return;
        };
        let at = place(method);
        let raw = match method.first("FormalExpression") {
            Some(formal) => {
                let (dialect, text) = formal_expression(formal);
                Raw::new(Role::Value, dialect, &text, &at)
            }
            None => Raw::new(Role::Value, Dialect::Other, self.described(method).any(), &at),
        };
        if matches!(raw.dialect, Dialect::Other) || item.kind == Kind::Choice {
            item.comments.push(format!("value: {}", raw.text));
            report.add(Fate::Person, &at, "rule-as-comment", format!("value: {}", raw.text));
            return;
        }
        item.kind = Kind::Calculated;
        item.properties.retain(|property| matches!(property.key, "unit" | "decimals"));
        item.rules.push(raw);
    }

    fn described(&self, element: &Element) -> Words {
        element.first("Description").map(|description| self.translated(description)).unwrap_or_default()
    }

    fn translated(&self, element: &Element) -> Words {
        let mut words = Words::default();
        for text in element.each("TranslatedText") {
            match text.attribute("xml:lang") {
                "" => words = words.or(Words::untagged(&text.text, self.tongue)),
                tag => words.add(tag, &text.text),
            }
        }
        // An "English" text that is Japanese by its letters stands where it belongs.
        if let (None, Some(text)) = (&words.ja, &words.en)
            && Words::untagged(text, Tongue::Guess).ja.is_some()
        {
            return Words::untagged(text, Tongue::Ja);
        }
        words.or(Words::untagged(&element.text, self.tongue))
    }
}

/// What is gathered while one form is read.
struct Reading<'r> {
    draft: &'r mut Draft,
    choices: &'r mut Choices,
    report: &'r mut Report,
    sections: Vec<Section>,
}

/// What our own files say beyond ODM.
fn alias<'e>(element: &'e Element, context: &str) -> Option<&'e str> {
    let mut all = element.children.iter().filter(|child| child.name == "Alias");
    all.find(|alias| alias.attribute("Context").strip_prefix("ctr:") == Some(context)).map(|alias| alias.attribute("Name"))
}

fn own_marks(element: &Element, item: &mut Item) {
    let Some(kind) = alias(element, "kind") else { return };
    item.id = element.attribute("Name").to_string();
    let texts = |text: &str| Value::Texts(text.split(' ').map(str::to_owned).collect());
    match kind {
        "long_text" => item.kind = Kind::LongText,
        "choices" if item.kind == Kind::Choice => item.kind = Kind::Choices,
        "quantity" => {
            item.kind = Kind::Quantity;
            item.properties.retain(|property| property.key != "unit");
            if let Some(units) = alias(element, "units") {
                item.set("units", texts(units), units);
            }
            if let Some(conversions) = alias(element, "conversions") {
                item.set("conversions", Value::Plain(conversions_of(conversions)), conversions);
            }
        }
        "attachment" => {
            let accept = alias(element, "accept").into_iter().flat_map(|names| names.split(' '));
            let accept = accept.filter_map(Media::from_name).map(|media| media.row().name).collect();
            let size = alias(element, "max_size").filter(|size| read_size(size).is_some()).map(str::to_owned);
            item.attach(accept, size, "attachment");
        }
        "integer" | "decimal" => {
            if let Some(unit) = alias(element, "units") {
                item.set("unit", Value::Text(unit.to_string()), unit);
            }
        }
        _ => {}
    }
    if let Some(missing) = alias(element, "missing") {
        item.set("missing", texts(missing), missing);
    }
    if alias(element, "pii").is_some() {
        item.set("pii", Value::Plain("true".to_string()), "pii");
    }
}

/// A group inside rows: its items belong to the row, each under the conditions of the group.
fn flatten(section: Section, into: &mut Vec<Item>, report: &mut Report) {
    let is_rows = section.items.iter().any(|item| item.kind == Kind::Group && item.place == section.place);
    if !is_rows {
        report.add(Fate::Carried, &section.place, "heading-flattened", section.title.any());
    }
    for mut item in section.items {
        item.rules.extend(section.rules.iter().cloned());
        into.push(item);
    }
}

/// The numbers of rows that our own files say: the least and the greatest.
fn own_counts(group: &Element, rows: &mut Item) {
    let Some(said) = alias(group, "rows") else { return };
    let (least, most) = said.split_once(' ').unwrap_or((said, said));
    let count = |text: &str| text.parse::<u16>().ok().filter(|count| (1..=1000).contains(count));
    if let Some(most) = count(most) {
        rows.set("max_rows", Value::Plain(most.to_string()), said);
    }
    if let Some(least) = count(least) {
        rows.set("min_rows", Value::Plain(least.to_string()), said);
    }
}

/// Puts items of a group that stands beside where it belongs: its section, or the rows around it.
fn put_inside(around: Option<&str>, items: Vec<Item>, title: Words, at: String, reading: &mut Reading<'_>) {
    let rows = reading.sections.iter_mut().flat_map(|section| &mut section.items);
    if let Some(rows) = rows.filter(|item| item.kind == Kind::Group).find(|item| around == Some(&item.source)) {
        rows.items.extend(items);
        return;
    }
    let ends = |section: &Section| around.is_some_and(|around| around.rsplit('.').next() == Some(&section.id));
    match reading.sections.iter_mut().rev().find(|section| ends(section)) {
        Some(section) => section.items.extend(items),
        None => {
            let id = around.and_then(|around| around.rsplit('.').next()).unwrap_or("rows").to_string();
            reading.sections.push(Section { id, title, items, place: at, ..Section::default() });
        }
    }
}

fn is_repeating(group: &Element) -> bool {
    !matches!(group.attribute("Repeating"), "" | "No" | "no")
}

/// The name where it reads like an id, else the OID without what all OIDs share.
fn id_of(element: &Element) -> String {
    let name = element.attribute("Name");
    let is_short = !name.is_empty() && name.len() <= 40 && name.is_ascii();
    if is_short { name.to_string() } else { element.attribute("OID").to_string() }
}

fn formal_expression(formal: &Element) -> (Dialect, String) {
    let context = formal.attribute("Context").to_ascii_lowercase();
    let text = formal.first("Code").map_or(formal.text.trim(), |code| code.text.trim()).to_string();
    let dialect = if context.contains("ctr") {
        Dialect::Ours
    } else if context.contains("redcap") {
        Dialect::Redcap
    } else if context.contains("fhirpath") {
        Dialect::Fhirpath
    } else if context.contains("xpath") {
        Dialect::Xpath
    } else {
        Dialect::Other
    };
    (dialect, text)
}

/// What has to hold of the item itself.
fn comparison(comparator: &str, values: &[&str]) -> Option<Expr> {
    let constant = |value: &str| number_text(value).map_or_else(|| Expr::Text(value.to_string()), Expr::Number);
    let one = |compare| Some(Expr::compare(compare, Expr::Own, constant(values.first()?)));
    match comparator {
        "LT" => one(Compare::Lt),
        "LE" => one(Compare::Le),
        "GT" => one(Compare::Gt),
        "GE" => one(Compare::Ge),
        "EQ" => one(Compare::Eq),
        "NE" => one(Compare::Ne),
        "IN" | "NOTIN" => {
            let parts = values.iter().take(50).map(|value| Expr::compare(Compare::Eq, Expr::Own, constant(value)));
            let any = parts.reduce(Expr::or)?;
            Some(if comparator == "IN" { any } else { Expr::negated(any) })
        }
        _ => None,
    }
}
