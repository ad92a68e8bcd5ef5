//! A FHIR Questionnaire (R4, R4B, R5) with the extensions of Structured Data Capture that say rules, units and ranges. A bundle gives one
//! form for each questionnaire in it.

use std::collections::BTreeMap;

use engine::kind::kind::Kind;
use engine::kind::media::Media;
use engine::value::decimal::Decimal;
use engine::value::file::read_size;
use serde_json::Value as Json;

use crate::convert::choices::{Choice, Choices};
use crate::convert::constant::number_text;
use crate::convert::convert::{DEEPEST, Refusal, plain_section};
use crate::convert::draft::{Draft, Form, Item, ROWS, Raw, Role, Section, Value};
use crate::convert::encoding;
use crate::convert::report::{Fate, Report};
use crate::convert::rule::{Compare, Dialect, Expr};
use crate::convert::words::{Tongue, Words};

/// Whether bytes start like JSON.
pub fn is_like(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// Reads a questionnaire or a bundle of them.
pub fn read(bytes: &[u8], tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let unreadable = |reason: &str| Refusal::Unreadable { format: "FHIR Questionnaire", reason: reason.to_string() };
    let text = encoding::text(bytes, report);
    let root: Json = serde_json::from_str(&text)
        .map_err(|fault| unreadable(&format!("it is not JSON (line {}, column {})", fault.line(), fault.column())))?;
    let mut draft = Draft { title: Words::both("取り込んだレジストリ", "Imported registry"), ..Draft::default() };
    let mut choices = Choices::default();
    let questionnaires: Vec<&Json> = match text_of(&root, "resourceType") {
        "Questionnaire" => vec![&root],
        "Bundle" => list(&root, "entry")
            .iter()
            .filter_map(|entry| entry.get("resource"))
            .filter(|resource| text_of(resource, "resourceType") == "Questionnaire")
            .collect(),
        _ => return Err(unreadable("its resourceType is not Questionnaire")),
    };
    for json in questionnaires {
        let mut reader = Reader {
            draft: &mut draft,
            choices: &mut choices,
            report: &mut *report,
            tongue: tongue_of(json, tongue),
            sets: value_sets(json),
            is_fresh: true,
            sections: Vec::new(),
            comments: Vec::new(),
        };
        let form = reader.form(json);
        draft.forms.push(form);
    }
    Ok(draft)
}

/// The questionnaire says its language, which goes before guessing.
fn tongue_of(json: &Json, tongue: Tongue) -> Tongue {
    match (tongue, text_of(json, "language")) {
        (Tongue::Guess, language) if language.starts_with("ja") => Tongue::Ja,
        (Tongue::Guess, language) if language.starts_with("en") => Tongue::En,
        _ => tongue,
    }
}

fn value_sets(json: &Json) -> BTreeMap<String, &Json> {
    let sets = list(json, "contained").iter().filter(|resource| text_of(resource, "resourceType") == "ValueSet");
    sets.map(|set| (text_of(set, "id").to_string(), set)).collect()
}

fn text_of<'j>(json: &'j Json, key: &str) -> &'j str {
    json.get(key).and_then(Json::as_str).unwrap_or("")
}

fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn flag(json: &Json, key: &str) -> bool {
    json.get(key).and_then(Json::as_bool).unwrap_or(false)
}

/// The value of an element whose name starts with a type: `valueInteger`, `answerCoding`.
fn typed<'j>(json: &'j Json, prefix: &str) -> Option<(&'j str, &'j Json)> {
    json.as_object()?
        .iter()
        .find_map(|(key, value)| key.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map(|rest| (rest, value)))
}

