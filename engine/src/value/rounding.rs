//! How a number is rounded, by name: what definitions say beside `round` and `decimals`, and what `decimal.js` knows too.

/// A way of rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest; a half goes away from zero. What is meant where nothing is said.
    #[default]
    HalfUp,
    /// To the nearest; a half goes to the even digit.
    HalfEven,
    /// Toward zero.
    Down,
    /// Away from zero.
    Up,
    /// Toward smaller numbers.
    Floor,
    /// Toward greater numbers.
    Ceiling,
}

/// A way of rounding in words: `{1}` is the number, `{2}` the places.
pub struct RoundingRow {
    /// The way.
    pub rounding: Rounding,
    /// The word in definitions.
    pub name: &'static str,
    /// The function in program data.
    pub function: &'static str,
    /// What it does, in Japanese and in English.
    pub says: (&'static str, &'static str),
}

const fn row(rounding: Rounding, name: &'static str, function: &'static str, says: (&'static str, &'static str)) -> RoundingRow {
    RoundingRow { rounding, name, function, says }
}

/// Every way of rounding.
pub const ROUNDINGS: [RoundingRow; 6] = [
    row(Rounding::HalfUp, "half_up", "round", ("{1}を小数点以下{2}桁に四捨五入した値", "{1} rounded to {2} places")),
    row(
        Rounding::HalfEven,
        "half_even",
        "round_half_even",
        ("{1}を小数点以下{2}桁に丸めた値（端数がちょうど半分なら偶数へ）", "{1} rounded to {2} places, halves to the even digit"),
    ),
    row(
        Rounding::Down,
        "down",
        "round_down",
        ("{1}を小数点以下{2}桁で切り捨てた値（0に近い側へ）", "{1} rounded toward zero to {2} places"),
    ),
    row(
        Rounding::Up,
        "up",
        "round_up",
        ("{1}を小数点以下{2}桁で切り上げた値（0から遠い側へ）", "{1} rounded away from zero to {2} places"),
    ),
    row(Rounding::Floor, "floor", "round_floor", ("{1}を小数点以下{2}桁に小さい側へ丸めた値", "{1} rounded down to {2} places")),
    row(
        Rounding::Ceiling,
        "ceiling",
        "round_ceiling",
        ("{1}を小数点以下{2}桁に大きい側へ丸めた値", "{1} rounded up to {2} places"),
    ),
];

impl Rounding {
    /// The way of a word.
    pub fn from_name(name: &str) -> Option<Rounding> {
        ROUNDINGS.iter().find(|row| row.name == name).map(|row| row.rounding)
    }

    /// Its row.
    pub fn row(self) -> &'static RoundingRow {
        let [half_up, half_even, down, up, floor, ceiling] = &ROUNDINGS;
        match self {
            Rounding::HalfUp => half_up,
            Rounding::HalfEven => half_even,
            Rounding::Down => down,
            Rounding::Up => up,
            Rounding::Floor => floor,
            Rounding::Ceiling => ceiling,
        }
    }

    /// The quotient by a positive number under this rounding.
    pub fn divide(self, number: i128, unit: i128) -> i128 {
        let (floor, rest) = (number.div_euclid(unit), number.rem_euclid(unit));
        let up = rest != 0
            && match self {
                Rounding::HalfUp => rest > unit - rest || (rest == unit - rest && number >= 0),
                Rounding::HalfEven => rest > unit - rest || (rest == unit - rest && floor % 2 != 0),
                Rounding::Down => number < 0,
                Rounding::Up => number > 0,
                Rounding::Floor => false,
                Rounding::Ceiling => true,
            };
        floor + i128::from(up)
    }
}

#[cfg(test)]
mod tests {
    use super::{ROUNDINGS, Rounding};

    #[test]
    fn rows_stand_in_order() {
        for row in &ROUNDINGS {
            assert_eq!(row.rounding.row().name, row.name);
            assert_eq!(Rounding::from_name(row.name), Some(row.rounding));
        }
    }

    #[test]
    fn halves_and_signs() {
        let all = |number| ROUNDINGS.iter().map(|row| row.rounding.divide(number, 10)).collect::<Vec<_>>();
        assert_eq!(all(25), [3, 2, 2, 3, 2, 3]);
        assert_eq!(all(-25), [-3, -2, -2, -3, -3, -2]);
        assert_eq!(all(35), [4, 4, 3, 4, 3, 4]);
        assert_eq!(all(-36), [-4, -4, -3, -4, -4, -3]);
        assert_eq!(all(31), [3, 3, 3, 4, 3, 4]);
        assert_eq!(all(30), [3; 6]);
        assert_eq!(all(-30), [-3; 6]);
    }
}
