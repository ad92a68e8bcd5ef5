//! Exact decimal numbers, small enough to copy: a coefficient of at most 18 digits and a scale of at most 18 places.
//! Sums are exact or refused (`None`); a product that has too many digits, and a quotient, have one declared rounding. `form.js` does the same with BigInt.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::value::rounding::Rounding;

/// The largest coefficient, 10^18 - 1.
pub const LARGEST_COEFFICIENT: i64 = 999_999_999_999_999_999;
/// The most places after the point.
pub const MOST_PLACES: u8 = 18;
/// The most places a quotient keeps.
const QUOTIENT_PLACES: u8 = 12;

/// `coefficient / 10^scale`. Read from text it keeps its places (`0.10`); results of arithmetic drop trailing zeros.
/// Equality and order go by the number, so that `0.1 == 0.10`.
#[derive(Clone, Copy)]
pub struct Decimal {
    coefficient: i64,
    scale: u8,
}

#[expect(clippy::should_implement_trait, reason = "arithmetic here can be refused, so it returns options and no operators")]
impl Decimal {
    /// Nought.
    pub const ZERO: Decimal = Decimal { coefficient: 0, scale: 0 };
    /// One.
    pub const ONE: Decimal = Decimal { coefficient: 1, scale: 0 };

    /// `coefficient / 10^scale` as given, or `None` beyond 18 digits or places.
    pub fn new(coefficient: i64, scale: u8) -> Option<Decimal> {
        let fits = coefficient.unsigned_abs() <= LARGEST_COEFFICIENT.unsigned_abs() && scale <= MOST_PLACES;
        fits.then_some(Decimal { coefficient, scale })
    }

    /// A whole number, or `None` beyond 18 digits.
    pub fn from_integer(whole: i64) -> Option<Decimal> {
        Decimal::new(whole, 0)
    }

    /// `coefficient / 10^scale` without trailing zeros, or `None` when that has too many digits.
    pub fn from_wide(coefficient: i128, scale: u8) -> Option<Decimal> {
        fit(coefficient, u32::from(scale))
    }

    /// A count: a number of rows, days or characters.
    pub fn from_count(count: u32) -> Decimal {
        Decimal { coefficient: i64::from(count), scale: 0 }
    }

    /// The digits without the point.
    pub fn coefficient(self) -> i64 {
        self.coefficient
    }

    /// The places after the point as typed or computed.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// Reads `-?digits[.digits]`; no exponent, no plus sign, no superfluous leading zero, nothing before or after.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let (mut coefficient, mut point) = (0_i64, None);
        for (at, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => coefficient = coefficient.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?,
                b'.' if point.is_none() => point = Some(at),
                _ => return None,
            }
        }
        let whole = point.unwrap_or(digits.len());
        let places = point.map_or(0, |point| digits.len() - point - 1);
        let led_by_zero = whole > 1 && digits.first() == Some(&b'0');
        if whole == 0 || led_by_zero || (point.is_some() && places == 0) || places > usize::from(MOST_PLACES) {
            return None;
        }
        Decimal::new(if negative { -coefficient } else { coefficient }, u8::try_from(places).ok()?)
    }

    /// The same number without trailing zeros after the point.
    pub fn normalized(self) -> Decimal {
        let mut result = self;
        while result.scale > 0 && result.coefficient % 10 == 0 {
            result.coefficient /= 10;
            result.scale -= 1;
        }
        result
    }

    /// The whole number it is, if it is one.
    pub fn to_integer(self) -> Option<i64> {
        let plain = self.normalized();
        (plain.scale == 0).then_some(plain.coefficient)
    }

    /// The exact sum.
    pub fn add(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let sum = raised(self, scale) + raised(other, scale);
        fit(sum, u32::from(scale))
    }

    /// The exact difference.
    pub fn sub(self, other: Decimal) -> Option<Decimal> {
        self.add(other.neg())
    }

    /// The product: exact where it fits, else with as many places as fit, half to even; `None` when it is too large.
    pub fn mul(self, other: Decimal) -> Option<Decimal> {
        let (coefficient, scale) = (i128::from(self.coefficient) * i128::from(other.coefficient), self.scale + other.scale);
        let shortened = |places: u8| fit(Rounding::HalfEven.divide(coefficient, power(places)), u32::from(scale - places));
        fit(coefficient, u32::from(scale)).or_else(|| (1..=scale).find_map(shortened))
    }

    /// The quotient to 12 places, half to even (fewer places if the digits do not fit); `None` for a division by nought.
    pub fn div(self, other: Decimal) -> Option<Decimal> {
        let numerator = i128::from(self.coefficient) * power(other.scale.saturating_sub(self.scale));
        let denominator = i128::from(other.coefficient) * power(self.scale.saturating_sub(other.scale));
        quotient(numerator, denominator)
    }

    /// The number times `numerator / denominator`, rounded like a quotient; used to convert units.
    pub fn scaled(self, numerator: i64, denominator: i64) -> Option<Decimal> {
        quotient(i128::from(self.coefficient) * i128::from(numerator), i128::from(denominator).checked_mul(power(self.scale))?)
    }

    /// The number with the other sign.
    pub fn neg(self) -> Decimal {
        Decimal { coefficient: -self.coefficient, scale: self.scale }
    }

    /// The number without its sign.
    pub fn abs(self) -> Decimal {
        Decimal { coefficient: self.coefficient.abs(), scale: self.scale }
    }

    /// Rounded to `places` (0 to 18), half away from zero.
    pub fn round(self, places: u8) -> Decimal {
        self.round_by(places, Rounding::HalfUp)
    }

    /// Rounded to `places` (0 to 18) in a way that is named.
    pub fn round_by(self, places: u8, rounding: Rounding) -> Decimal {
        if places >= self.scale {
            return self.normalized();
        }
        let coefficient = rounding.divide(i128::from(self.coefficient), power(self.scale - places));
        fit(coefficient, u32::from(places)).unwrap_or(self)
    }

    /// The largest whole number not above it.
    pub fn floor(self) -> Decimal {
        let whole = i128::from(self.coefficient).div_euclid(power(self.scale));
        fit(whole, 0).unwrap_or(self)
    }

    /// The smallest whole number not below it.
    pub fn ceil(self) -> Decimal {
        self.neg().floor().neg()
    }
}

