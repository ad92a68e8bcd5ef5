//! Rows that the engine does not take where they stand, too deep in other rows or too many with them, become rows of a section behind.
//!
//! Moved out, they are rows of the form and no longer of one outer row. So nothing that was meant for each outer row may stay as it was:
//! a condition of the form that governed the outer rows goes with them; a condition read in an outer row, a least number of rows, and a
//! rule that spoke of the rows inside one outer row stay as comments, each told; the greatest number of rows is that of all together.
//! A rule inside the moved rows that reads an outer row is refused by the engine afterwards, and told then.

use std::collections::BTreeSet;

use engine::kind::kind::Kind;

use crate::convert::draft::{Form, Item, Section, Value};
use crate::convert::id::Ids;
use crate::convert::report::{Fate, Report};
use crate::convert::row_limit::{MOST_ROWS, lower, most, room, set_most};
use crate::convert::take::{self, Why};
use crate::convert::translate::joined;
use crate::convert::way::{find, remove};
use crate::convert::words::Words;

/// What the engine says of rows that cannot stand where they do.
pub const REFUSED: [&str; 3] = ["groups-too-deep", "nested-too-deeply", "too-many-rows"];
const RULE: Why<'static> = Why { note: "rows-moved-rule", said: "" };

/// Moves rows out of the rows around them; rows of the form itself get a lower limit. `false` when neither can be done.
pub fn hoist(form: &mut Form, section: usize, path: &[usize], report: &mut Report) -> bool {
    let path = rows_at(form, section, path);
    let (Some(top), true) = (path.get(..1), path.len() > 1) else { return lower(form, section, path, report) };
    let Some(mut inner) = remove(form, section, path) else { return false };
    let mut names = Names { uses: form.uses.clone(), ..Names::default() };
    gather(&inner, &mut names.moved);
    if let Some(outermost) = find(form, section, top) {
        gather(outermost, &mut names.around);
    }
    unsay(form, (section, top), &names, report);
    let mut behind = Section {
        id: free_id(form, &inner.id),
        title: Words { ja: inner.label.ja.clone(), en: inner.label.en.clone() },
        show_if: form.sections.get(section).and_then(|section| section.show_if.clone()),
        place: inner.place.clone(),
        ..Section::default()
    };
    let mut rows_around = 1u64;
    for depth in 1..path.len() {
        let Some(outer) = path.get(..depth).and_then(|way| find(form, section, way)) else { continue };
        rows_around = rows_around.saturating_mul(most(outer));
        if let Some(Value::Rule(rule)) = outer.get("show_if") {
            carry_condition(&mut behind, (&outer.id, rule), &names, report);
        }
    }
    let own = most(&inner);
    let all = own.saturating_mul(rows_around).min(MOST_ROWS).min(room(&inner)).max(own);
    set_most(&mut inner, all);
    report.add(Fate::Person, &inner.place, "group-hoisted", format!("`{}` (max_rows {own} → {all})", inner.id));
    take::property(&mut inner, "min_rows", Why { note: "rows-moved-least", said: "" }, report);
    behind.items.push(inner);
    form.sections.insert((section + 1).min(form.sections.len()), behind);
    true
}

/// The rows that a fault means: where it points at an item in them, those around it.
fn rows_at<'p>(form: &mut Form, section: usize, path: &'p [usize]) -> &'p [usize] {
    let is_rows = find(form, section, path).is_some_and(|item| item.kind == Kind::Group);
    path.split_last().filter(|_| !is_rows).map_or(path, |(_, way)| way)
}

/// Ids that matter for a move.
#[derive(Default)]
struct Names {
    /// What is moved.
    moved: BTreeSet<String>,
    /// The outermost rows around it, with everything that stays in them.
    around: BTreeSet<String>,
    /// Other forms, whose items are none of these.
    uses: Vec<String>,
}

fn gather(item: &Item, into: &mut BTreeSet<String>) {
    into.insert(item.id.clone());
    item.items.iter().for_each(|member| gather(member, into));
}

/// A section's id that is still free.
fn free_id(form: &Form, rows: &str) -> String {
    let mut ids = Ids::holding(form.sections.iter().map(|section| section.id.as_str()));
    ids.give(&format!("{rows}_rows"), "rows")
}

/// A condition that the form can answer goes with the rows; one that an outer row answers cannot.
fn carry_condition(behind: &mut Section, (outer, rule): (&str, &str), names: &Names, report: &mut Report) {
    if names.of(rule).is_disjoint(&names.around) {
        behind.show_if = joined(behind.show_if.take(), Some(rule.to_string()));
        return;
    }
    behind.comments.push(format!("show_if of {outer}: {rule}"));
    report.add(Fate::Person, &behind.place, "rows-moved-condition", format!("`{outer}`: {rule}"));
}

