//! Forms, sections and rows. In 1.3.2 groups cannot nest: rows stand beside the section that holds them, which an alias names; several
//! codes of one item are rows of a group of their own, so that each value is one code of the list.

use engine::form::form::Form;
use engine::form::item::{Item, Required, Section};
use engine::kind::kind::Kind;
use engine::program::program::{ItemId, ScopeId};

use super::edition::Edition;
use super::text::{alias, aliases, both};
use super::{condition, oid};
use crate::export::rules::Rules;
use crate::export::xml::Element;

/// What a form became.
#[derive(Default)]
pub struct Groups {
    /// `FormDef`: empty in 2.0, where a form is a group.
    pub forms: Vec<Element>,
    /// `ItemGroupDef`.
    pub groups: Vec<Element>,
}

/// Lays out a form.
pub fn of_form(rules: &Rules<'_>, edition: Edition, into: &mut Groups) {
    let form = rules.form;
    let mut layout = Layout { rules, form, edition, beside: Vec::new(), groups: Vec::new() };
    let mut parts: Vec<Part> = Vec::new();
    for section in &form.sections {
        let condition = section.shown_if.map(|_| oid::condition(form, &format!("section.{}", section.id)));
        parts.push(Part { oid: oid::section(form, section), condition });
        layout.section(section);
        parts.append(&mut layout.beside);
    }
    let references = (1..).zip(&parts).map(|(order, part)| group_ref(part, order));
    let marks = aliases([
        ("version", form.edition()),
        ("digest", form.digest().to_string()),
        ("help_ja", form.help.as_ref().map_or_else(String::new, |help| help.ja.to_string())),
        ("help_en", form.help.as_ref().map_or_else(String::new, |help| help.en.to_string())),
        ("uses", form.uses.join(" ")),
    ]);
    let description = both("Description", &form.title, edition);
    let head = |name| {
        Element::new(name).with("OID", oid::form(form)).with("Name", &*form.id).with("Repeating", edition.repeating(form.several))
    };
    match edition {
        Edition::V1_3_2 => {
            into.forms.push(head("FormDef").holding(description).holding_all(references).holding_all(marks));
        }
        Edition::V2_0 => {
            let whole = head("ItemGroupDef").with("Type", "Form");
            into.groups.push(whole.holding(description).holding_all(references).holding_all(marks));
        }
    }
    into.groups.append(&mut layout.groups);
}

/// A group that is referred to.
struct Part {
    oid: String,
    condition: Option<String>,
}

fn group_ref(part: &Part, order: usize) -> Element {
    Element::new("ItemGroupRef")
        .with("ItemGroupOID", &*part.oid)
        .with("OrderNumber", order.to_string())
        .with("Mandatory", "No")
        .with_some("CollectionExceptionConditionOID", part.condition.clone())
}

struct Layout<'r, 'f> {
    rules: &'r Rules<'f>,
    form: &'f Form,
    edition: Edition,
    /// Groups that stand beside the section, in 1.3.2.
    beside: Vec<Part>,
    groups: Vec<Element>,
}

