//! Range checks: hard and soft ends, patterns, and the form's own checks as formal expressions that have to hold.

use engine::form::item::{Bound, Item};
use engine::lang::Text;
use engine::program::program::ItemId;

use super::edition::{CONTEXT, Edition};
use super::list;
use super::text::both;
use crate::export::guard;
use crate::export::rules::Rules;
use crate::export::xml::Element;

/// Every check that is shown at an item.
pub fn checks<'f>(rules: &Rules<'f>, item: &'f Item, id: ItemId, edition: Edition) -> Vec<Element> {
    let range = item.range;
    let ends =
        [("GE", range.min, "Hard"), ("LE", range.max, "Hard"), ("GE", range.soft_min, "Soft"), ("LE", range.soft_max, "Soft")];
    let mut found: Vec<Element> =
        ends.into_iter().filter_map(|(how, bound, weight)| Some(end(item, how, bound?, weight, edition))).collect();
    found.extend(pattern(item, edition));
    for check in rules.checks_of(id) {
        let formal = edition.formal(CONTEXT, &format!("!({})", rules.written(check.violated_if)));
        let element = Element::new("RangeCheck").with("SoftHard", hardness(check.weight.severity.name())).holding(formal);
        found.push(element.holding(both("ErrorMessage", &check.message, edition)));
    }
    for guard in guard::of(rules, item) {
        let formal = edition.formal("ctr-j guard", &guard.written);
        let element = Element::new("RangeCheck").with("SoftHard", hardness(guard.weight)).holding(formal);
        found.push(element.holding(both("ErrorMessage", &guard.message, edition)));
    }
    found
}

fn hardness(severity: &str) -> &'static str {
    if severity == "error" { "Hard" } else { "Soft" }
}

fn end(item: &Item, how: &str, bound: Bound, weight: &str, edition: Edition) -> Element {
    let element = Element::new("RangeCheck");
    let value = match bound {
        Bound::Number(number) => number.to_string(),
        Bound::Date(date) => date.to_string(),
        Bound::Today => {
            let sign = if how == "GE" { ">=" } else { "<=" };
            let formal = edition.formal(CONTEXT, &format!("{} {sign} today", item.id));
            return element.with("SoftHard", weight).holding(formal);
        }
    };
    let element = element.with("Comparator", how).with("SoftHard", weight);
    let unit = item.units.first().filter(|_| !edition.is_second()).map(|unit| list::unit_ref(unit.text()));
    element.holding(Element::new("CheckValue").saying(&value)).holding_all(unit)
}

fn pattern(item: &Item, edition: Edition) -> Option<Element> {
    let pattern =
        item.pattern.as_deref().map(str::to_owned).or_else(|| item.characters.map(|characters| characters.pattern()))?;
    let quoted = pattern.replace('\\', "\\\\").replace('"', "\\\"");
    let formal = edition.formal(CONTEXT, &format!("matches({}, \"{quoted}\")", item.id));
    let words = item.characters.map(|characters| {
        let (ja, en) = characters.words();
        Text::new(format!("{ja}で入力してください。"), format!("Please use {en}."))
    });
    let message = item.pattern_message.clone().or(words);
    let element = Element::new("RangeCheck").with("SoftHard", "Hard").holding(formal);
    Some(element.holding_all(message.map(|message| both("ErrorMessage", &message, edition))))
}
