//! Roots, logarithms and powers, correctly rounded (half away from zero) at a number of places: the same digits on every machine.
//!
//! Floating point was no choice: libraries differ in the last digit, and a body surface of 1.655 would be 1.65 here and 1.66 there. So
//! everything is whole numbers. A real number is held as a multiple of 2^-384, every series is cut off downward, and a bound says how far
//! the result can be from the truth. Both ends are rounded; when they differ, the result is not known (an exact half, where that could
//! happen for ever, is calculated exactly before). `renderer/assets/power.js` follows the same steps with `BigInt`.

use std::sync::OnceLock;

use crate::value::decimal::Decimal;
use crate::value::wide::Wide;

/// The most places that can be asked for.
pub const MOST_PLACES: u8 = 10;

/// Bits after the point.
const BITS: u32 = 384;
/// A logarithm is off by less than this many units of 2^-384.
const LOGARITHM_ERROR: u32 = 24;
/// A power is off by less than this many units, also when its logarithm was multiplied by 10^18.
const POWER_ERROR: u32 = 90;
/// `exp` is halved so often before its series, and squared as often after it.
const HALVINGS: u32 = 8;
/// No result of more than e^42 has at most 18 digits, none of less than e^-42 is anything but nought at ten places.
const FARTHEST: u128 = 42;

/// The square root.
pub fn sqrt(x: Decimal, places: u8) -> Option<Decimal> {
    let number = u128::try_from(x.coefficient()).ok()?;
    let (double, one) = (doubled(places), u64::try_from(10_u128.pow(u32::from(x.scale()))).ok()?);
    // Rounded down twice: the root of a number rounded down, rounded down, is the root rounded down.
    let square = Wide::of(number).times(Wide::of(double)).times(Wide::of(double)).over_small(one);
    let fits = |root: &u128| Wide::of(*root).times(Wide::of(*root)) <= square;
    let root = (0..66).rev().fold(0, |root: u128, bit| Some(root | 1 << bit).filter(fits).unwrap_or(root));
    made(root, root, false, places)
}

/// The natural logarithm.
pub fn ln(x: Decimal, places: u8) -> Option<Decimal> {
    let (negative, size) = logarithm(x)?;
    let at = |size: Wide| size.times(Wide::of(doubled(places))).lowered(BITS).narrow();
    made(at(size.minus(error(LOGARITHM_ERROR)))?, at(size.plus(error(LOGARITHM_ERROR)))?, negative, places)
}

/// The logarithm to the base 10.
pub fn log10(x: Decimal, places: u8) -> Option<Decimal> {
    based(x, logarithms().1, places)
}

/// The logarithm to the base 2.
pub fn log2(x: Decimal, places: u8) -> Option<Decimal> {
    based(x, logarithms().0, places)
}

fn based(x: Decimal, base: Wide, places: u8) -> Option<Decimal> {
    let (negative, size) = logarithm(x)?;
    let slack = error(LOGARITHM_ERROR);
    let low = size.minus(slack).times(Wide::of(doubled(places))).over(base.plus(slack));
    let high = size.plus(slack).times(Wide::of(doubled(places))).over(base.minus(slack));
    made(u128::from(low), u128::from(high), negative, places)
}

/// e to the power x.
pub fn exp(x: Decimal, places: u8) -> Option<Decimal> {
    let size = Wide::of(u128::from(x.coefficient().unsigned_abs())).raised(BITS);
    raised_e(size.over_small(one_of(x)?), x.coefficient() < 0, false, places)
}

/// x to the power y. Of a negative x only for a whole y; nought to the power nought, or less, is not known.
pub fn pow(x: Decimal, y: Decimal, places: u8) -> Option<Decimal> {
    let whole = y.to_integer();
    match (x.coefficient(), y.coefficient()) {
        (0, 1..) => return Some(Decimal::ZERO),
        (0, _) => return None,
        (_, 0) => return Some(Decimal::ONE),
        (..0, _) if whole.is_none() => return None,
        _ => {}
    }
    let negative = x.coefficient() < 0 && whole.is_some_and(|whole| whole % 2 != 0);
    let x = x.abs();
    if let Some(twice) = exact(x, y, places) {
        return made(twice?, twice?, negative, places);
    }
    let (below_one, size) = logarithm(x)?;
    let size = size.times_small(y.coefficient().unsigned_abs()).over_small(one_of(y)?);
    raised_e(size, below_one != (y.coefficient() < 0), negative, places)
}

