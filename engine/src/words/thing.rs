//! Items, groups, codes, dates and numbers by the names people know.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

use crate::form::form::Form;
use crate::form::item::Item;
use crate::form::list::CodeList;
use crate::kind::shape::Shape;
use crate::lang::{Lang, Text};
use crate::program::node::{Base, Read, Rows};
use crate::program::program::ScopeId;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::missing::Missing;
use crate::value::unit_name;

/// What a form's rules can name, in one language.
pub struct Things<'f> {
    /// The form.
    pub form: &'f Form,
    /// The language.
    pub lang: Lang,
    /// Labels that two items of one form share, once a rule is told in words: ask [`Things::is_shared`].
    shared: OnceCell<HashSet<(Option<&'f str>, &'f str)>>,
}

/// An item with the form it comes from, when that is another one.
#[derive(Clone, Copy)]
pub struct Found<'f> {
    /// The item.
    pub item: &'f Item,
    /// The other form's id.
    pub form: Option<&'f Arc<str>>,
}

impl<'f> Things<'f> {
    /// The names of a form.
    pub fn new(form: &'f Form, lang: Lang) -> Things<'f> {
        Things { form, lang, shared: OnceCell::new() }
    }

    /// Whether two items of one form share a label; with the other form's id when it is not this one. They are told apart by their ids.
    fn is_shared(&self, form: Option<&'f str>, label: &'f str) -> bool {
        let shared = self.shared.get_or_init(|| {
            let mut seen = HashSet::new();
            let own = self.form.items.iter().map(|item| (None, item.label.get(self.lang)));
            let others = self.form.imports.iter().map(|import| (Some(&*import.form), import.item.label.get(self.lang)));
            own.chain(others).filter(|name| !seen.insert(*name)).collect()
        });
        shared.contains(&(form, label))
    }

    /// The item that a rule of scope `scope` with rows `vars` bound reads.
    pub fn find(&self, read: Read, scope: ScopeId, vars: &[ScopeId]) -> Option<Found<'f>> {
        let at = self.frame(read.base, scope, vars)?;
        let home = self.form.scopes.get(usize::from(at.0))?;
        match home.slots.get(usize::from(read.slot)) {
            Some(item) => self.form.item(*item).map(|item| Found { item, form: None }),
            None => {
                let place = usize::from(read.slot).checked_sub(home.slots.len())?;
                self.form.imports.get(place).map(|import| Found { item: &import.item, form: Some(&import.form) })
            }
        }
    }

    /// The group whose rows a rule looks at, and the scope of its rows.
    pub fn find_group(&self, rows: Rows, scope: ScopeId, vars: &[ScopeId]) -> Option<(&'f Item, ScopeId)> {
        let at = self.frame(rows.base, scope, vars)?;
        let group = self.form.scopes.get(usize::from(at.0))?.groups.get(usize::from(rows.group))?;
        let item = self.form.item(*group)?;
        Some((item, item.rows?))
    }

    fn frame(&self, base: Base, scope: ScopeId, vars: &[ScopeId]) -> Option<ScopeId> {
        match base {
            Base::Var(variable) => vars.get(usize::from(variable)).copied(),
            Base::Up(frames) => {
                let mut at = scope;
                for _ in 0..frames {
                    at = self.form.scopes.get(usize::from(at.0))?.parent?;
                }
                Some(at)
            }
        }
    }

    /// An item's name: its label in quotes; its id when another item has the same label; its form when that is another one.
    pub fn name(&self, found: Found<'f>) -> String {
        let label = found.item.label.get(self.lang);
        let id = if self.is_shared(found.form.map(|form| &**form), label) {
            format!("{}[{}]", self.pick("", " "), found.item.id)
        } else {
            String::new()
        };
        let label = self.quoted(label) + &id;
        match (found.form, self.lang) {
            (Some(form), Lang::Ja) => format!("{label}（{}）", self.form_title(form)),
            (Some(form), Lang::En) => format!("{label} ({})", self.form_title(form)),
            (None, _) => label,
        }
    }

    fn form_title(&self, form: &Arc<str>) -> String {
        let import = self.form.imports.iter().find(|import| import.form == *form);
        import.map_or_else(|| form.to_string(), |import| import.title.get(self.lang).to_owned())
    }

    /// In the language's quotes.
    pub fn quoted(&self, text: &str) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.lang {
            Lang::Ja => format!("「{text}」"),
            Lang::En => format!("\"{text}\""),
        }
    }

    /// A code by its text, or as it stands when its list is not known.
    pub fn code(&self, place: u16, code: &str, list: Option<&CodeList>) -> String {
        self.quoted(list.and_then(|list| list.get(place)).map_or(code, |code| code.text.get(self.lang)))
    }

    /// A reason for a missing value.
    pub fn reason(&self, place: u16) -> String {
        let reason = Missing::ALL.into_iter().find(|reason| u16::from(reason.index()) == place);
        self.quoted(reason.map_or("", |reason| self.pick(reason.ja(), reason.en())))
    }

    /// A number, with a unit when one is known.
    pub fn number(&self, number: Decimal, ucum: Option<&str>) -> String {
        let unit = ucum.map(|ucum| unit_name::print(ucum, self.lang)).filter(|print| !print.is_empty());
        let singular = number.to_integer() == Some(1) && self.lang == Lang::En;
        match unit {
            Some(unit) if singular => format!("{number} {}", unit.strip_suffix('s').filter(|one| one.len() > 2).unwrap_or(&unit)),
            // Japanese counters follow the figure without a blank: 28日.
            Some(unit) if self.lang == Lang::Ja && !unit.is_ascii() && !unit.starts_with(['×', '℃', 'µ']) => {
                format!("{number}{unit}")
            }
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        }
    }

    /// A day, month or year.
    pub fn date(&self, date: DateRange) -> String {
        let written = date.to_string();
        let parts: Vec<&str> = written.split('-').map(|part| part.trim_start_matches('0')).collect();
        match (self.lang, parts.as_slice()) {
            (Lang::En, _) => written,
            (Lang::Ja, [year]) if !year.contains('.') => format!("{year}年"),
            (Lang::Ja, [year, month]) => format!("{year}年{month}月"),
            (Lang::Ja, [year, month, day]) if !day.contains('.') => format!("{year}年{month}月{day}日"),
            (Lang::Ja, _) => written,
        }
    }

    /// Yes or no.
    pub fn truth(&self, value: bool) -> String {
        self.quoted(if value { self.pick("はい", "Yes") } else { self.pick("いいえ", "No") })
    }

    /// The half of a pair in this language.
    pub fn pick<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// The half of a text in this language.
    pub fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.lang)
    }
}

/// What a value is, as far as words differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A number.
    Number,
    /// A day, month or year.
    Date,
    /// A day and time.
    Time,
    /// Anything else.
    Other,
}

impl Sort {
    /// What an item's values are.
    pub fn of(shape: Shape) -> Sort {
        match shape {
            Shape::Integer | Shape::Decimal | Shape::Quantity => Sort::Number,
            Shape::Date => Sort::Date,
            Shape::Datetime => Sort::Time,
            _ => Sort::Other,
        }
    }
}
