//! Sections, items and rows as the template sees them, in one language.

use engine::form::form::Form;
use engine::form::item::{Item, Required, Section};
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::program::program::ItemId;
use serde_json::{Value, json};

use super::field::{field, is_narrow};
use crate::display::display::missing_name;
use crate::export::dictionary::entry::bound;
use crate::export::guard;
use crate::export::rules::Rules;

/// Rows that paper offers: of a table, and of blocks below one another.
const TABLE_ROWS: u16 = 6;
const BLOCK_ROWS: u16 = 2;
/// Columns that fit a page.
const MOST_COLUMNS: usize = 6;

/// Writes a form for paper.
pub struct Paper<'p, 'f> {
    /// Its rules.
    pub rules: &'p Rules<'f>,
    /// The language.
    pub lang: Lang,
    /// Whether ids, codes and rules stand beside the fields.
    pub annotated: bool,
}

impl<'f> Paper<'_, 'f> {
    /// A form.
    pub fn form(&self) -> Value {
        let form = self.rules.form;
        json!({
            "id": &*form.id,
            "edition": form.edition(),
            "digest": form.digest().get(..16),
            "title": form.title.get(self.lang),
            "help": form.help.as_ref().map(|help| help.get(self.lang)),
            "sections": form.sections.iter().map(|section| self.section(section)).collect::<Vec<_>>(),
        })
    }

    fn section(&self, section: &'f Section) -> Value {
        json!({
            "id": &*section.id,
            "title": section.title.get(self.lang),
            "help": section.help.as_ref().map(|help| help.get(self.lang)),
            "when": section.shown_if.map(|rule| self.rules.line(rule, self.lang)),
            "rule": section.shown_if.filter(|_| self.annotated).map(|rule| self.rules.written(rule)),
            "items": self.items(&section.items),
        })
    }

    fn items(&self, ids: &[ItemId]) -> Vec<Value> {
        let form = self.rules.form;
        let asked = ids.iter().filter_map(|id| Some((*id, form.item(*id)?))).filter(|(_, item)| !item.retired);
        asked.map(|(id, item)| self.item(id, item)).collect()
    }

    fn item(&self, id: ItemId, item: &'f Item) -> Value {
        let when: Vec<String> = self.rules.own_conditions(item).map(|rule| self.rules.line(rule, self.lang)).collect();
        json!({
            "id": &*item.id,
            "label": item.label.get(self.lang),
            "help": item.help.as_ref().map(|help| help.get(self.lang)),
            "required": match item.required { Required::No => "no", Required::Always => "always", Required::If(_) => "if" },
            "required_if": match item.required { Required::If(rule) => Some(self.rules.line(rule, self.lang)), _ => None },
            "when": when.join(if self.lang == Lang::Ja { "、かつ、" } else { " and " }),
            "field": field(item, self.lang),
            "missing": item.missing.iter().map(|reason| json!({ "code": reason.code(), "label": missing_name(*reason, self.lang) })).collect::<Vec<_>>(),
            "notes": if self.annotated { self.notes(id, item) } else { Vec::new() },
            "rows": self.rows(item),
        })
    }

    fn rows(&self, item: &'f Item) -> Value {
        let Some(scope) = item.rows.filter(|_| item.kind == Kind::Group) else { return Value::Null };
        let inside: Vec<(ItemId, &Item)> = self
            .rules
            .form
            .items
            .iter()
            .zip(0u32..)
            .filter(|(inner, _)| inner.scope == scope && !inner.retired)
            .map(|(inner, id)| (ItemId(id), inner))
            .collect();
        let is_table = inside.len() <= MOST_COLUMNS && inside.iter().all(|(_, inner)| is_narrow(inner));
        let most = if is_table { TABLE_ROWS } else { BLOCK_ROWS };
        let offered = item.max_rows.min(most.max(item.min_rows)).max(1);
        let ids: Vec<ItemId> = inside.iter().map(|(id, _)| *id).collect();
        json!({
            "table": is_table,
            "numbers": (1..=offered).collect::<Vec<_>>(),
            "most": item.max_rows,
            "more": item.max_rows > offered,
            "items": self.items(&ids),
        })
    }

    /// What is said beside a field: kind, list, range, rules and checks.
    fn notes(&self, id: ItemId, item: &'f Item) -> Vec<Value> {
        let mut notes = vec![note("kind", item.kind.name().to_owned())];
        notes.extend(item.list.as_ref().map(|list| note("list", list.id.to_string())));
        let ends = [
            ("min", bound(item.range.min)),
            ("max", bound(item.range.max)),
            ("soft_min", bound(item.range.soft_min)),
            ("soft_max", bound(item.range.soft_max)),
            ("decimals", item.decimals.map_or_else(String::new, |places| places.to_string())),
            ("max_length", item.max_length.map_or_else(String::new, |most| most.to_string())),
            ("pattern", item.pattern.as_deref().unwrap_or_default().to_owned()),
            ("units", item.units.iter().map(|unit| unit.text()).collect::<Vec<_>>().join(" ")),
            ("pii", if item.pii { "true".to_owned() } else { String::new() }),
        ];
        notes.extend(ends.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| note(name, text)));
        let shown = self.rules.own_conditions(item).map(|rule| ("show_if", rule));
        let required = match item.required {
            Required::If(rule) => Some(("required", rule)),
            Required::No | Required::Always => None,
        };
        let rules = shown.chain(required).chain(item.value.map(|rule| ("value", rule)));
        notes.extend(rules.map(|(name, rule)| note(name, self.rules.written(rule).to_owned())));
        notes.extend(
            self.rules.checks_of(id).map(|check| {
                note(check.weight.severity.name(), format!("{}: {}", check.id, self.rules.written(check.violated_if)))
            }),
        );
        notes.extend(guard::of(self.rules, item).into_iter().map(|guard| note(guard.weight, guard.written)));
        notes
    }
}

fn note(name: &str, text: String) -> Value {
    json!({ "name": name, "text": text })
}

/// A form for paper.
pub fn of(form: &Form, lang: Lang, annotated: bool) -> Value {
    Paper { rules: &Rules::new(form), lang, annotated }.form()
}