/// Twice the power in units of the last place where it may be an exact half; `Some(None)` when it has too many digits.
fn exact(x: Decimal, y: Decimal, places: u8) -> Option<Option<u128>> {
    let (above, below) = fraction(x)?;
    let (exponent, root) = fraction(y.abs())?;
    let exponent = u32::try_from(exponent).ok().filter(|exponent| *exponent <= 11)?;
    let (above, below) = (whole_root(above, root)?, whole_root(below, root)?);
    let (above, below) = if y.coefficient() < 0 { (below, above) } else { (above, below) };
    // A half of the last place: the denominator divides twice the places. Of a whole number nothing is left over anyway.
    let denominator =
        u128::from(below).checked_pow(exponent).filter(|denominator| doubled(places).is_multiple_of(*denominator))?;
    let numerator = u128::from(above).checked_pow(exponent);
    Some(numerator.and_then(|numerator| numerator.checked_mul(doubled(places) / denominator)))
}

/// A positive number as a fraction that cannot be reduced.
fn fraction(number: Decimal) -> Option<(u64, u64)> {
    let (above, below) = (number.coefficient().unsigned_abs(), one_of(number)?);
    let (mut a, mut b) = (above, below);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b)?);
    }
    Some((above.checked_div(a)?, below.checked_div(a)?))
}

/// The whole number whose power it is, if there is one.
fn whole_root(number: u64, root: u64) -> Option<u64> {
    if number == 1 || root == 1 {
        return Some(number);
    }
    let root = u32::try_from(root).ok().filter(|root| *root < 64)?;
    let fits = |found: &u64| found.checked_pow(root).is_some_and(|power| power <= number);
    let found = (0..32).rev().fold(0, |found: u64, bit| Some(found | 1 << bit).filter(fits).unwrap_or(found));
    (found.checked_pow(root) == Some(number)).then_some(found)
}

/// e to the power of a real number that is off by less than `POWER_ERROR` allows.
fn raised_e(size: Wide, below_one: bool, negative: bool, places: u8) -> Option<Decimal> {
    if size > Wide::of(FARTHEST).raised(BITS) {
        return below_one.then_some(Decimal::ZERO);
    }
    let (two, _) = logarithms();
    let mut doublings = size.over(two);
    // e^size = 2^doublings e^rest, with a rest from 0 to ln 2; below one the doublings are halvings, one more of them.
    let rest = if below_one {
        doublings += 1;
        two.times_small(doublings).minus(size)
    } else {
        size.minus(two.times_small(doublings))
    };
    let power = series(rest);
    let doublings = u32::try_from(doublings).ok()?;
    let shift = if below_one { BITS + doublings } else { BITS.checked_sub(doublings)? };
    let at = |power: Wide| power.times(Wide::of(doubled(places))).lowered(shift).narrow();
    made(at(power.minus(error(POWER_ERROR)))?, at(power.plus(error(POWER_ERROR)))?, negative, places)
}

/// e to the power of a real number from 0 to ln 2.
fn series(rest: Wide) -> Wide {
    let small = rest.lowered(HALVINGS);
    let (mut sum, mut term) = (Wide::of(1).raised(BITS), Wide::of(1).raised(BITS));
    for n in 1..100 {
        term = term.times(small).lowered(BITS).over_small(n);
        if term == Wide::ZERO {
            break;
        }
        sum = sum.plus(term);
    }
    (0..HALVINGS).fold(sum, |power, _| power.times(power).lowered(BITS))
}

/// The size of the natural logarithm of a positive number, and whether it is negative.
fn logarithm(x: Decimal) -> Option<(bool, Wide)> {
    let number = u64::try_from(x.coefficient()).ok().filter(|number| *number > 0)?;
    let (two, ten) = logarithms();
    let doublings = number.ilog2();
    let power = 1_u64 << doublings;
    // number = 2^doublings m, and ln m = 2 artanh((m - 1) / (m + 1)).
    let rest = Wide::of(u128::from(number - power)).raised(BITS).over_small(number + power);
    let above = two.times_small(u64::from(doublings)).plus(artanh(rest).times_small(2));
    let below = ten.times_small(u64::from(x.scale()));
    Some(if above < below { (true, below.minus(above)) } else { (false, above.minus(below)) })
}

/// z + z^3/3 + z^5/5 and so on, for z up to a third.
fn artanh(z: Wide) -> Wide {
    let square = z.times(z).lowered(BITS);
    let (mut sum, mut power) = (z, z);
    for odd in (3..400).step_by(2) {
        power = power.times(square).lowered(BITS);
        if power == Wide::ZERO {
            break;
        }
        sum = sum.plus(power.over_small(odd));
    }
    sum
}

