//! Exact decimal numbers of at most 38 digits.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The most digits a decimal has, before and after the point together.
pub const MAX_DIGITS: u8 = 38;

/// A decimal number: `digits` divided by ten to the power `scale`. It compares as a value: 9.5 equals 9.50.
#[cfg_attr(feature = "windows", derive(serde::Serialize, serde::Deserialize))]
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    // INVARIANT: less than 10^38 in size, so sums and comparisons of two have room in 128 bits.
    digits: i128,
    // INVARIANT: at most 38.
    scale: u8,
}

impl Decimal {
    /// The decimal of these digits and this scale; none beyond 38 digits.
    pub const fn new(digits: i128, scale: u8) -> Option<Decimal> {
        if scale > MAX_DIGITS || digits.unsigned_abs() >= 10u128.pow(MAX_DIGITS as u32) {
            return None;
        }
        Some(Decimal { digits, scale })
    }

    /// All digits, as one whole number.
    pub const fn digits(self) -> i128 {
        self.digits
    }

    /// How many of the digits stand after the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Whether the digits fit `decimal(precision,…)`.
    pub const fn fits(self, precision: u8) -> bool {
        precision >= MAX_DIGITS || self.digits.unsigned_abs() < 10u128.pow(precision as u32)
    }

    /// Reads `-12.50`: digits, and a point with digits after it where there is a fraction. The scale is that of
    /// the text.
    pub fn parse(text: &str) -> Option<Decimal> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        if whole.is_empty() || fraction.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let fraction = if unsigned.contains('.') { fraction } else { "" };
        Decimal::from_parts(text.starts_with('-'), whole, fraction)
    }

    /// The decimal with these ASCII digits before and after the point.
    pub(crate) fn from_parts(negative: bool, whole: &str, fraction: &str) -> Option<Decimal> {
        let scale = u8::try_from(fraction.len()).ok()?;
        let mut digits: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            digits = digits.checked_mul(10)?.checked_add(i128::from(digit.wrapping_sub(b'0')))?;
        }
        Decimal::new(if negative { -digits } else { digits }, scale)
    }

    /// The sum, with the wider scale.
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        let (left, right, scale) = self.aligned(other)?;
        Decimal::new(left.checked_add(right)?, scale)
    }

    /// The difference, with the wider scale.
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(other.negate())
    }

    /// The product; its scale is the sum of the scales.
    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        Decimal::new(self.digits.checked_mul(other.digits)?, self.scale + other.scale)
    }

    /// The remainder, with the wider scale and the sign of `self`; none where `other` is zero.
    pub fn checked_rem(self, other: Decimal) -> Option<Decimal> {
        let (left, right, scale) = self.aligned(other)?;
        Decimal::new(left.checked_rem(right)?, scale)
    }

    /// The number with its sign changed.
    pub const fn negate(self) -> Decimal {
        Decimal { digits: -self.digits, scale: self.scale }
    }

    /// The same number with more digits after the point, or the nearest one with fewer; halves go away from zero.
    pub fn rescale(self, scale: u8) -> Option<Decimal> {
        if scale >= self.scale {
            let factor = power(scale - self.scale)?;
            return Decimal::new(self.digits.checked_mul(factor)?, scale);
        }
        let unit = power(self.scale - scale)?;
        let (quotient, rest) = (self.digits / unit, self.digits % unit);
        let away = if rest.abs() >= unit - rest.abs() { rest.signum() } else { 0 };
        Decimal::new(quotient + away, scale)
    }

    /// The same number with this scale; none where a digit would be lost.
    pub fn rescale_exactly(self, scale: u8) -> Option<Decimal> {
        self.rescale(scale).filter(|it| *it == self)
    }

    /// The digits before the point, as a whole number: toward zero.
    pub fn truncated(self) -> i128 {
        power(self.scale).map_or(0, |unit| self.digits / unit)
    }

    /// What stands after the point, in units of the scale, with the number's sign.
    pub(crate) fn fraction(self) -> i128 {
        power(self.scale).map_or(0, |unit| self.digits % unit)
    }

    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        const EXACT: i128 = 1 << 53;
        // Both operands of the division are exact below these bounds, so the quotient is the nearest double.
        if self.digits.abs() <= EXACT && self.scale <= 22 {
            return self.digits as f64 / 10f64.powi(i32::from(self.scale));
        }
        self.to_string().parse().unwrap_or(0.0)
    }

    /// Both numbers' digits at the wider scale.
    fn aligned(self, other: Decimal) -> Option<(i128, i128, u8)> {
        let scale = self.scale.max(other.scale);
        let at = |it: Decimal| it.digits.checked_mul(power(scale - it.scale)?);
        Some((at(self)?, at(other)?, scale))
    }

    /// The number without zeros at its end, so that equal numbers look alike.
    fn shortest(mut self) -> Decimal {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Decimal {
        Decimal { digits: i128::from(whole), scale: 0 }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        if self.scale == other.scale {
            return self.digits.cmp(&other.digits);
        }
        // Whole parts first: numbers far apart in scale need not have a common form in 128 bits.
        self.truncated().cmp(&other.truncated()).then_with(|| {
            let scale = self.scale.max(other.scale);
            let at = |it: &Decimal| it.fraction() * power(scale - it.scale).unwrap_or(1);
            at(self).cmp(&at(other))
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let shortest = self.shortest();
        (shortest.digits, shortest.scale).hash(state);
    }
}

/// Plainly, with all digits of the scale.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if scale == 0 { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit())
}

/// Ten to this power; none beyond 38, which 128 bits do not hold.
fn power(exponent: u8) -> Option<i128> {
    10i128.checked_pow(u32::from(exponent))
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn read(text: &str) -> Decimal {
        Decimal::parse(text).expect("a decimal")
    }

    #[test]
    fn a_decimal_is_shown_with_all_digits_of_its_scale() {
        for text in ["0", "-0.05", "12.50", "99999999999999999999999999999999999999", "0.00"] {
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "+1",
            "1.2.3",
            "１",
            "1_0",
            "100000000000000000000000000000000000000",
        ] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sums_keep_the_wider_scale_and_products_add_scales() {
        assert_eq!(read("1.5").checked_add(read("2.25")).expect("small").to_string(), "3.75");
        assert_eq!(read("1.5").checked_mul(read("2.50")).expect("small").to_string(), "3.750");
        assert_eq!(read("-7.5").checked_rem(read("2")).expect("small").to_string(), "-1.5");
        assert!(read("1").checked_rem(read("0.0")).is_none());
    }

    #[test]
    fn the_thirty_ninth_digit_is_an_overflow() {
        let most = read("99999999999999999999999999999999999999");
        assert!(most.checked_add(read("1")).is_none());
        assert!(most.checked_mul(read("2")).is_none());
        assert!(most.rescale(1).is_none());
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (from, to) in [("2.5", "3"), ("-2.5", "-3"), ("2.49", "2"), ("-0.5", "-1"), ("0.4", "0")] {
            assert_eq!(read(from).rescale(0).expect("small").to_string(), to);
        }
    }

    #[test]
    fn comparison_is_by_value_whatever_the_scales() {
        assert_eq!(read("9.5"), read("9.5000"));
        assert!(
            read("99999999999999999999999999999999999999") > read("0.00000000000000000000000000000000000001")
        );
        assert!(read("-1.51") < read("-1.5"));
    }

    #[test]
    fn the_double_is_the_nearest_one() {
        assert_eq!(read("0.1").to_f64(), 0.1);
        assert_eq!(read("9007199254740993.0").to_f64(), 9007199254740992.0);
        assert_eq!(read("0.30000000000000000000000000000000000001").to_f64(), 0.3);
    }
}
