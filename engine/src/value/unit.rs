//! Units of measure in UCUM's case-sensitive spelling: a small parser over a table of atoms, with exact conversion factors.
//! Only within one dimension: mass to amount of substance would need the molecule, so `mg/dL` never becomes `umol/L`.

use std::fmt;

use crate::diagnostic::full_width::narrow;

/// An exact, reduced fraction with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Above the line.
    pub numerator: i64,
    /// Below the line.
    pub denominator: i64,
}

impl Ratio {
    /// One.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// The fraction in lowest terms; `None` when it is too large or its denominator is nought.
    pub fn new(numerator: i128, denominator: i128) -> Option<Ratio> {
        let common = greatest_common_divisor(numerator, denominator);
        if common == 0 {
            return None;
        }
        Some(Ratio { numerator: i64::try_from(numerator / common).ok()?, denominator: i64::try_from(denominator / common).ok()? })
    }

    fn times(self, other: Ratio) -> Option<Ratio> {
        Ratio::new(
            i128::from(self.numerator) * i128::from(other.numerator),
            i128::from(self.denominator) * i128::from(other.denominator),
        )
    }

    /// The fraction turned over; `None` for nought.
    pub fn inverse(self) -> Option<Ratio> {
        (self.numerator > 0).then_some(Ratio { numerator: self.denominator, denominator: self.numerator })
    }

    fn raised(self, exponent: i8) -> Option<Ratio> {
        let base = if exponent < 0 { self.inverse()? } else { self };
        (0..exponent.unsigned_abs()).try_fold(Ratio::ONE, |product, _| product.times(base))
    }
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// What a unit measures: exponents of mass, length, time, amount, temperature, enzyme units, international units, radiation dose,
/// and pressure (kept apart from mass, because mm[Hg] is not an exact decimal of pascals here).
type Dimension = [i8; 9];

const NONE: Dimension = [0; 9];

const fn dimension(at: usize, exponent: i8) -> Dimension {
    let mut result = NONE;
    result[at] = exponent;
    result
}

/// Atom, dimension, factor to the base unit of the dimension, takes a metric prefix.
const ATOMS: &[(&str, Dimension, i64, i64, bool)] = &[
    ("1", NONE, 1, 1, false),
    ("%", NONE, 1, 100, false),
    ("[ppm]", NONE, 1, 1_000_000, false),
    ("g", dimension(0, 1), 1, 1, true),
    ("m", dimension(1, 1), 1, 1, true),
    ("[in_i]", dimension(1, 1), 254, 10_000, false),
    ("L", dimension(1, 3), 1, 1_000, true),
    ("l", dimension(1, 3), 1, 1_000, true),
    ("s", dimension(2, 1), 1, 1, true),
    ("min", dimension(2, 1), 60, 1, false),
    ("h", dimension(2, 1), 3_600, 1, false),
    ("d", dimension(2, 1), 86_400, 1, false),
    ("wk", dimension(2, 1), 604_800, 1, false),
    // UCUM: a mean Julian year of 365.25 d and a twelfth of it.
    ("mo", dimension(2, 1), 2_629_800, 1, false),
    ("a", dimension(2, 1), 31_557_600, 1, false),
    ("mol", dimension(3, 1), 1, 1, true),
    ("Cel", dimension(4, 1), 1, 1, false),
    ("U", dimension(5, 1), 1, 1, true),
    ("[IU]", dimension(6, 1), 1, 1, true),
    ("[iU]", dimension(6, 1), 1, 1, true),
    ("Gy", dimension(7, 1), 1, 1, true),
    ("m[Hg]", dimension(8, 1), 1, 1, true),
];

const PREFIXES: &[(&str, i64, i64)] = &[
    ("k", 1_000, 1),
    ("h", 100, 1),
    ("d", 1, 10),
    ("c", 1, 100),
    ("m", 1, 1_000),
    ("u", 1, 1_000_000),
    ("n", 1, 1_000_000_000),
    ("p", 1, 1_000_000_000_000),
    ("f", 1, 1_000_000_000_000_000),
    ("M", 1_000_000, 1),
];

/// What people write, and how UCUM spells it; for the help line of a diagnostic.
const SPELLINGS: &[(&str, &str)] = &[
    ("degC", "Cel"),
    ("°C", "Cel"),
    ("℃", "Cel"),
    ("C", "Cel"),
    ("day", "d"),
    ("days", "d"),
    ("week", "wk"),
    ("month", "mo"),
    ("year", "a"),
    ("years", "a"),
    ("hour", "h"),
    ("hr", "h"),
    ("sec", "s"),
    ("mmHg", "mm[Hg]"),
    ("inch", "[in_i]"),
    ("m^2", "m2"),
    ("cm^2", "cm2"),
    ("IU", "[IU]"),
    ("unit", "{unit}"),
    ("mg/day", "mg/d"),
    ("mg/24h", "mg/d"),
    ("g/gCr", "g/g{creat}"),
    ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
    ("copies/cell", "{copies}/{cell}"),
    ("copies/ug DNA", "{copies}/ug"),
    ("LogIU/mL", "{LogIU}/mL"),
    ("percent", "%"),
    ("日", "d"),
    ("日間", "d"),
    ("週", "wk"),
    ("週間", "wk"),
    ("月", "mo"),
    ("か月", "mo"),
    ("年", "a"),
    ("時間", "h"),
    ("分", "min"),
    ("秒", "s"),
    ("歳", "a{age}"),
    ("cc", "mL"),
];

/// A unit that was read: its spelling, what it measures and its size.
#[derive(Clone, PartialEq, Eq)]
pub struct Unit {
    text: Box<str>,
    dimension: Dimension,
    factor: Ratio,
}

impl Unit {
    /// Reads a UCUM unit: atoms with prefixes and exponents, `.`, `/`, powers of ten as `10*6`, annotations in braces.
    pub fn parse(text: &str) -> Option<Unit> {
        if text.is_empty() || text.len() > 40 || !text.is_ascii() {
            return None;
        }
        let mut unit = Unit { text: text.into(), dimension: NONE, factor: Ratio::ONE };
        let mut sign = 1;
        let mut rest = text;
        if let Some(after) = rest.strip_prefix('/') {
            (sign, rest) = (-1, after);
        }
        loop {
            let end = term_length(rest);
            let (term, after) = rest.split_at_checked(end)?;
            unit.multiply(term, sign)?;
            let mut chars = after.chars();
            sign = match chars.next() {
                None => return Some(unit),
                Some('/') => -1,
                Some(_) => 1,
            };
            rest = chars.as_str();
        }
    }

