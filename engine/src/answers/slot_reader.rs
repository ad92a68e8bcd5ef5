//! How one answer is read for each kind of item: one documented shape each, anything else is a fault of the slot, never lost or guessed.

use crate::answers::error::Error;
use crate::answers::file_reader::{self, Read};
use crate::answers::json::Json;
use crate::form::item::Item;
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::kind::media::Files;
use crate::kind::shape::Shape;
use crate::value::censor::{Censor, Censoring};
use crate::value::date::{Date, DateRange};
use crate::value::datetime;
use crate::value::decimal::Decimal;
use crate::value::missing::Missing;
use crate::value::number;
use crate::value::unit::Ratio;
use crate::value::value::{Fault, Slot, Value};
use std::sync::Arc;

/// The shape in which an item's answers arrive.
enum Wire {
    Text,
    Integer,
    Decimal,
    /// A number that another form calculated: as text, or as a whole number.
    Computed,
    Quantity(Box<[(Box<str>, Option<Ratio>)]>),
    Boolean,
    Date,
    PartialDate,
    DateTime,
    Code(Option<Arc<CodeList>>),
    Codes(Option<Arc<CodeList>>),
    File(Option<Files>),
    /// Rows, read elsewhere.
    Rows,
}

/// Reads the answers of one item.
pub struct SlotReader {
    form: Wire,
    missing: u16,
    censored: Censoring,
}

const UNREADABLE: Slot = Slot::Unreadable(Fault::Unreadable);

impl SlotReader {
    /// A reader for an item; a calculated one (of another form) arrives in the shape of its rule's type.
    pub fn new(item: &Item) -> SlotReader {
        let list = || item.list.clone();
        let form = match (item.kind, item.shape) {
            (Kind::PartialDate, _) => Wire::PartialDate,
            (Kind::Calculated, Shape::Date) => Wire::PartialDate,
            (_, Shape::Text) => Wire::Text,
            (_, Shape::Integer) => Wire::Integer,
            (Kind::Calculated, Shape::Quantity | Shape::Decimal) => Wire::Computed,
            (_, Shape::Decimal) => Wire::Decimal,
            (_, Shape::Quantity) => Wire::Quantity(entry_units(item)),
            (_, Shape::Boolean) => Wire::Boolean,
            (_, Shape::Date) => Wire::Date,
            (_, Shape::Datetime) => Wire::DateTime,
            (_, Shape::Coded) => Wire::Code(list()),
            (_, Shape::ManyCoded) => Wire::Codes(list()),
            (_, Shape::File) => Wire::File(item.files.clone()),
            (_, Shape::Repeat) => Wire::Rows,
        };
        let missing = item.missing.iter().fold(0, |mask, reason| mask | 1 << reason.index());
        SlotReader { form, missing, censored: item.censored }
    }

    /// Whether the item's answers are rows.
    pub fn is_rows(&self) -> bool {
        matches!(self.form, Wire::Rows)
    }

