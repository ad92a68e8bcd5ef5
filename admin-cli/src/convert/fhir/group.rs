//! Groups: those outside of rows open sections, repeating ones are rows, and those inside rows only lend their conditions.

use engine::kind::kind::Kind;
use serde_json::Value as Json;

use crate::convert::convert::{DEEPEST, plain_section};
use crate::convert::draft::Item;
use crate::convert::fhir::element::{flag, is_help, list, text_of};
use crate::convert::fhir::own::{own, required_with_reasons};
use crate::convert::fhir::reader::{Around, Reader};
use crate::convert::report::Fate;
use crate::convert::words::Words;

impl Reader<'_, '_> {
    /// An item outside of rows: a group opens a section, everything else goes into the open one.
    pub fn item(&mut self, json: &Json, place: &str, around: &Around) {
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
            _ => self.with_below(json, place, inner, into),
        }
    }

    /// A question with those below it: they are asked only with it, and where it has several answers, for each of them.
    fn with_below(&mut self, json: &Json, place: &str, mut below: Vec<Item>, into: &mut Vec<Item>) {
        let mut asked = self.question(json, place);
        if let Some(rows) = asked.first_mut().filter(|item| item.kind == Kind::Group) {
            rows.items.append(&mut below);
        }
        into.append(&mut asked);
        let rules = if below.is_empty() { Vec::new() } else { self.shown(json, place) };
        for mut item in below {
            item.rules.extend(rules.iter().cloned());
            into.push(item);
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
}