/// ln 2 and ln 10.
fn logarithms() -> (Wide, Wide) {
    static FOUND: OnceLock<(Wide, Wide)> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let of = |divisor| artanh(Wide::of(1).raised(BITS).over_small(divisor)).times_small(2);
        let two = of(3);
        (two, two.times_small(3).plus(of(9)))
    })
}

/// Two to the power of a bound.
fn error(bits: u32) -> Wide {
    Wide::of(1).raised(bits)
}

/// Twice as many units of the last place as there are in one: what is rounded down to these is rounded half up by halving.
fn doubled(places: u8) -> u128 {
    2 * 10_u128.pow(u32::from(places.min(MOST_PLACES)))
}

/// 10 to the number's scale.
fn one_of(number: Decimal) -> Option<u64> {
    10_u64.checked_pow(u32::from(number.scale()))
}

/// The number between two ends, given as doubled units of the last place, if both round to it.
fn made(low: u128, high: u128, negative: bool, places: u8) -> Option<Decimal> {
    let number = low.div_ceil(2);
    if number != high.div_ceil(2) {
        return None;
    }
    let number = i128::try_from(number).ok()?;
    Decimal::from_wide(if negative { -number } else { number }, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn show(found: Option<Decimal>) -> String {
        found.map_or("unknown".into(), |found| found.to_string())
    }

    #[test]
    fn knows_what_tables_print() {
        assert_eq!(show(sqrt(d("2"), 10)), "1.4142135624");
        assert_eq!(show(sqrt(d("640000000000000000"), 10)), "800000000");
        assert_eq!(show(sqrt(d("0.000000000000000001"), 10)), "0.000000001");
        assert_eq!(show(ln(d("10"), 10)), "2.302585093");
        assert_eq!(show(ln(d("0.000000000000000001"), 4)), "-41.4465");
        assert_eq!(show(log10(d("1000"), 3)), "3");
        assert_eq!(show(log10(d("0.001"), 3)), "-3");
        assert_eq!(show(log2(d("0.125"), 10)), "-3");
        assert_eq!(show(exp(d("1"), 10)), "2.7182818285");
        assert_eq!(show(exp(d("-1"), 10)), "0.3678794412");
        assert_eq!(show(exp(d("-999999999999999999"), 10)), "0");
        assert_eq!(show(exp(d("41"), 0)), "639843493530054949");
        assert_eq!(show(exp(d("42"), 0)), "unknown");
        assert_eq!(show(pow(d("2"), d("0.5"), 10)), "1.4142135624");
        assert_eq!(show(pow(d("1.00000000000000001"), d("99999999999999999"), 10)), "2.7182818285");
    }

    #[test]
    fn an_exact_half_goes_away_from_zero() {
        assert_eq!(show(pow(d("0.5"), d("1"), 0)), "1");
        assert_eq!(show(pow(d("-0.5"), d("3"), 2)), "-0.13");
        assert_eq!(show(pow(d("2"), d("-3"), 2)), "0.13");
        assert_eq!(show(pow(d("0.25"), d("1.5"), 2)), "0.13");
        assert_eq!(show(pow(d("6.25"), d("0.5"), 0)), "3");
        assert_eq!(show(sqrt(d("6.25"), 0)), "3");
        assert_eq!(show(pow(d("0.5"), d("11"), 10)), "0.0004882813");
    }

    #[test]
    fn is_not_known_outside_its_domain() {
        for found in [
            sqrt(d("-1"), 2),
            ln(d("0"), 2),
            ln(d("-1"), 2),
            log10(d("0"), 2),
            log2(d("-8"), 2),
            pow(d("0"), d("0"), 2),
            pow(d("0"), d("-1"), 2),
            pow(d("-8"), d("0.5"), 2),
            pow(d("10"), d("18"), 0),
            pow(d("999999999999999999"), d("3"), 0),
        ] {
            assert_eq!(found, None);
        }
        assert_eq!(show(sqrt(d("0"), 2)), "0");
        assert_eq!(show(pow(d("-2"), d("3"), 2)), "-8");
        assert_eq!(show(pow(d("-2"), d("2"), 2)), "4");
        assert_eq!(show(pow(d("-2"), d("0"), 2)), "1");
        assert_eq!(show(ln(d("1.000"), 10)), "0");
    }
}
