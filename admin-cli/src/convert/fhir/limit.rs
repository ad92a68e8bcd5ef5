//! What an answer may be: numbers of rows, sizes of files, ranges, units, lengths and patterns.

use engine::kind::kind::Kind;
use engine::kind::media::Media;
use engine::value::decimal::Decimal;
use engine::value::file::read_size;
use serde_json::Value as Json;

use crate::convert::constant::number_text;
use crate::convert::draft::{Item, ROWS, Value};
use crate::convert::fhir::element::{extension_value, extensions, flag, scalar, text_of, typed};
use crate::convert::fhir::reader::Reader;
use crate::convert::report::Fate;

impl Reader<'_, '_> {
    /// The numbers of rows.
    pub fn counts(&mut self, json: &Json, rows: &mut Item) {
        let count =
            |end: &str| extension_value(json, end).and_then(|count| count.parse::<u16>().ok()).filter(|count| *count <= 1000);
        match count("questionnaire-maxOccurs").filter(|most| *most > 0) {
            Some(most) => rows.set("max_rows", Value::Plain(most.to_string()), "maxOccurs"),
            None => {
                self.report.add(Fate::Person, &rows.place, "max-rows", format!("`{}`", rows.source));
                rows.set("max_rows", Value::Plain(ROWS.to_string()), "");
            }
        }
        let least = count("questionnaire-minOccurs").or(flag(json, "required").then_some(1)).filter(|least| *least > 0);
        if let Some(least) = least {
            rows.set("min_rows", Value::Plain(least.to_string()), "minOccurs");
        }
    }

    /// The kinds of files that we take among those that it names, and its greatest size, which FHIR counts in millions of bytes.
    pub fn attachment(&mut self, json: &Json, item: &mut Item) {
        let named = extensions(json, "/mimeType").filter_map(|extension| typed(extension, "value"));
        let accept = named.filter_map(|(_, value)| Media::from_type(&scalar(value))).map(|media| media.row().name).collect();
        let most = extension_value(json, "/maxSize").and_then(|most| Decimal::parse(&most));
        let kilobytes = most.and_then(|most| most.scaled(1000, 1)).map(|most| most.floor()).and_then(Decimal::to_integer);
        let size = kilobytes.filter(|size| *size > 0).map(|size| match size % 1000 {
            0 => format!("{} MB", size / 1000),
            _ => format!("{size} KB"),
        });
        let size = size.filter(|size| read_size(size).is_some());
        if item.attach(accept, size, "attachment") {
            self.report.add(Fate::Person, &item.place, "attachment-limits", format!("`{}`", item.source));
        }
    }

    /// Units, places, ranges, lengths and patterns.
    pub fn limits(&mut self, json: &Json, item: &mut Item) {
        let units: Vec<String> = extensions(json, "questionnaire-unit")
            .chain(extensions(json, "questionnaire-unitOption"))
            .filter_map(|extension| extension.get("valueCoding"))
            .map(|coding| text_of(coding, "code").to_string())
            .collect();
        self.units(units, item);
        if (item.kind == Kind::Decimal || item.kind == Kind::Quantity)
            && let Some(places) = extension_value(json, "/maxDecimalPlaces").and_then(|places| places.parse::<u8>().ok())
        {
            item.set("decimals", Value::Plain(places.min(18).to_string()), "maxDecimalPlaces");
        }
        for (ends, key) in [(["/minValue", "minQuantity"], "min"), (["/maxValue", "maxQuantity"], "max")] {
            let Some(text) = ends.iter().find_map(|end| extension_value(json, end)).filter(|text| !text.is_empty()) else {
                continue;
            };
            let end = match item.kind {
                Kind::Integer => number_text(&text).filter(|number| !number.contains('.')).map(Value::Plain),
                Kind::Decimal | Kind::Quantity => number_text(&text).map(Value::Plain),
                Kind::Date | Kind::Datetime => {
                    let day = text.split('T').next().unwrap_or("");
                    engine::value::date::DateRange::parse(day).map(|_| Value::Text(day.to_string()))
                }
                _ => None,
            };
            match end {
                Some(end) => item.set(key, end, &text),
                None => {
                    item.comments.push(format!("{key}: {text}"));
                    self.report.add(Fate::Person, &item.place, "bound-unknown", format!("`{}` {key}: {text}", item.source));
                }
            }
        }
        let is_text = matches!(item.kind, Kind::Text | Kind::LongText);
        if let Some(length @ 1..=100_000) = json.get("maxLength").and_then(Json::as_u64).filter(|_| is_text) {
            item.set("max_length", Value::Plain(length.to_string()), "maxLength");
        }
        if let Some(pattern) = extension_value(json, "/regex").filter(|_| item.kind == Kind::Text) {
            item.set("pattern", Value::Text(pattern.clone()), &pattern);
        }
    }

    fn units(&mut self, units: Vec<String>, item: &mut Item) {
        let (known, unknown): (Vec<String>, Vec<String>) =
            units.into_iter().partition(|unit| engine::value::unit::Unit::parse(unit).is_some());
        for unit in unknown {
            item.comments.push(format!("unit: {unit}"));
            self.report.add(Fate::Person, &item.place, "unit-unknown", format!("`{}` {unit}", item.source));
        }
        match (item.kind, known.as_slice()) {
            (Kind::Quantity, []) => item.kind = Kind::Decimal,
            (Kind::Quantity, [one]) => {
                item.kind = Kind::Decimal;
                item.set("unit", Value::Text(one.clone()), one);
            }
            (Kind::Quantity, many) => item.set("units", Value::Texts(many.to_vec()), "unitOption"),
            (Kind::Integer | Kind::Decimal, [one, ..]) => item.set("unit", Value::Text(one.clone()), one),
            _ => {}
        }
    }
}