/// Powers of ten up to the largest that is asked for.
const POWERS: [i128; 37] = {
    let mut powers = [1_i128; 37];
    let mut n = 1;
    while n < powers.len() {
        powers[n] = powers[n - 1] * 10;
        n += 1;
    }
    powers
};

/// 10^n for n up to 36; larger ones are never asked for.
#[inline]
fn power(n: u8) -> i128 {
    POWERS.get(usize::from(n)).copied().unwrap_or(i128::MAX)
}

fn raised(number: Decimal, scale: u8) -> i128 {
    i128::from(number.coefficient) * power(scale.saturating_sub(number.scale))
}

/// The same where it fits into 64 bits, as it mostly does.
#[inline]
fn raised_small(number: Decimal, scale: u8) -> Option<i64> {
    const SMALL_POWERS: [i64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    number.coefficient.checked_mul(*SMALL_POWERS.get(usize::from(scale - number.scale))?)
}

/// Drops trailing zeros, then answers whether the number fits.
fn fit(coefficient: i128, scale: u32) -> Option<Decimal> {
    let (mut coefficient, mut scale) = (coefficient, scale);
    // Nearly every number fits into 64 bits, in which a division costs a tenth.
    if let Ok(mut small) = i64::try_from(coefficient) {
        while scale > 0 && small % 10 == 0 {
            small /= 10;
            scale -= 1;
        }
        return Decimal::new(small, u8::try_from(scale).ok()?);
    }
    while scale > 0 && coefficient % 10 == 0 {
        coefficient /= 10;
        scale -= 1;
    }
    Decimal::new(i64::try_from(coefficient).ok()?, u8::try_from(scale).ok()?)
}

/// Long division, one place at a time, so that no intermediate needs more than 128 bits.
fn quotient(numerator: i128, denominator: i128) -> Option<Decimal> {
    if denominator == 0 {
        return None;
    }
    let largest = i128::from(LARGEST_COEFFICIENT);
    let negative = (numerator < 0) != (denominator < 0);
    let divisor = denominator.checked_abs()?;
    let magnitude = numerator.checked_abs()?;
    let (mut digits, mut rest) = (magnitude / divisor, magnitude % divisor);
    if digits > largest {
        return None;
    }
    let (mut places, mut best) = (0_u8, rounded(digits, rest, divisor, 0));
    while places < QUOTIENT_PLACES && rest != 0 {
        rest = rest.checked_mul(10)?;
        digits = digits * 10 + rest / divisor;
        rest %= divisor;
        places += 1;
        if digits > largest {
            break;
        }
        best = rounded(digits, rest, divisor, places).or(best);
    }
    let result = best?;
    Some(if negative { result.neg() } else { result })
}

/// Half to even; `None` when the rounded digits no longer fit.
fn rounded(digits: i128, rest: i128, divisor: i128, places: u8) -> Option<Decimal> {
    let up = match (rest * 2).cmp(&divisor) {
        Ordering::Greater => 1,
        Ordering::Equal => digits % 2,
        Ordering::Less => 0,
    };
    fit(digits + up, u32::from(places))
}

impl Ord for Decimal {
    #[inline]
    fn cmp(&self, other: &Decimal) -> Ordering {
        if self.scale == other.scale {
            return self.coefficient.cmp(&other.coefficient);
        }
        let scale = self.scale.max(other.scale);
        match (raised_small(*self, scale), raised_small(*other, scale)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => raised(*self, scale).cmp(&raised(*other, scale)),
        }
    }
}

impl PartialOrd for Decimal {
    #[inline]
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    #[inline]
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let plain = self.normalized();
        (plain.coefficient, plain.scale).hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.coefficient.unsigned_abs();
        let sign = if self.coefficient < 0 { "-" } else { "" };
        if self.scale == 0 {
            return write!(out, "{sign}{digits}");
        }
        let unit = 10_u64.pow(u32::from(self.scale));
        write!(out, "{sign}{}.{:0places$}", digits / unit, digits % unit, places = usize::from(self.scale))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn keeps_places_as_typed() {
        for text in ["0.10", "-12.50", "7", "0", "0.000000000000000001", "999999999999999999"] {
            assert_eq!(d(text).to_string(), text);
        }
        assert_eq!(d("0.1"), d("0.10"));
    }

    #[test]
    fn refuses_what_is_not_a_plain_decimal() {
        for text in ["", "-", ".5", "5.", "01", "+1", "1e3", "1 ", "１", "1000000000000000000", "0.0000000000000000001", "--1"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(d("0.1").add(d("0.2")).unwrap().to_string(), "0.3");
        assert_eq!(d("1.50").sub(d("0.5")).unwrap().to_string(), "1");
        assert_eq!(d("0.25").mul(d("4")).unwrap().to_string(), "1");
        assert!(d("999999999999999999").add(Decimal::ONE).is_none());
        assert_eq!(d("0.000000000000000001").mul(d("0.1")).unwrap().to_string(), "0");
        assert_eq!(d("0.123456789").mul(d("1.23456789123")).unwrap().to_string(), "0.15241578765375706");
        assert_eq!(d("-5.6975281234").mul(d("40.5512345678")).unwrap().to_string(), "-231.041799388630744");
        assert!(d("999999999999").mul(d("9999999")).is_none());
    }

    #[test]
    fn quotients_have_one_rounding() {
        assert_eq!(d("1").div(d("3")).unwrap().to_string(), "0.333333333333");
        assert_eq!(d("2").div(d("3")).unwrap().to_string(), "0.666666666667");
        assert_eq!(d("1").div(d("8")).unwrap().to_string(), "0.125");
        assert_eq!(d("0.000000000001").div(d("2")).unwrap().to_string(), "0");
        assert_eq!(d("0.000000000003").div(d("2")).unwrap().to_string(), "0.000000000002");
        assert_eq!(d("-1").div(d("3")).unwrap().to_string(), "-0.333333333333");
        assert_eq!(d("999999999999999999").div(d("7")).unwrap().to_string(), "142857142857142857");
        assert_eq!(d("100000000000000000").div(d("3")).unwrap().to_string(), "33333333333333333.3");
        assert!(d("1").div(Decimal::ZERO).is_none());
        assert!(d("999999999999999999").div(d("0.1")).is_none());
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(d("2.5").round(0).to_string(), "3");
        assert_eq!(d("-2.5").round(0).to_string(), "-3");
        assert_eq!(d("2.449").round(1).to_string(), "2.4");
        assert_eq!(d("-2.1").floor().to_string(), "-3");
        assert_eq!(d("-2.1").ceil().to_string(), "-2");
        assert_eq!(d("2.000").ceil().to_string(), "2");
    }

    proptest! {
        #[test]
        fn text_and_number_agree(coefficient in -LARGEST_COEFFICIENT..=LARGEST_COEFFICIENT, scale in 0_u8..=18) {
            let number = Decimal::new(coefficient, scale).unwrap();
            let back = Decimal::parse(&number.to_string()).unwrap();
            prop_assert_eq!(back, number);
            prop_assert_eq!(back.scale(), scale);
        }

        #[test]
        fn what_is_added_can_be_taken_away(a in -1_000_000_000_000_i64..1_000_000_000_000, s in 0_u8..6, b in -1_000_000_000_000_i64..1_000_000_000_000, t in 0_u8..6) {
            let (a, b) = (Decimal::new(a, s).unwrap(), Decimal::new(b, t).unwrap());
            prop_assert_eq!(a.add(b).unwrap().sub(b).unwrap(), a);
        }

        #[test]
        fn a_quotient_times_its_divisor_is_near(a in -1_000_000_i64..1_000_000, b in 1_i64..1_000_000) {
            let (a, b) = (Decimal::from_integer(a).unwrap(), Decimal::from_integer(b).unwrap());
            let error = a.div(b).unwrap().mul(b).unwrap().sub(a).unwrap().abs();
            prop_assert!(error <= Decimal::parse("0.000001").unwrap());
        }

        #[test]
        fn never_panics(a in any::<i64>(), s in any::<u8>(), b in any::<i64>(), t in any::<u8>(), text in ".{0,24}") {
            let _ = Decimal::parse(&text);
            if let (Some(a), Some(b)) = (Decimal::new(a, s), Decimal::new(b, t)) {
                let _ = (a.add(b), a.sub(b), a.mul(b), a.div(b), a.cmp(&b), a.floor(), a.ceil(), a.round(3));
            }
        }
    }
}