    /// The spelling in UCUM of what people often write instead.
    pub fn suggest(text: &str) -> Option<String> {
        if let Some((_, right)) = SPELLINGS.iter().find(|(wrong, _)| wrong.eq_ignore_ascii_case(text)) {
            return Some((*right).to_owned());
        }
        let narrow: String = text.chars().map(narrow).collect();
        let mended: String = narrow.replace('^', "*").replace(['μ', 'µ'], "u").replace("×", "").replace("IU", "[IU]");
        let parts: Vec<&str> = mended.split('/').collect();
        let spelled: Vec<&str> = parts
            .iter()
            .map(|part| SPELLINGS.iter().find(|(wrong, _)| wrong.eq_ignore_ascii_case(part)).map_or(*part, |(_, right)| right))
            .collect();
        Some(spelled.join("/")).filter(|candidate| candidate != text && Unit::parse(candidate).is_some())
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether both measure the same thing, so that one converts into the other.
    pub fn is_compatible(&self, other: &Unit) -> bool {
        self.dimension == other.dimension
    }

    /// Whether it is a share or a multiple of a plain number, such as `%` and `[ppm]`: no quantity of its own.
    pub fn is_share(&self) -> bool {
        self.dimension == NONE && self.factor != Ratio::ONE
    }

    fn multiply(&mut self, term: &str, sign: i8) -> Option<()> {
        let (dimension, factor, exponent) = read_term(term)?;
        let power = exponent.checked_mul(sign)?;
        for (total, part) in self.dimension.iter_mut().zip(dimension) {
            *total = total.checked_add(part.checked_mul(power)?)?;
        }
        self.factor = self.factor.times(factor.raised(power)?)?;
        Some(())
    }
}

/// How many of unit `to` one unit `from` is, exactly; `None` when they measure different things.
pub fn convert_factor(from: &Unit, to: &Unit) -> Option<Ratio> {
    if !from.is_compatible(to) {
        return None;
    }
    from.factor.times(to.factor.inverse()?)
}

/// Up to the next `.` or `/` that is outside braces and brackets.
fn term_length(text: &str) -> usize {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'.' | b'/' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

fn read_term(term: &str) -> Option<(Dimension, Ratio, i8)> {
    let plain = match term.split_once('{') {
        Some((before, annotation)) => {
            let inner = annotation.strip_suffix('}')?;
            if inner.is_empty() || inner.contains(['{', '}']) {
                return None;
            }
            if before.is_empty() {
                return Some((NONE, Ratio::ONE, 1));
            }
            before
        }
        None => term,
    };
    if let Some(exponent) = plain.strip_prefix("10*") {
        let exponent: i8 = exponent.parse().ok().filter(|n| (-15..=15).contains(n))?;
        return Some((NONE, Ratio { numerator: 10, denominator: 1 }, exponent));
    }
    if plain == "1" {
        return Some((NONE, Ratio::ONE, 1));
    }
    let symbol_end = plain.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+').len();
    let (symbol, exponent) = plain.split_at_checked(symbol_end)?;
    let exponent: i8 = if exponent.is_empty() { 1 } else { exponent.parse().ok().filter(|n| (-9..=9).contains(n) && *n != 0)? };
    let (dimension, factor) = atom(symbol).or_else(|| prefixed_atom(symbol))?;
    Some((dimension, factor, exponent))
}

fn atom(symbol: &str) -> Option<(Dimension, Ratio)> {
    let (_, dimension, numerator, denominator, _) = ATOMS.iter().find(|row| row.0 == symbol)?;
    Some((*dimension, Ratio::new(i128::from(*numerator), i128::from(*denominator))?))
}

fn prefixed_atom(symbol: &str) -> Option<(Dimension, Ratio)> {
    PREFIXES.iter().find_map(|(prefix, numerator, denominator)| {
        let rest = symbol.strip_prefix(prefix)?;
        ATOMS.iter().find(|row| row.0 == rest && row.4)?;
        let (dimension, factor) = atom(rest)?;
        Some((dimension, factor.times(Ratio { numerator: *numerator, denominator: *denominator })?))
    })
}

impl fmt::Debug for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(from: &str, to: &str) -> Option<(i64, i64)> {
        let ratio = convert_factor(&Unit::parse(from)?, &Unit::parse(to)?)?;
        Some((ratio.numerator, ratio.denominator))
    }

    #[test]
    fn reads_the_units_of_the_registry() {
        for text in [
            "mg/dL",
            "mg/L",
            "g/dL",
            "g/L",
            "ng/mL",
            "ug/L",
            "pg/mL",
            "[IU]/L",
            "[IU]/mL",
            "U/L",
            "/uL",
            "10*3/uL",
            "10*4/uL",
            "10*9/L",
            "10*6",
            "10*6/kg",
            "kg",
            "g",
            "mg",
            "mL",
            "L",
            "cm",
            "m",
            "Cel",
            "%",
            "d",
            "h",
            "min",
            "a",
            "mo",
            "wk",
            "mm[Hg]",
            "[in_i]",
            "umol/L",
            "mg/m2",
            "m2",
            "kg/m2",
            "cm2",
            "1",
            "ms",
            "Gy",
            "{copies}/{cell}",
            "g/g{creat}",
            "{unit}",
            "mL/min/{1.73_m2}",
            "mL/min",
            "kg.m-2",
            "a{age}",
            "mo{age}",
        ] {
            assert!(Unit::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn refuses_and_suggests() {
        for (wrong, right) in [
            ("degC", "Cel"),
            ("10^6", "10*6"),
            ("10^4/uL", "10*4/uL"),
            ("IU/mL", "[IU]/mL"),
            ("day", "d"),
            ("mg/day", "mg/d"),
            ("μg/L", "ug/L"),
            ("mmHg", "mm[Hg]"),
            ("unit", "{unit}"),
        ] {
            assert!(Unit::parse(wrong).is_none(), "{wrong}");
            assert_eq!(Unit::suggest(wrong).as_deref(), Some(right), "{wrong}");
        }
        for wrong in ["", "/", "mg//dL", "mg/", "xyz", "mg dL", "{", "{}", "}", "10*99", "m0"] {
            assert!(Unit::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn converts_exactly_within_a_dimension() {
        assert_eq!(factor("mg/L", "mg/dL"), Some((1, 10)));
        assert_eq!(factor("g/dL", "g/L"), Some((10, 1)));
        assert_eq!(factor("[in_i]", "cm"), Some((127, 50)));
        assert_eq!(factor("10*4/uL", "/uL"), Some((10_000, 1)));
        assert_eq!(factor("10*9/L", "10*3/uL"), Some((1, 1)));
        assert_eq!(factor("ng/mL", "ug/L"), Some((1, 1)));
        assert_eq!(factor("h", "min"), Some((60, 1)));
        assert_eq!(factor("mg/dL", "umol/L"), None);
        assert_eq!(factor("U/L", "[IU]/L"), None);
        assert_eq!(factor("%", "1"), Some((1, 100)));
    }
}