    /// Reads the value that comes next.
    #[inline]
    pub fn read(&self, json: &mut Json<'_>) -> Result<Slot, Error> {
        match json.peek() {
            Some(b'"') => Ok(self.text(&json.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(json),
            Some(b'{') => self.object(json),
            Some(b'[') => self.array(json),
            Some(b't' | b'f') => {
                let yes = json.boolean()?;
                Ok(if matches!(self.form, Wire::Boolean) { Slot::Value(Value::Bool(yes)) } else { UNREADABLE })
            }
            _ => json.skip(1).map(|()| UNREADABLE),
        }
    }

    #[inline]
    fn number(&self, json: &mut Json<'_>) -> Result<Slot, Error> {
        if let Wire::Integer | Wire::Computed = self.form {
            let number = match json.small_whole() {
                Some(small) => Decimal::from_integer(small),
                None => number::whole(json.number()?),
            };
            return Ok(value(number.map(Value::Number)));
        }
        json.number().map(|_| UNREADABLE)
    }

    #[inline]
    fn text(&self, text: &str) -> Slot {
        match &self.form {
            Wire::Text if !text.is_empty() => Slot::Value(Value::text(text)),
            Wire::Decimal | Wire::Computed => value(Decimal::parse(text).map(Value::Number)),
            Wire::Date => value(Date::parse(text).map(|day| Value::Date(DateRange::day(day)))),
            Wire::PartialDate => value(DateRange::parse(text).map(Value::Date)),
            Wire::DateTime => value(datetime::parse(text).map(Value::DateTime)),
            Wire::Code(codes) => {
                find(codes, text).map_or(Slot::Unreadable(Fault::UnknownCode), |code| Slot::Value(Value::Code(code)))
            }
            _ => UNREADABLE,
        }
    }

    /// `{"missing": "UNK"}`, `{"value": "12.5", "unit": "mg/dL"}` or `{"comparator": "<", "value": "0.02"}`, and nothing beside.
    fn object(&self, json: &mut Json<'_>) -> Result<Slot, Error> {
        if let Wire::File(files) = &self.form {
            return Ok(match file_reader::read(json, files.as_ref())? {
                Read::File(slot) => slot,
                Read::Missing(reason) => self.reason(reason.as_deref()),
            });
        }
        json.expect(b'{')?;
        let (mut missing, mut number, mut unit, mut comparator, mut whole) = (None, None, None, None, None);
        let (mut keys, mut strange) = (0_u32, false);
        while let Some(key) = json.key(keys == 0)? {
            keys += 1;
            let part = match &*key {
                "missing" => &mut missing,
                "value" => &mut number,
                "unit" => &mut unit,
                "comparator" => &mut comparator,
                _ => {
                    strange = true;
                    json.skip(2)?;
                    continue;
                }
            };
            strange |= part.is_some();
            if json.peek() == Some(b'"') {
                *part = Some(Some(json.string()?));
            } else if &*key == "value" && matches!(json.peek(), Some(b'-' | b'0'..=b'9')) {
                whole = number::whole(json.number()?);
                *part = Some(None);
            } else {
                json.skip(2)?;
                *part = Some(None);
            }
        }
        if let (Some(comparator), None, false) = (&comparator, &missing, strange) {
            return Ok(self.censored(
                comparator.as_deref(),
                Censored { number: number.as_ref().map(Option::as_deref), whole, unit: unit.as_ref().map(Option::as_deref) },
            ));
        }
        Ok(match (missing, number, unit, &self.form) {
            _ if strange || comparator.is_some() => UNREADABLE,
            (_, _, _, Wire::Rows) => UNREADABLE,
            (Some(reason), None, None, _) => self.reason(reason.as_deref()),
            (None, Some(Some(number)), Some(Some(unit)), Wire::Quantity(units)) => quantity(units, &number, &unit),
            _ => UNREADABLE,
        })
    }

    /// A comparator with what stands beside it: a limit in the shape of the item's kind, or nothing when not detected.
    fn censored(&self, sign: Option<&str>, typed: Censored<'_>) -> Slot {
        let Some(censor) = sign.and_then(Censor::from_sign) else { return UNREADABLE };
        let slot = match (censor, &self.form, typed) {
            (
                Censor::NotDetected,
                Wire::Integer | Wire::Decimal | Wire::Computed | Wire::Quantity(_),
                Censored { number: None, whole: None, unit: None },
            ) => Slot::Value(censored(censor, Decimal::ZERO, 0, 0)),
            (Censor::NotDetected, ..) => UNREADABLE,
            (_, Wire::Integer, Censored { whole: Some(limit), unit: None, .. }) => Slot::Value(censored(censor, limit, 0, 0)),
            (_, Wire::Decimal | Wire::Computed, Censored { number: Some(Some(number)), unit: None, .. }) => {
                value(Decimal::parse(number).map(|limit| censored(censor, limit, limit.scale(), 0)))
            }
            (_, Wire::Quantity(units), Censored { number: Some(Some(number)), unit: Some(Some(unit)), .. }) => {
                match quantity(units, number, unit) {
                    Slot::Value(Value::Quantity { coefficient, scale, places, unit }) => {
                        Slot::Value(Value::Censored { censor, coefficient, scale, places, unit })
                    }
                    fault => fault,
                }
            }
            _ => UNREADABLE,
        };
        match slot {
            Slot::Value(_) if !self.censored.allows(censor) => Slot::Unreadable(Fault::ComparatorNotAllowed),
            slot => slot,
        }
    }

    fn reason(&self, code: Option<&str>) -> Slot {
        let allowed = code.and_then(Missing::from_code).filter(|reason| self.missing & (1 << reason.index()) != 0);
        allowed.map_or(Slot::Unreadable(Fault::MissingNotAllowed), Slot::Missing)
    }

    fn array(&self, json: &mut Json<'_>) -> Result<Slot, Error> {
        let Wire::Codes(codes) = &self.form else { return json.skip(1).map(|()| UNREADABLE) };
        json.expect(b'[')?;
        let mut found = Chosen::default();
        let (mut fault, mut strange, mut first) = (None, false, true);
        while json.element(first)? {
            first = false;
            if json.peek() != Some(b'"') {
                json.skip(2)?;
                strange = true;
                continue;
            }
            match find(codes, &json.string()?) {
                Some(code) if found.codes().contains(&code) => strange = true,
                Some(code) => found.push(code),
                None => fault = Some(Fault::UnknownCode),
            }
        }
        Ok(match fault {
            _ if strange || first => UNREADABLE,
            Some(fault) => Slot::Unreadable(fault),
            None => Slot::Value(Value::codes(found.codes())),
        })
    }
}

/// Codes of one answer while it is read: few of them need no memory but the stack's.
#[derive(Default)]
struct Chosen {
    few: [u16; 8],
    count: usize,
    many: Vec<u16>,
}

impl Chosen {
    fn push(&mut self, code: u16) {
        if let Some(place) = self.few.get_mut(self.count) {
            *place = code;
            self.count += 1;
            return;
        }
        if self.many.is_empty() {
            self.many.extend(self.few);
        }
        self.many.push(code);
    }

    fn codes(&self) -> &[u16] {
        if self.many.is_empty() { self.few.get(..self.count).unwrap_or_default() } else { &self.many }
    }
}

/// What stands beside a comparator; an inner `None` is something that is no text.
struct Censored<'a> {
    number: Option<Option<&'a str>>,
    whole: Option<Decimal>,
    unit: Option<Option<&'a str>>,
}

fn censored(censor: Censor, limit: Decimal, places: u8, unit: u8) -> Value {
    Value::Censored { censor, coefficient: limit.coefficient(), scale: limit.scale(), places, unit }
}

fn value(value: Option<Value>) -> Slot {
    value.map_or(UNREADABLE, Slot::Value)
}

/// Each entry unit with its factor to the canonical one, which stands first and needs none.
fn entry_units(item: &Item) -> Box<[(Box<str>, Option<Ratio>)]> {
    let factor = |at: usize| if at == 0 { None } else { item.factor(at) };
    item.units.iter().enumerate().map(|(at, entry)| (entry.text().into(), factor(at))).collect()
}

fn quantity(units: &[(Box<str>, Option<Ratio>)], number: &str, unit: &str) -> Slot {
    let Some(typed) = Decimal::parse(number) else { return UNREADABLE };
    let Some((at, (_, factor))) = (0_u8..).zip(units).find(|(_, (text, _))| **text == *unit) else {
        return Slot::Unreadable(Fault::UnitNotAllowed);
    };
    let canonical = match factor {
        None => Some(typed),
        Some(ratio) => typed.scaled(ratio.numerator, ratio.denominator),
    };
    value(canonical.map(|canonical| Value::Quantity {
        coefficient: canonical.coefficient(),
        scale: canonical.scale(),
        places: typed.scale(),
        unit: at,
    }))
}

#[inline]
fn find(list: &Option<Arc<CodeList>>, code: &str) -> Option<u16> {
    list.as_ref()?.find(code)
}
