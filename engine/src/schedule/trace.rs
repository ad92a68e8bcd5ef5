//! Which visits, events and ends of a schedule read an item of a form.

use std::collections::{BTreeSet, HashSet};

use crate::form::trace::{Reader, readers_in};
use crate::schedule::schedule::{Rule, Schedule};

/// Everything of a schedule that reads an item of a form, with the key of the rule.
pub fn readers(schedule: &Schedule, form: &str, item: &str) -> BTreeSet<Reader> {
    let found = readers_in(&schedule.rules, form, item);
    let rules: HashSet<&str> = found.iter().filter(|reader| reader.key == "value").map(|reader| &*reader.id).collect();
    let mut named: BTreeSet<Reader> = found.iter().filter(|reader| reader.key != "value").cloned().collect();
    let mut add = |id: &str, key, rule: Option<&Rule>| {
        if rule.is_some_and(|rule| rules.contains(&**rule)) {
            named.insert(Reader { place: None, id: id.to_owned(), key });
        }
    };
    add(&schedule.id, "anchor", Some(&schedule.anchor));
    for visit in &schedule.visits {
        add(&visit.id, "anchor", Some(&visit.anchor).filter(|anchor| **anchor != schedule.anchor));
        add(&visit.id, "if", visit.if_.as_ref());
        visit.forms.iter().for_each(|asked| add(&format!("{}/{}", visit.id, asked.form), "if", asked.if_.as_ref()));
    }
    for event in &schedule.events {
        add(&event.id, "when", Some(&event.when));
        add(&event.id, "known", event.known.as_ref());
        add(&event.id, "done_if", event.done_if.as_ref());
    }
    for end in &schedule.ends {
        add(&end.id, "when", end.when.as_ref());
        add(&end.id, "day", Some(&end.day));
        add(&end.id, "resumed", end.resumed.as_ref());
    }
    if schedule.visit_item.as_ref().is_some_and(|(known, told)| **known == *form && **told == *item) {
        named.insert(Reader { place: None, id: schedule.id.to_string(), key: "visit_item" });
    }
    named
}