/// Number or text as text; the digits stay as they are written.
fn scalar(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Bool(value) => value.to_string(),
        Json::Object(object) => object.get("value").or(object.get("code")).map(scalar).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Extensions whose url ends so.
fn extensions<'j>(json: &'j Json, end: &'j str) -> impl Iterator<Item = &'j Json> {
    list(json, "extension").iter().filter(move |extension| text_of(extension, "url").ends_with(end))
}

fn extension_value(json: &Json, end: &str) -> Option<String> {
    extensions(json, end).find_map(|extension| typed(extension, "value")).map(|(_, value)| scalar(value))
}

fn expression(json: &Json, end: &str) -> Option<String> {
    let found = extensions(json, end).find_map(|extension| extension.get("valueExpression"))?;
    Some(text_of(found, "expression").to_string()).filter(|text| !text.is_empty())
}

/// An expression in the language in which it comes back best: our own, where the file is one of ours.
fn expression_raw(role: Role, json: &Json, end: &str, place: &str) -> Option<Raw> {
    let found = extensions(json, end).find_map(|extension| extension.get("valueExpression"))?;
    match own(found, "rule") {
        Some(rule) => Some(Raw::new(role, Dialect::Ours, &rule, place)),
        None => expression(json, end).map(|text| Raw::new(role, Dialect::Fhirpath, &text, place)),
    }
}

/// What our own questionnaires say beyond FHIR.
const OWN: &str = "urn:ctr:fhir:";

fn own(json: &Json, name: &str) -> Option<String> {
    let mut all = list(json, "extension").iter();
    let found = all.find(|extension| text_of(extension, "url").strip_prefix(OWN) == Some(name))?;
    typed(found, "value").map(|(_, value)| scalar(value))
}

/// A help text below a question.
fn is_help(json: &Json) -> bool {
    let control = extensions(json, "questionnaire-itemControl").find_map(|extension| extension.get("valueCodeableConcept"));
    text_of(json, "type") == "display"
        && control.is_some_and(|control| list(control, "coding").iter().any(|coding| text_of(coding, "code") == "help"))
}

/// Items that are read, and where they go.
struct Reader<'r, 'j> {
    draft: &'r mut Draft,
    choices: &'r mut Choices,
    report: &'r mut Report,
    tongue: Tongue,
    sets: BTreeMap<String, &'j Json>,
    is_fresh: bool,
    sections: Vec<Section>,
    comments: Vec<String>,
}

/// The groups around an item.
#[derive(Clone, Default)]
struct Around {
    title: Words,
    rules: Vec<Raw>,
    id: String,
    depth: usize,
}

impl Reader<'_, '_> {
    fn form(&mut self, json: &Json) -> Form {
        self.variables(json);
        let title = self.words(json, "title").or(self.words(json, "name"));
        let id = [text_of(json, "name"), text_of(json, "id"), text_of(json, "title")].into_iter().find(|id| !id.is_empty());
        for (position, item) in list(json, "item").iter().enumerate() {
            self.item(item, &format!("item[{position}]"), &Around::default());
        }
        let mut form = Form { id: id.unwrap_or("form").to_string(), title, ..Form::default() };
        for extension in
            list(json, "extension").iter().filter(|extension| text_of(extension, "url").to_lowercase().ends_with("constraint"))
        {
            let said = nested(extension, "human");
            form.comments.push(format!("constraint: {} {said}", nested(extension, "expression")));
            self.report.add(Fate::Person, "extension", "rule-as-comment", said);
        }
        form.comments.append(&mut self.comments);
        form.sections = std::mem::take(&mut self.sections);
        form
    }

    /// Named rules of the questionnaire or of an item; all live in one room, as names are rarely used twice.
    fn variables(&mut self, json: &Json) {
        for extension in extensions(json, "/variable") {
            let Some(value) = extension.get("valueExpression") else { continue };
            let (name, text) = (text_of(value, "name"), text_of(value, "expression"));
            if !name.is_empty() && text_of(value, "language") == "text/fhirpath" {
                self.draft.variables.insert(name.to_string(), text.to_string());
            }
        }
    }

    fn words(&self, json: &Json, key: &str) -> Words {
        let mut words = Words::untagged(text_of(json, key), self.tongue);
        if let Some(beside) = json.get(format!("_{key}")) {
            for translation in extensions(beside, "/translation") {
                let (lang, content) = (nested(translation, "lang"), nested(translation, "content"));
                if lang.starts_with("ja") || lang.starts_with("en") {
                    words.add(&lang, &content);
                }
            }
        }
        words
    }

    /// An item outside of rows: a group opens a section, everything else goes into the open one.
    fn item(&mut self, json: &Json, place: &str, around: &Around) {
        if around.depth >= DEEPEST {
            self.report.add(Fate::Dropped, place, "too-deep", text_of(json, "linkId"));
            return;
        }
        // What our own questionnaires repeat of other forms.
        if text_of(json, "linkId").starts_with("context.") && list(json, "item").iter().any(|item| own(item, "context").is_some())
        {
            return;
        }
        if own(json, "missing-of").is_some() {
            let last = self.sections.last_mut().and_then(|section| section.items.last_mut());
            required_with_reasons(json, last);
            return;
        }
        self.variables(json);
        if text_of(json, "type") == "group" && !flag(json, "repeats") {
            let title = self.words(json, "text").or(around.title.clone());
            let mut inner =
                Around { title, rules: around.rules.clone(), id: text_of(json, "linkId").to_string(), depth: around.depth + 1 };
            inner.rules.extend(self.shown(json, place));
            self.heading(json, place);
            self.is_fresh = true;
            self.children(json, place, &inner);
            self.is_fresh = true;
            return;
        }
        let mut items = Vec::new();
        self.gather(json, place, around.depth, &mut items);
        for item in items {
            self.push(item, around);
        }
    }

    fn children(&mut self, json: &Json, place: &str, around: &Around) {
        for (position, child) in list(json, "item").iter().enumerate() {
            self.item(child, &format!("{place}.item[{position}]"), around);
        }
    }

    fn push(&mut self, item: Item, around: &Around) {
        if self.is_fresh || self.sections.is_empty() {
            let mut section = plain_section(around.title.clone(), item.place.clone());
            section.rules = around.rules.clone();
            if !around.id.is_empty() {
                section.id = around.title.en.clone().unwrap_or_else(|| around.id.clone());
            }
            self.sections.push(section);
            self.is_fresh = false;
        }
        if let Some(section) = self.sections.last_mut() {
            section.items.push(item);
        }
    }

    /// One question with the questions below it, in one line; a repeating group with its rows.
    fn gather(&mut self, json: &Json, place: &str, depth: usize, into: &mut Vec<Item>) {
        if depth >= DEEPEST {
            self.report.add(Fate::Dropped, place, "too-deep", text_of(json, "linkId"));
            return;
        }
        self.variables(json);
        let below = list(json, "item");
        let mut inner = Vec::new();
        for (position, child) in below.iter().enumerate() {
            if own(child, "missing-of").is_some() {
                required_with_reasons(child, inner.last_mut());
                continue;
            }
            if is_help(child) {
                continue;
            }
            self.gather(child, &format!("{place}.item[{position}]"), depth + 1, &mut inner);
        }
        match text_of(json, "type") {
            "display" if is_help(json) => {}
            "display" => self.report.add(Fate::Dropped, place, "display-text", self.words(json, "text").any().to_string()),
            "group" if flag(json, "repeats") => into.push(self.rows(json, place, inner)),
            "group" => {
                self.report.add(Fate::Carried, place, "heading-flattened", self.words(json, "text").any().to_string());
                let rules = self.shown(json, place);
                self.heading(json, place);
                for mut item in inner {
                    item.rules.extend(rules.iter().cloned());
                    into.push(item);
                }
            }
            _ => {
                into.extend(self.question(json, place));
                into.extend(inner);
            }
        }
    }

    fn rows(&mut self, json: &Json, place: &str, items: Vec<Item>) -> Item {
        let mut rows = Item::new(text_of(json, "linkId"), place.to_string(), Kind::Group, self.words(json, "text"));
        rows.items = items;
        rows.rules = self.shown(json, place);
        self.counts(json, &mut rows);
        for extension in list(json, "extension") {
            self.extension(extension, &mut rows);
        }
        rows
    }

    /// What a group says that only shows its items together: there is no item to keep it, so it stands at the form.
    fn heading(&mut self, json: &Json, place: &str) {
        let mut heading = Item::new(text_of(json, "linkId"), place.to_string(), Kind::Group, Words::default());
        for extension in list(json, "extension") {
            self.extension(extension, &mut heading);
        }
        self.comments.extend(heading.comments.into_iter().map(|comment| format!("{}: {comment}", heading.source)));
    }

    fn counts(&mut self, json: &Json, rows: &mut Item) {
        let count =
            |end: &str| extension_value(json, end).and_then(|count| count.parse::<u16>().ok()).filter(|count| *count <= 1000);
        match count("questionnaire-maxOccurs").filter(|most| *most > 0) {
            Some(most) => rows.set("max_rows", Value::Plain(most.to_string()), "maxOccurs"),
            None => {
                self.report.add(Fate::Person, &rows.place, "max-rows", format!("`{}`", rows.source));
                rows.set("max_rows", Value::Plain(ROWS.to_string()), "");
            }
        }
        let least = count("questionnaire-minOccurs").or(flag(json, "required").then_some(1)).filter(|least| *least > 0);
        if let Some(least) = least {
            rows.set("min_rows", Value::Plain(least.to_string()), "minOccurs");
        }
    }

    fn question(&mut self, json: &Json, place: &str) -> Vec<Item> {
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

    /// What our own questionnaires say beside FHIR's words.
    fn own_marks(&self, json: &Json, item: &mut Item) {
        if let Some(help) = list(json, "item").iter().find(|child| is_help(child)) {
            item.help = Some(self.words(help, "text"));
        }
        if own(json, "kind").as_deref() == Some("partial_date") {
            item.kind = Kind::PartialDate;
        }
        if let Some(missing) = own(json, "missing") {
            item.set("missing", Value::Texts(missing.split(' ').map(str::to_owned).collect()), "missing");
        }
        if let Some(conversions) = own(json, "conversions").filter(|_| item.kind == Kind::Quantity) {
            item.set("conversions", Value::Plain(conversions_of(&conversions)), "conversions");
        }
        if own(json, "pii").is_some() {
            item.set("pii", Value::Plain("true".to_string()), "pii");
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

    fn coded(&mut self, json: &Json, item: &mut Item) -> Option<Item> {
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

    /// The kinds of files that we take among those that it names, and its greatest size, which FHIR counts in millions of bytes.
    fn attachment(&mut self, json: &Json, item: &mut Item) {
        let named = extensions(json, "/mimeType").filter_map(|extension| typed(extension, "value"));
        let accept = named.filter_map(|(_, value)| Media::from_type(&scalar(value))).map(|media| media.row().name).collect();
        let most = extension_value(json, "/maxSize").and_then(|most| Decimal::parse(&most));
        let kilobytes = most.and_then(|most| most.scaled(1000, 1)).map(|most| most.floor()).and_then(Decimal::to_integer);
        let size = kilobytes.filter(|size| *size > 0).map(|size| match size % 1000 {
            0 => format!("{} MB", size / 1000),
            _ => format!("{size} KB"),
        });
        let size = size.filter(|size| read_size(size).is_some());
        if item.attach(accept, size, "attachment") {
            self.report.add(Fate::Person, &item.place, "attachment-limits", format!("`{}`", item.source));
        }
    }

    fn limits(&mut self, json: &Json, item: &mut Item) {
        let units: Vec<String> = extensions(json, "questionnaire-unit")
            .chain(extensions(json, "questionnaire-unitOption"))
            .filter_map(|extension| extension.get("valueCoding"))
            .map(|coding| text_of(coding, "code").to_string())
            .collect();
        self.units(units, item);
        if (item.kind == Kind::Decimal || item.kind == Kind::Quantity)
            && let Some(places) = extension_value(json, "/maxDecimalPlaces").and_then(|places| places.parse::<u8>().ok())
        {
            item.set("decimals", Value::Plain(places.min(18).to_string()), "maxDecimalPlaces");
        }
        for (ends, key) in [(["/minValue", "minQuantity"], "min"), (["/maxValue", "maxQuantity"], "max")] {
            let Some(text) = ends.iter().find_map(|end| extension_value(json, end)).filter(|text| !text.is_empty()) else {
                continue;
            };
            let end = match item.kind {
                Kind::Integer => number_text(&text).filter(|number| !number.contains('.')).map(Value::Plain),
                Kind::Decimal | Kind::Quantity => number_text(&text).map(Value::Plain),
                Kind::Date | Kind::Datetime => {
                    let day = text.split('T').next().unwrap_or("");
                    engine::value::date::DateRange::parse(day).map(|_| Value::Text(day.to_string()))
                }
                _ => None,
            };
            match end {
                Some(end) => item.set(key, end, &text),
                None => {
                    item.comments.push(format!("{key}: {text}"));
                    self.report.add(Fate::Person, &item.place, "bound-unknown", format!("`{}` {key}: {text}", item.source));
                }
            }
        }
        let is_text = matches!(item.kind, Kind::Text | Kind::LongText);
        if let Some(length @ 1..=100_000) = json.get("maxLength").and_then(Json::as_u64).filter(|_| is_text) {
            item.set("max_length", Value::Plain(length.to_string()), "maxLength");
        }
        if let Some(pattern) = extension_value(json, "/regex").filter(|_| item.kind == Kind::Text) {
            item.set("pattern", Value::Text(pattern.clone()), &pattern);
        }
    }

    fn units(&mut self, units: Vec<String>, item: &mut Item) {
        let (known, unknown): (Vec<String>, Vec<String>) =
            units.into_iter().partition(|unit| engine::value::unit::Unit::parse(unit).is_some());
        for unit in unknown {
            item.comments.push(format!("unit: {unit}"));
            self.report.add(Fate::Person, &item.place, "unit-unknown", format!("`{}` {unit}", item.source));
        }
        match (item.kind, known.as_slice()) {
            (Kind::Quantity, []) => item.kind = Kind::Decimal,
            (Kind::Quantity, [one]) => {
                item.kind = Kind::Decimal;
                item.set("unit", Value::Text(one.clone()), one);
            }
            (Kind::Quantity, many) => item.set("units", Value::Texts(many.to_vec()), "unitOption"),
            (Kind::Integer | Kind::Decimal, [one, ..]) => item.set("unit", Value::Text(one.clone()), one),
            _ => {}
        }
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

    /// Extensions that are not read elsewhere are told, each once.
    fn extension(&mut self, extension: &Json, item: &mut Item) {
        const READ: [&str; 19] = [
            "calculatedExpression",
            "enableWhenExpression",
            "initialExpression",
            "variable",
            "minValue",
            "maxValue",
            "minQuantity",
            "maxQuantity",
            "questionnaire-unit",
            "questionnaire-unitOption",
            "maxDecimalPlaces",
            "regex",
            "questionnaire-maxOccurs",
            "questionnaire-minOccurs",
            "translation",
            "questionnaire-optionExclusive",
            "rendering-markdown",
            "mimeType",
            "maxSize",
        ];
        let url = text_of(extension, "url");
        if url.starts_with(OWN) {
            return;
        }
        let name = url.rsplit('/').next().unwrap_or(url);
        if READ.iter().any(|read| name.ends_with(read)) {
            return;
        }
        if name.to_lowercase().ends_with("constraint") {
            let said = format!("{} {}", nested(extension, "expression"), nested(extension, "human"));
            item.comments.push(format!("constraint: {said}"));
            self.report.add(Fate::Person, &item.place, "rule-as-comment", said);
            return;
        }
        self.report.add(Fate::Dropped, &item.place, "extension", format!("`{}` {name}", item.source));
    }

    /// `enableWhen` and the expression of the same purpose.
    fn shown(&mut self, json: &Json, place: &str) -> Vec<Raw> {
        let mut rules = Vec::new();
        let conditions = list(json, "enableWhen");
        if !conditions.is_empty() {
            let is_any = text_of(json, "enableBehavior") == "any";
            let said: Vec<String> = conditions.iter().map(said).collect();
            let text = said.join(if is_any { " or " } else { " and " });
            let trees: Vec<Expr> = conditions.iter().map(condition).collect();
            let mut raw = Raw::new(Role::ShowIf, Dialect::Other, &text, place);
            raw.tree =
                trees.into_iter().reduce(|left, right| if is_any { Expr::or(left, right) } else { Expr::and(left, right) });
            rules.push(raw);
        }
        rules.extend(expression_raw(Role::ShowIf, json, "enableWhenExpression", place));
        rules
    }
}

/// A part of a nested extension.
fn nested(extension: &Json, url: &str) -> String {
    let found = list(extension, "extension").iter().find(|part| text_of(part, "url") == url);
    found
        .and_then(|part| typed(part, "value"))
        .map(|(_, value)| match value {
            Json::Object(object) => object.get("expression").map(scalar).unwrap_or_default(),
            other => scalar(other),
        })
        .unwrap_or_default()
}

fn said(condition: &Json) -> String {
    let answer = typed(condition, "answer").map(|(_, value)| scalar(value)).unwrap_or_default();
    format!("{} {} {answer}", text_of(condition, "question"), text_of(condition, "operator"))
}

/// "Not equal" is true of an unanswered question too, so the blank is spelt out.
fn condition(json: &Json) -> Expr {
    let item = Expr::Item(text_of(json, "question").to_string());
    let Some((kind, answer)) = typed(json, "answer") else { return Expr::Unknown(said(json)) };
    let text = if kind == "Coding" { text_of(answer, "code").to_string() } else { scalar(answer) };
    let constant = match kind {
        "Boolean" => Expr::Bool(answer.as_bool().unwrap_or(false)),
        "Decimal" | "Integer" | "Quantity" => Expr::Number(text),
        "Date" | "DateTime" => Expr::Date(text),
        _ => Expr::Text(text),
    };
    let compare = match text_of(json, "operator") {
        "exists" if constant == Expr::Bool(false) => return Expr::negated(Expr::answered(item)),
        "exists" => return Expr::answered(item),
        "=" => Compare::Eq,
        "!=" => return Expr::or(Expr::negated(Expr::answered(item.clone())), Expr::compare(Compare::Ne, item, constant)),
        ">" => Compare::Gt,
        "<" => Compare::Lt,
        ">=" => Compare::Ge,
        "<=" => Compare::Le,
        _ => return Expr::Unknown(said(json)),
    };
    Expr::compare(compare, item, constant)
}

/// An item with reasons for a missing value is required when the question for the reason is.
fn required_with_reasons(json: &Json, item: Option<&mut Item>) {
    if let Some(item) = item.filter(|item| flag(json, "required") && own(json, "missing-of").as_deref() == Some(&*item.source)) {
        item.set("required", Value::Plain("true".to_string()), "required");
    }
}

/// Factors between units of a substance as they stand in a definition: from `umol/L 11312 1000000`.
pub fn conversions_of(text: &str) -> String {
    let one = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let [unit, multiply, divide] = words.as_slice() else { return None };
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let known = engine::value::unit::Unit::parse(unit).is_some() && is_number(multiply) && is_number(divide);
        known.then(|| format!("{{ unit: \"{unit}\", multiply_by: {multiply}, divide_by: {divide} }}"))
    };
    format!("[{}]", text.split(", ").filter_map(one).collect::<Vec<_>>().join(", "))
}
