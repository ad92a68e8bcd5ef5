//! How one answer is read for each kind of item: one documented shape each, anything else is a fault of the slot, never lost or guessed.

use crate::answers::error::Error;
use crate::answers::json::Json;
use crate::form::item::Item;
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
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
    Quantity(Box<[(Box<str>, Option<Ratio>)]>),
    Boolean,
    Date,
    PartialDate,
    DateTime,
    Code(Codes),
    Codes(Codes),
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
        let list = || Codes::new(item.list.clone());
        let form = match (item.kind, item.shape) {
            (Kind::PartialDate, _) => Wire::PartialDate,
            (Kind::Calculated, Shape::Date) => Wire::PartialDate,
            (_, Shape::Text) => Wire::Text,
            (_, Shape::Integer) => Wire::Integer,
            (Kind::Calculated, Shape::Quantity) | (_, Shape::Decimal) => Wire::Decimal,
            (_, Shape::Quantity) => Wire::Quantity(entry_units(item)),
            (_, Shape::Boolean) => Wire::Boolean,
            (_, Shape::Date) => Wire::Date,
            (_, Shape::Datetime) => Wire::DateTime,
            (_, Shape::Coded) => Wire::Code(list()),
            (_, Shape::ManyCoded) => Wire::Codes(list()),
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
        if let Wire::Integer = self.form {
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
            Wire::Text if !text.is_empty() => Slot::Value(Value::Text(text.into())),
            Wire::Decimal => value(Decimal::parse(text).map(Value::Number)),
            Wire::Date => value(Date::parse(text).map(|day| Value::Date(DateRange::day(day)))),
            Wire::PartialDate => value(DateRange::parse(text).map(Value::Date)),
            Wire::DateTime => value(datetime::parse(text).map(Value::DateTime)),
            Wire::Code(codes) => {
                codes.find(text).map_or(Slot::Unreadable(Fault::UnknownCode), |code| Slot::Value(Value::Code(code)))
            }
            _ => UNREADABLE,
        }
    }

    /// `{"missing": "UNK"}`, `{"value": "12.5", "unit": "mg/dL"}` or `{"comparator": "<", "value": "0.02"}`, and nothing beside.
    fn object(&self, json: &mut Json<'_>) -> Result<Slot, Error> {
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
                Wire::Integer | Wire::Decimal | Wire::Quantity(_),
                Censored { number: None, whole: None, unit: None },
            ) => Slot::Value(censored(censor, Decimal::ZERO, 0, 0)),
            (Censor::NotDetected, ..) => UNREADABLE,
            (_, Wire::Integer, Censored { whole: Some(limit), unit: None, .. }) => Slot::Value(censored(censor, limit, 0, 0)),
            (_, Wire::Decimal, Censored { number: Some(Some(number)), unit: None, .. }) => {
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
        let mut found: Vec<u16> = Vec::new();
        let (mut fault, mut strange, mut first) = (None, false, true);
        while json.element(first)? {
            first = false;
            if json.peek() != Some(b'"') {
                json.skip(2)?;
                strange = true;
                continue;
            }
            match codes.find(&json.string()?) {
                Some(code) if found.contains(&code) => strange = true,
                Some(code) => found.push(code),
                None => fault = Some(Fault::UnknownCode),
            }
        }
        Ok(match fault {
            _ if strange || first => UNREADABLE,
            Some(fault) => Slot::Unreadable(fault),
            None => Slot::Value(Value::Codes(found.into())),
        })
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

/// A code list to search: short codes as packed words, long ones by the list's index.
struct Codes {
    packed: Box<[u64]>,
    list: Option<Arc<CodeList>>,
}

/// The longest code that fits into a word beside its length.
const SHORT: usize = 7;
/// The longest list that is searched by comparing.
const FEW: usize = 16;

impl Codes {
    fn new(list: Option<Arc<CodeList>>) -> Codes {
        let few = list.as_ref().filter(|list| list.codes.len() <= FEW);
        let packed = few.map(|list| list.codes.iter().map(|code| pack(&code.code).unwrap_or_default()).collect());
        Codes { packed: packed.unwrap_or_default(), list }
    }

    #[inline]
    fn find(&self, text: &str) -> Option<u16> {
        match pack(text) {
            Some(word) if !self.packed.is_empty() => {
                self.packed.iter().position(|code| *code == word).and_then(|at| u16::try_from(at).ok())
            }
            _ => self.list.as_ref()?.find(text),
        }
    }
}

/// A short text with its length in one word; never nought, because an empty code is no code.
#[inline]
fn pack(text: &str) -> Option<u64> {
    let length = text.len();
    if length == 0 || length > SHORT {
        return None;
    }
    Some(text.bytes().fold(length as u64, |word, byte| (word << 8) | u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::list::Code;
    use crate::lang::Text;

    fn list(codes: &[&str]) -> Codes {
        let code = |code: &&str| Code { code: (*code).into(), text: Text::new("", ""), retired: false };
        Codes::new(Some(Arc::new(CodeList::new("l".into(), Text::new("", ""), codes.iter().map(code).collect(), false))))
    }

    #[test]
    fn finds_short_and_long_codes_and_no_others() {
        let many: Vec<String> = (0..40).map(|n| format!("c{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for codes in [&["a", "aa", "seven_7", "eight__8", "a_rather_long_code"][..], &many[..]] {
            let found = list(codes);
            for (at, code) in (0_u16..).zip(codes) {
                assert_eq!(found.find(code), Some(at), "{code}");
            }
            for stranger in ["", "b", "aaa", "a\0", "\0a", "seven_", "eight__9", "a_rather_long_cod"] {
                assert_eq!(found.find(stranger), None, "{stranger}");
            }
        }
    }
}