impl<'f> Layout<'_, 'f> {
    fn section(&mut self, section: &'f Section) {
        let kind = self.edition.is_second().then(|| "Section".to_owned());
        let head = Element::new("ItemGroupDef")
            .with("OID", oid::section(self.form, section))
            .with("Name", &*section.id)
            .with("Repeating", "No")
            .with_some("Type", kind)
            .holding(both("Description", &section.title, self.edition));
        let help = section.help.as_ref();
        let marks = aliases([
            ("kind", "section".to_owned()),
            ("help_ja", help.map_or_else(String::new, |help| help.ja.to_string())),
            ("help_en", help.map_or_else(String::new, |help| help.en.to_string())),
        ]);
        let place = self.groups.len();
        let members = self.members(&section.items, &oid::section(self.form, section));
        self.groups.insert(place, head.holding_all(members).holding_all(marks));
    }

    /// References to items and, in 2.0, to groups inside.
    fn members(&mut self, items: &[ItemId], around: &str) -> Vec<Element> {
        let mut members = Vec::new();
        let mut order = 0;
        for item in items.iter().filter_map(|id| self.form.item(*id)) {
            let is_group = item.kind == Kind::Group || item.kind == Kind::Choices;
            if is_group && !self.edition.is_second() {
                self.beside.push(Part { oid: oid::group(self.form, item), condition: self.condition(item) });
                self.group(item, around);
                continue;
            }
            order += 1;
            if is_group {
                self.group(item, around);
                members.push(group_ref(&Part { oid: oid::group(self.form, item), condition: self.condition(item) }, order));
                continue;
            }
            members.push(self.item_ref(item, order));
            for what in self.companions(item) {
                order += 1;
                members.push(
                    Element::new("ItemRef")
                        .with("ItemOID", oid::beside(self.form, item, what))
                        .with("OrderNumber", order.to_string())
                        .with("Mandatory", "No"),
                );
            }
        }
        members
    }

    fn companions(&self, item: &Item) -> Vec<&'static str> {
        let unit = (self.edition.is_second() && !item.units.is_empty()).then_some("unit");
        let comparator = item.censored.is_any().then_some("comparator");
        unit.into_iter().chain(comparator).collect()
    }

    fn condition(&self, item: &'f Item) -> Option<String> {
        let has_any = !condition::conditions(self.rules, item, self.edition).is_empty();
        has_any.then(|| oid::condition(self.form, &item.id))
    }

    fn item_ref(&self, item: &'f Item, order: usize) -> Element {
        let method = item.value.map(|_| oid::method(self.form, item));
        let unit = (self.edition.is_second() && !item.units.is_empty()).then(|| oid::beside(self.form, item, "unit"));
        Element::new("ItemRef")
            .with("ItemOID", oid::item(self.form, item))
            .with("OrderNumber", order.to_string())
            .with("Mandatory", if item.required == Required::Always { "Yes" } else { "No" })
            .with_some("MethodOID", method)
            .with_some("UnitsItemOID", unit)
            .with_some("CollectionExceptionConditionOID", self.condition(item))
    }

    /// Rows of items, or the chosen codes of one item.
    fn group(&mut self, item: &'f Item, around: &str) {
        let own = oid::group(self.form, item);
        let second = self.edition.is_second();
        let most = if item.kind == Kind::Group {
            usize::from(item.max_rows)
        } else {
            item.list.as_ref().map_or(1, |list| list.codes.len().max(1))
        };
        let head = Element::new("ItemGroupDef")
            .with("OID", &*own)
            .with("Name", &*item.id)
            .with("Repeating", self.edition.repeating(true))
            .with_some("RepeatingLimit", second.then(|| most.to_string()))
            .with_some("Type", second.then(|| "Concept".to_owned()))
            .holding(both("Description", &item.label, self.edition));
        let place = self.groups.len();
        let members = match item.rows {
            Some(ScopeId(scope)) => {
                let items = self.form.scopes.get(usize::from(scope)).map_or_else(Vec::new, |scope| self.in_order(scope.group));
                self.members(&items, &own)
            }
            None => vec![self.item_ref(item, 1)],
        };
        let rows = if item.kind == Kind::Group { format!("{} {}", item.min_rows, item.max_rows) } else { String::new() };
        let help = item.help.as_ref().filter(|_| item.kind == Kind::Group);
        let marks = aliases([
            ("kind", item.kind.name().to_owned()),
            ("in", around.to_owned()),
            ("rows", rows),
            ("help_ja", help.map_or_else(String::new, |help| help.ja.to_string())),
            ("help_en", help.map_or_else(String::new, |help| help.en.to_string())),
            ("retired", if item.retired { "yes".to_owned() } else { String::new() }),
        ]);
        self.groups.insert(place, head.holding_all(members).holding_all(marks));
    }

    /// The items of a group's rows, groups among them, in the order of the form.
    fn in_order(&self, group: Option<ItemId>) -> Vec<ItemId> {
        let rows = group.and_then(|group| self.form.item(group)).and_then(|group| group.rows);
        let inside = self.form.items.iter().zip(0u32..).filter(|(item, _)| Some(item.scope) == rows);
        inside.map(|(_, id)| ItemId(id)).collect()
    }
}

/// Where a form is filled.
pub fn form_ref(form: &Form, order: usize, edition: Edition) -> Element {
    let (element, attribute) = match edition {
        Edition::V1_3_2 => ("FormRef", "FormOID"),
        Edition::V2_0 => ("ItemGroupRef", "ItemGroupOID"),
    };
    Element::new(element).with(attribute, oid::form(form)).with("OrderNumber", order.to_string()).with("Mandatory", "No")
}

/// The level around a level.
pub fn parent(level: &str) -> Element {
    alias("parent", oid::event(level))
}
