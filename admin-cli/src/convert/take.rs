//! Takes one piece out of a draft. What was taken out stays as a comment where it stood, and as a line of the report.

use engine::kind::kind::{COMMON, KINDS, Kind};

use crate::convert::draft::{Draft, Form, Item, Property, ROWS, Section, Value};
use crate::convert::report::{Fate, Report};
use crate::convert::way;

/// Why a piece has to go: the note of the report, and what was said against it.
#[derive(Clone, Copy, Debug)]
pub struct Why<'w> {
    /// Which note.
    pub note: &'static str,
    /// What was said.
    pub said: &'w str,
}

impl Why<'_> {
    fn of(&self, source: &str) -> String {
        if self.said.is_empty() { source.to_string() } else { format!("{source} ({})", self.said) }
    }
}

/// A code of a list.
pub fn code(draft: &mut Draft, list: usize, code: usize, why: Why<'_>, report: &mut Report) -> bool {
    let Some(list) = draft.lists.get_mut(list).filter(|list| code < list.codes.len()) else { return false };
    let taken = list.codes.remove(code);
    report.add(Fate::Dropped, &list.place, why.note, why.of(&taken.source));
    true
}

/// An edit check.
pub fn check(form: &mut Form, index: usize, why: Why<'_>, report: &mut Report) -> bool {
    if index >= form.checks.len() {
        return false;
    }
    let check = form.checks.remove(index);
    form.comments.push(format!("check: {}", check.source));
    report.add(Fate::Person, &check.place, why.note, why.of(&check.source));
    true
}

/// The condition of a section.
pub fn section_rule(section: &mut Section, why: Why<'_>, report: &mut Report) -> bool {
    let Some(rule) = section.show_if.take() else { return false };
    section.comments.push(format!("show_if: {rule}"));
    report.add(Fate::Person, &section.place, why.note, why.of(&rule));
    true
}

/// A property of an item. Without a property that its kind needs, the item is asked as a simpler kind.
pub fn property(item: &mut Item, key: &str, why: Why<'_>, report: &mut Report) -> bool {
    let Some(at) = item.properties.iter().position(|property| property.key == key) else { return false };
    let said = said(&item.properties.remove(at));
    report.add(Fate::Person, &item.place, why.note, why.of(&said));
    item.comments.push(said);
    match key {
        // Without its rule, its list, its units or its kinds of files the item can only be typed.
        "value" | "units" => turned(item, Kind::Decimal, report),
        "list" | "accept" | "max_size" => turned(item, Kind::Text, report),
        "max_rows" => {
            report.add(Fate::Person, &item.place, "max-rows", format!("`{}`", item.source));
            item.set("max_rows", Value::Plain(ROWS.to_string()), "");
        }
        _ => {}
    }
    true
}

/// A property in the source's words, with its value where these do not say it.
fn said(property: &Property) -> String {
    let (key, source) = (property.key, &property.source);
    let value = match &property.value {
        Value::Plain(text) | Value::Text(text) => text.clone(),
        Value::Texts(texts) => texts.join(", "),
        Value::Rule(_) => return format!("{key}: {source}"),
    };
    match source.as_str() {
        "" => format!("{key}: {value}"),
        source if source.contains(&value) => format!("{key}: {source}"),
        source => format!("{key}: {value} ({source})"),
    }
}

/// Makes it another kind; what that kind does not have is told.
fn turned(item: &mut Item, kind: Kind, report: &mut Report) {
    item.kind = kind;
    let allowed = KINDS.iter().find(|row| row.kind == kind).map_or(&[][..], |row| row.properties);
    let (kept, lost): (Vec<_>, Vec<_>) = std::mem::take(&mut item.properties)
        .into_iter()
        .partition(|property| allowed.contains(&property.key) || COMMON.contains(&property.key));
    item.properties = kept;
    for property in lost {
        let said = said(&property);
        report.add(Fate::Person, &item.place, "does-not-check", format!("{said} (not of kind `{}`)", kind.name()));
        item.comments.push(said);
    }
}

/// An item with everything in it.
pub fn item(form: &mut Form, section: usize, path: &[usize], why: Why<'_>, report: &mut Report) -> bool {
    let Some(item) = way::remove(form, section, path) else { return false };
    dropped(&item, why, report);
    form.comments.push(format!("item {}: {}", item.id, why.said));
    true
}

fn dropped(item: &Item, why: Why<'_>, report: &mut Report) {
    report.add(Fate::Dropped, &item.place, why.note, why.of(&item.id));
    for member in &item.items {
        dropped(member, Why { said: "", ..why }, report);
    }
}
