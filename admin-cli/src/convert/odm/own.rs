//! What our own files say beyond ODM, so that they come back as they went.

use engine::kind::kind::Kind;
use engine::kind::media::Media;
use engine::value::file::read_size;

use crate::convert::conversion::conversions_of;
use crate::convert::draft::{Item, Section, Value};
use crate::convert::odm::study::Reading;
use crate::convert::words::Words;
use crate::convert::xml::Element;

/// What our own files say beyond ODM.
pub fn alias<'e>(element: &'e Element, context: &str) -> Option<&'e str> {
    let mut all = element.children.iter().filter(|child| child.name == "Alias");
    all.find(|alias| alias.attribute("Context").strip_prefix("ctr:") == Some(context)).map(|alias| alias.attribute("Name"))
}

/// Kinds, units, files, missing reasons and identifying items.
pub fn own_marks(element: &Element, item: &mut Item) {
    let Some(kind) = alias(element, "kind") else { return };
    item.id = element.attribute("Name").to_string();
    let texts = |text: &str| Value::Texts(text.split(' ').map(str::to_owned).collect());
    match kind {
        "long_text" => item.kind = Kind::LongText,
        "choices" if item.kind == Kind::Choice => item.kind = Kind::Choices,
        "quantity" => {
            item.kind = Kind::Quantity;
            item.properties.retain(|property| property.key != "unit");
            if let Some(units) = alias(element, "units") {
                item.set("units", texts(units), units);
            }
            if let Some(conversions) = alias(element, "conversions") {
                item.set("conversions", Value::Plain(conversions_of(conversions)), conversions);
            }
        }
        "attachment" => {
            let accept = alias(element, "accept").into_iter().flat_map(|names| names.split(' '));
            let accept = accept.filter_map(Media::from_name).map(|media| media.row().name).collect();
            let size = alias(element, "max_size").filter(|size| read_size(size).is_some()).map(str::to_owned);
            item.attach(accept, size, "attachment");
        }
        "integer" | "decimal" => {
            if let Some(unit) = alias(element, "units") {
                item.set("unit", Value::Text(unit.to_string()), unit);
            }
        }
        _ => {}
    }
    if let Some(missing) = alias(element, "missing") {
        item.set("missing", texts(missing), missing);
    }
    if alias(element, "pii").is_some() {
        item.set("pii", Value::Plain("true".to_string()), "pii");
    }
}

/// The numbers of rows that our own files say: the least and the greatest.
pub fn own_counts(group: &Element, rows: &mut Item) {
    let Some(said) = alias(group, "rows") else { return };
    let (least, most) = said.split_once(' ').unwrap_or((said, said));
    let count = |text: &str| text.parse::<u16>().ok().filter(|count| (1..=1000).contains(count));
    if let Some(most) = count(most) {
        rows.set("max_rows", Value::Plain(most.to_string()), said);
    }
    if let Some(least) = count(least) {
        rows.set("min_rows", Value::Plain(least.to_string()), said);
    }
}

/// Puts items of a group that stands beside where it belongs: its section, or the rows around it.
pub fn put_inside(around: Option<&str>, items: Vec<Item>, title: Words, at: String, reading: &mut Reading<'_>) {
    let rows = reading.sections.iter_mut().flat_map(|section| &mut section.items);
    if let Some(rows) = rows.filter(|item| item.kind == Kind::Group).find(|item| around == Some(&item.source)) {
        rows.items.extend(items);
        return;
    }
    let ends = |section: &Section| around.is_some_and(|around| around.rsplit('.').next() == Some(&section.id));
    match reading.sections.iter_mut().rev().find(|section| ends(section)) {
        Some(section) => section.items.extend(items),
        None => {
            let id = around.and_then(|around| around.rsplit('.').next()).unwrap_or("rows").to_string();
            reading.sections.push(Section { id, title, items, place: at, ..Section::default() });
        }
    }
}
