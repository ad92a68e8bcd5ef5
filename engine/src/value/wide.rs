//! Whole numbers wide enough for powers and logarithms: no sign, 896 bits, without allocation. What does not fit is cut off; those who
//! use it keep within bounds. JavaScript has `BigInt` for the same work.

/// Digits of 64 bits.
const DIGITS: usize = 14;

/// A whole number, the least digit first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wide([u64; DIGITS]);

impl Wide {
    /// Nought.
    pub const ZERO: Wide = Wide([0; DIGITS]);

    /// A number of at most 128 bits.
    pub fn of(number: u128) -> Wide {
        let mut digits = [0; DIGITS];
        for (digit, part) in digits.iter_mut().zip([low(number), high(number)]) {
            *digit = part;
        }
        Wide(digits)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Wide) -> Wide {
        let (mut sum, mut carry) = (self, 0);
        for (digit, more) in sum.0.iter_mut().zip(other.0) {
            let whole = u128::from(*digit) + u128::from(more) + carry;
            (*digit, carry) = (low(whole), whole >> 64);
        }
        sum
    }

    /// The difference; nought when the other is greater.
    #[must_use]
    pub fn minus(self, other: Wide) -> Wide {
        if self < other {
            return Wide::ZERO;
        }
        let (mut rest, mut borrow) = (self, false);
        for (digit, less) in rest.0.iter_mut().zip(other.0) {
            let (first, below) = digit.overflowing_sub(less);
            let (second, again) = first.overflowing_sub(u64::from(borrow));
            (*digit, borrow) = (second, below || again);
        }
        rest
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Wide) -> Wide {
        let mut product = Wide::ZERO;
        for (at, digit) in self.0.iter().enumerate().filter(|(_, digit)| **digit != 0) {
            let mut carry = 0;
            for (sum, more) in product.0.iter_mut().skip(at).zip(other.0) {
                let whole = u128::from(*digit) * u128::from(more) + u128::from(*sum) + carry;
                (*sum, carry) = (low(whole), whole >> 64);
            }
        }
        product
    }

    /// The product with a small number.
    #[must_use]
    pub fn times_small(self, factor: u64) -> Wide {
        let (mut product, mut carry) = (self, 0);
        for digit in &mut product.0 {
            let whole = u128::from(*digit) * u128::from(factor) + carry;
            (*digit, carry) = (low(whole), whole >> 64);
        }
        product
    }

    /// The quotient by a small number, rounded down; nought when it is nought.
    #[must_use]
    pub fn over_small(self, divisor: u64) -> Wide {
        let (mut quotient, mut rest) = (self, 0_u128);
        for digit in quotient.0.iter_mut().rev() {
            let whole = rest << 64 | u128::from(*digit);
            *digit = whole.checked_div(u128::from(divisor)).map_or(0, low);
            rest = whole.checked_rem(u128::from(divisor)).unwrap_or_default();
        }
        quotient
    }

    /// Times 2 to the power `bits`.
    #[must_use]
    pub fn raised(self, bits: u32) -> Wide {
        let (mut moved, mut carry) = (Wide::ZERO, 0);
        for (digit, from) in moved.0.iter_mut().skip(bits as usize / 64).zip(self.0) {
            let whole = u128::from(from) << (bits % 64) | carry;
            (*digit, carry) = (low(whole), whole >> 64);
        }
        moved
    }

    /// Over 2 to the power `bits`, rounded down.
    #[must_use]
    pub fn lowered(self, bits: u32) -> Wide {
        let (mut moved, mut above) = (Wide::ZERO, 0_u64);
        for (digit, from) in moved.0.iter_mut().rev().skip(bits as usize / 64).zip(self.0.iter().rev()) {
            *digit = low((u128::from(above) << 64 | u128::from(*from)) >> (bits % 64));
            above = *from;
        }
        moved
    }

    /// The quotient, rounded down, of less than 64 bits.
    pub fn over(self, divisor: Wide) -> u64 {
        let fits = |quotient: &u64| divisor.times_small(*quotient) <= self;
        (0..64).rev().fold(0, |quotient, bit| Some(quotient | 1 << bit).filter(fits).unwrap_or(quotient))
    }

    /// As 128 bits, if it fits.
    pub fn narrow(self) -> Option<u128> {
        let mut digits = self.0.into_iter();
        let (least, next) = (digits.next()?, digits.next()?);
        digits.all(|digit| digit == 0).then_some(u128::from(next) << 64 | u128::from(least))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Wide) -> std::cmp::Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Wide) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn low(number: u128) -> u64 {
    number as u64
}

fn high(number: u128) -> u64 {
    (number >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::Wide;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_128_bits(a in any::<u128>(), b in any::<u64>(), bits in 0_u32..400) {
            let (wide, small) = (Wide::of(a), Wide::of(u128::from(b)));
            prop_assert_eq!(wide.narrow(), Some(a));
            prop_assert_eq!(wide.plus(small).minus(small), wide);
            prop_assert_eq!(wide.raised(bits).lowered(bits), wide);
            prop_assert_eq!(wide.times(small), wide.times_small(b));
            prop_assert_eq!(wide.lowered(bits).narrow(), Some(a.checked_shr(bits).unwrap_or_default()));
            if b > 0 {
                prop_assert_eq!(wide.times_small(b).over_small(b), wide);
                prop_assert_eq!(wide.over_small(b).narrow(), Some(a / u128::from(b)));
                prop_assert_eq!(Wide::of(a >> 64).over(small), (a >> 64) as u64 / b);
            }
            prop_assert_eq!(wide.cmp(&small), a.cmp(&u128::from(b)));
            prop_assert_eq!(small.minus(Wide::of(u128::MAX)), Wide::ZERO);
        }

        #[test]
        fn a_product_is_the_sum_of_its_parts(a in any::<u128>(), b in any::<u128>(), c in any::<u128>()) {
            let (a, b, c) = (Wide::of(a), Wide::of(b), Wide::of(c));
            prop_assert_eq!(a.times(b.plus(c)), a.times(b).plus(c.times(a)));
        }
    }
}
