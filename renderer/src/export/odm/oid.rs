//! Names of things in ODM. They follow from ids, so that they are the same in every file.

use engine::form::form::Form;
use engine::form::item::{Item, Section};

/// A level.
pub fn event(level: &str) -> String {
    format!("SE.{level}")
}

/// A form.
pub fn form(form: &Form) -> String {
    format!("FO.{}", form.id)
}

/// A section.
pub fn section(form: &Form, section: &Section) -> String {
    format!("SC.{}.{}", form.id, section.id)
}

/// Rows of items.
pub fn group(form: &Form, item: &Item) -> String {
    format!("IG.{}.{}", form.id, item.id)
}

/// An item.
pub fn item(form: &Form, item: &Item) -> String {
    format!("IT.{}.{}", form.id, item.id)
}

/// Something that belongs to an item: its unit, its comparator.
pub fn beside(form: &Form, of: &Item, what: &str) -> String {
    format!("{}.{what}", item(form, of))
}

/// When an item or section is not collected.
pub fn condition(form: &Form, id: &str) -> String {
    format!("CO.{}.{id}", form.id)
}

/// How an item is calculated.
pub fn method(form: &Form, item: &Item) -> String {
    format!("ME.{}.{}", form.id, item.id)
}

/// A unit.
pub fn unit(ucum: &str) -> String {
    format!("MU.{ucum}")
}
