//! Forms and groups: sections, rows, and what stands in them.

use engine::kind::kind::Kind;

use crate::convert::choices::Choices;
use crate::convert::convert::{DEEPEST, plain_section};
use crate::convert::draft::{Draft, Form, Item, ROWS, Raw, Section, Value};
use crate::convert::odm::own::{alias, own_counts, put_inside};
use crate::convert::odm::study::{Reading, Study, id_of, place};
use crate::convert::report::{Fate, Report};
use crate::convert::words::Words;
use crate::convert::xml::Element;

impl<'x> Study<'x> {
    /// A form with everything in it.
    pub fn form(
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
        self.open = vec![element.attribute("OID")];
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
            // In a circle, two references in each group would double at every turn.
            if self.open.contains(&oid) {
                reading.report.add(Fate::Dropped, &place(reference), "group-circle", oid);
                continue;
            }
            if depth >= DEEPEST || self.left == 0 {
                reading.report.add(Fate::Dropped, &place(reference), "too-deep", oid);
                continue;
            }
            self.open.push(oid);
            self.group_part(reference, group, rules, depth, reading);
            self.open.pop();
        }
    }

    fn group_part(&mut self, reference: &'x Element, group: &'x Element, rules: &[Raw], depth: usize, reading: &mut Reading<'_>) {
        let oid = reference.attribute("ItemGroupOID");
        self.left = self.left.saturating_sub(1);
        let mut rules = rules.to_vec();
        rules.extend(self.exception(reference, reading.report));
        let title = self.described(group).or(Words::untagged(group.attribute("Name"), self.tongue));
        let at = place(group);
        if is_repeating(group) && alias(group, "kind") == Some("choices") {
            let mut items = Vec::new();
            self.group_items(group, &mut items, &rules, reading);
            put_inside(alias(group, "in"), items, title, at, reading);
            return;
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
            if reference.attribute("Mandatory") == "Yes" && alias(group, "rows").is_none() {
                rows.set("min_rows", Value::Plain("1".to_string()), "Mandatory");
            }
            own_counts(group, &mut rows);
            rows.rules = rules;
            let id = id_of(group);
            if alias(group, "in").is_some() {
                put_inside(alias(group, "in"), vec![rows], title, at, reading);
                return;
            }
            reading.sections.push(Section { id, title, items: vec![rows], place: at, ..Section::default() });
            return;
        }
        let mut section = Section { id: id_of(group), title, rules: rules.clone(), place: at, ..Section::default() };
        self.group_items(group, &mut section.items, &[], reading);
        if !section.items.is_empty() {
            reading.sections.push(section);
        }
        self.group_parts_inside(group, &rules, depth + 1, reading);
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

fn is_repeating(group: &Element) -> bool {
    !matches!(group.attribute("Repeating"), "" | "No" | "no")
}
