//! Formal conditions and methods: the rule as written, what it reads, and plain words in both languages.

use engine::form::form::Form;
use engine::form::item::{Item, Section};
use engine::form::table::{Cell, Table};
use engine::kind::kind::Kind;
use engine::lang::{Lang, Text};
use engine::program::node::Node;
use engine::program::program::RuleId;

use super::edition::{CONTEXT, Edition};
use super::{data, oid};
use crate::export::odm::text::both;
use crate::export::rules::{Rules, walk};
use crate::export::xml::Element;

/// The condition under which a section is not collected.
pub fn of_section(rules: &Rules<'_>, section: &Section, edition: Edition) -> Option<Element> {
    condition(rules, &format!("section.{}", section.id), &section.title, &[section.shown_if?], edition)
}

/// The condition under which an item is not collected, beyond those of what it stands in.
pub fn of_item<'f>(rules: &Rules<'f>, item: &'f Item, edition: Edition) -> Option<Element> {
    condition(rules, &item.id, &item.label, &conditions(rules, item, edition), edition)
}

/// The rules that an item's reference has to carry. Where rows stand beside their section and the rows around them, those rules too.
pub fn conditions<'f>(rules: &Rules<'f>, item: &'f Item, edition: Edition) -> Vec<RuleId> {
    let stands_inside = edition.is_second() || !matches!(item.kind, Kind::Group | Kind::Choices);
    if stands_inside {
        return rules.own_conditions(item).collect();
    }
    let section = rules.form.sections.get(usize::from(item.section)).and_then(|section| section.shown_if);
    let around = rules.groups_around(item).into_iter().chain([item]);
    section.into_iter().chain(around.flat_map(|item| rules.own_conditions(item))).collect()
}

fn condition(rules: &Rules<'_>, id: &str, label: &Text, when: &[RuleId], edition: Edition) -> Option<Element> {
    if when.is_empty() {
        return None;
    }
    let told = |lang| when.iter().map(|rule| rules.line(*rule, lang)).collect::<Vec<_>>();
    let text = Text::new(
        format!("「{}」は次の場合にのみ収集: {}", label.ja, told(Lang::Ja).join("、かつ、")),
        format!("\"{}\" is collected only when {}", label.en, told(Lang::En).join(" and ")),
    );
    let written: Vec<String> = when.iter().map(|rule| format!("({})", rules.written(*rule))).collect();
    let formal = edition.formal(CONTEXT, &format!("!({})", written.join(" && ")));
    let element = Element::new("ConditionDef").with("OID", oid::condition(rules.form, id)).with("Name", id);
    Some(with_signature(element.holding(both("Description", &text, edition)), rules, when, None, edition).holding(formal))
}

/// How an item is calculated.
pub fn method<'f>(rules: &Rules<'f>, item: &'f Item, edition: Edition) -> Option<Element> {
    let rule = item.value?;
    let words = rules.words(rule);
    let element = Element::new("MethodDef")
        .with("OID", oid::method(rules.form, item))
        .with("Name", &*item.id)
        .with("Type", "Computation")
        .holding(both("Description", &words, edition));
    let element = with_signature(element, rules, &[rule], Some(item), edition);
    let tables = rules.find(rule).map_or_else(Vec::new, |rule| tables(rules.form, &rule.node));
    let formals = tables.iter().map(|table| edition.formal("ctr-j table", &told(table)));
    Some(element.holding(edition.formal(CONTEXT, rules.written(rule))).holding_all(formals))
}

/// In 2.0: what the rules read and give.
fn with_signature(element: Element, rules: &Rules<'_>, read: &[RuleId], gives: Option<&Item>, edition: Edition) -> Element {
    if !edition.is_second() {
        return element;
    }
    let mut names: Vec<(String, &'static str)> = Vec::new();
    for (name, of) in read.iter().flat_map(|rule| reads(rules, *rule)) {
        if !names.iter().any(|(known, _)| *known == name) {
            names.push((name, data::data_type(of, edition)));
        }
    }
    let parameters = names.into_iter().map(|(name, data)| Element::new("Parameter").with("Name", name).with("DataType", data));
    let returns =
        gives.map(|item| Element::new("ReturnValue").with("Name", &*item.id).with("DataType", data::data_type(item, edition)));
    element.holding(Element::new("MethodSignature").holding_all(parameters).holding_all(returns))
}

/// What a rule reads, also of other forms: `infusion.infusion_date`.
fn reads<'f>(rules: &Rules<'f>, rule: RuleId) -> Vec<(String, &'f Item)> {
    let form = rules.form;
    let Some(rule) = rules.find(rule) else { return Vec::new() };
    let own = rule.reads.iter().filter_map(|id| form.item(*id)).map(|item| (item.id.to_string(), item));
    let first = form.scopes.first().map_or(0, |scope| scope.slots.len());
    let imports = rule.imports.iter().filter_map(|slot| form.imports.get(usize::from(*slot).checked_sub(first)?));
    own.chain(imports.map(|import| (format!("{}.{}", import.form, import.item.id), &*import.item))).collect()
}

/// The tables that a rule asks.
fn tables<'f>(form: &'f Form, node: &Node) -> Vec<&'f Table> {
    let mut found = Vec::new();
    walk(node, &mut |part| {
        if let Node::Lookup(lookup) = part {
            found.extend(form.tables.iter().map(|table| &**table).filter(|table| table.id == lookup.id));
        }
    });
    found
}

/// A table row by row: `hypotension = none | fluids, temperature >= 38 -> 1`.
fn told(table: &Table) -> String {
    let mut lines = vec![format!("table {}", table.id)];
    for row in &table.rows {
        let cells = table.columns.iter().zip(&row.cells).filter_map(|(column, cell)| asked(&column.id, cell));
        lines.push(format!("{} -> {}", cells.collect::<Vec<_>>().join(", "), row.gives.text));
    }
    lines.extend(table.otherwise.as_ref().map(|otherwise| format!("otherwise -> {}", otherwise.text)));
    lines.join("\n")
}

fn asked(column: &str, cell: &Cell) -> Option<String> {
    match cell {
        Cell::Any => None,
        Cell::OneOf(codes) => Some(format!("{column} = {}", codes.iter().map(constant).collect::<Vec<_>>().join(" | "))),
        Cell::Within(ends) => {
            let one = |(how, end): &(engine::program::node::Compare, Node)| format!("{column} {} {}", how.sign(), constant(end));
            Some(ends.iter().map(one).collect::<Vec<_>>().join(" and "))
        }
    }
}

fn constant(node: &Node) -> String {
    match node {
        Node::Code(_, code) => code.to_string(),
        Node::Number(number) => number.to_string(),
        Node::Date(date) => date.to_string(),
        Node::Text(text) => text.to_string(),
        Node::Bool(value) => value.to_string(),
        _ => "?".to_owned(),
    }
}