/// Rules that spoke of the moved rows as seen from one outer row, where they would now speak of all: those that stand in the outer rows,
/// and those that walk through them.
fn unsay(form: &mut Form, (section, top): (usize, &[usize]), names: &Names, report: &mut Report) {
    for (index, other) in form.sections.iter_mut().enumerate() {
        if other.show_if.as_ref().is_some_and(|rule| names.is_lost(rule, false)) {
            take::section_rule(other, RULE, report);
        }
        for (place, item) in other.items.iter_mut().enumerate() {
            unsay_in(item, index == section && top == [place], names, report);
        }
    }
    for index in (0..form.checks.len()).rev() {
        if form.checks.get(index).is_some_and(|check| names.is_lost(&check.violated_if, names.around.contains(&check.on))) {
            take::check(form, index, RULE, report);
        }
    }
}

fn unsay_in(item: &mut Item, is_around: bool, names: &Names, report: &mut Report) {
    let is_lost = |value: &Value| match value {
        Value::Rule(rule) => names.is_lost(rule, is_around),
        _ => false,
    };
    let lost: Vec<&str> =
        item.properties.iter().filter(|property| is_lost(&property.value)).map(|property| property.key).collect();
    for key in lost {
        take::property(item, key, RULE, report);
    }
    item.items.iter_mut().for_each(|member| unsay_in(member, is_around, names, report));
}

impl Names {
    /// Whether a rule meant the moved rows of one outer row: it stands there, or reaches them from there.
    fn is_lost(&self, rule: &str, is_around: bool) -> bool {
        let said = self.of(rule);
        !said.is_disjoint(&self.moved) && (is_around || !said.is_disjoint(&self.around))
    }

    /// The names that a rule says; texts in quotes and items of other forms are none.
    fn of(&self, rule: &str) -> BTreeSet<String> {
        let mut said = BTreeSet::new();
        let (mut word, mut before_dot) = (String::new(), String::new());
        let mut characters = rule.chars().chain([' ']);
        while let Some(character) = characters.next() {
            if character.is_alphanumeric() || character == '_' {
                word.push(character);
                continue;
            }
            let whole = std::mem::take(&mut word);
            if !whole.is_empty() && !self.uses.contains(&before_dot) {
                said.insert(whole.clone());
            }
            before_dot = if character == '.' { whole } else { String::new() };
            if matches!(character, '"' | '\'') {
                skip_text(&mut characters, character);
            }
        }
        said
    }
}

fn skip_text(characters: &mut impl Iterator<Item = char>, quote: char) {
    while let Some(character) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            other if other == quote => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::kind::kind::Kind;

    use super::{Names, free_id, hoist};
    use crate::convert::draft::{Form, Item, Section, Value};
    use crate::convert::report::Report;
    use crate::convert::row_limit::most;
    use crate::convert::words::Words;

    fn rows(id: &str, most: u64, items: Vec<Item>) -> Item {
        let mut rows = Item::new(id, String::new(), Kind::Group, Words::default());
        rows.id = id.to_string();
        rows.items = items;
        rows.set("max_rows", Value::Plain(most.to_string()), "");
        rows
    }

    fn section(id: &str, items: Vec<Item>) -> Section {
        Section { id: id.to_string(), items, ..Section::default() }
    }

    #[test]
    fn names_are_neither_texts_nor_items_of_other_forms() {
        let names = Names { uses: vec!["visit".to_string()], ..Names::default() };
        let said = names.of("dose > 3 && visit.day == 2 && a.exists(r, r.x == \"note \\\" day\") && kind != 'day'");
        assert!(["dose", "visit", "a", "r", "x", "kind"].iter().all(|name| said.contains(*name)), "{said:?}");
        assert!(["day", "note"].iter().all(|name| !said.contains(*name)), "{said:?}");
    }

    #[test]
    fn ids_of_sections_are_free_and_short_enough() {
        let long = "x".repeat(60);
        let sections = ["dose_rows", "dose_rows_2", &"x".repeat(56)].map(|id| section(id, Vec::new()));
        let form = Form { sections: sections.into(), ..Form::default() };
        assert_eq!(free_id(&form, "dose"), "dose_rows_3");
        let id = free_id(&form, &long);
        assert!(id.len() <= 64 && form.sections.iter().all(|section| section.id != id), "{id}");
    }

    #[test]
    fn limits_hold_for_all_rows_together() {
        let inner = rows("inner", 40, vec![rows("leaf", 60, vec![Item::new("x", String::new(), Kind::Text, Words::default())])]);
        let mut form = Form { sections: vec![section("main", vec![rows("outer", 30, vec![inner])])], ..Form::default() };
        let mut report = Report::default();
        assert!(hoist(&mut form, 0, &[0, 0], &mut report));
        // 30 times 40 would be 1,200, but with 60 rows inside each 166 are the most that a form holds.
        let moved = form.sections.get(1).and_then(|section| section.items.first());
        assert_eq!(moved.map(most), Some(166));
        assert!(!hoist(&mut form, 0, &[0], &mut report), "rows of the form that fit stay");
    }
}
