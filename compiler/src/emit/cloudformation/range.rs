//! A regular expression of the numbers between two others, for CloudFormation compares text with patterns alone.

/// Fits the numbers of at most `scale` digits after the point and `whole` before it that are not less than `min` and not
/// more than `max`, written as SQL prints them; nothing where a bound is no such number. A bound that is not there is
/// that of the digits.
pub fn pattern(whole: u32, scale: u32, min: Option<&str>, max: Option<&str>) -> Option<String> {
    let digits = Digits { scale, one: 10_i128.checked_pow(scale)? };
    let most = 10_i128.checked_pow(whole + scale)? - 1;
    let min = min.map_or(Some(-most), |it| digits.units(it))?;
    let max = max.map_or(Some(most), |it| digits.units(it))?;
    let below = (min < 0).then(|| digits.between((-max).max(1), -min)).flatten();
    let above = digits.between(min.max(0), max);
    Some(match (below, above) {
        (Some(below), Some(above)) => format!("(-({below})|{above})"),
        (Some(below), None) => format!("-({below})"),
        (None, Some(above)) => format!("({above})"),
        (None, None) => return None,
    })
}

/// How numbers are counted: in units of their last digit.
struct Digits {
    scale: u32,
    one: i128,
}

impl Digits {
    /// A number as written, in units.
    fn units(&self, text: &str) -> Option<i128> {
        let (sign, text) = text.strip_prefix('-').map_or((1, text), |it| (-1, it));
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let missing = self.scale.checked_sub(u32::try_from(part.len()).ok()?)?;
        let units = format!("{whole}{part}").parse::<i128>().ok()?;
        Some(sign * units.checked_mul(10_i128.checked_pow(missing)?)?)
    }

    /// The numbers from `low` to `high`, neither below zero; nothing where there are none.
    fn between(&self, low: i128, high: i128) -> Option<String> {
        if low > high {
            return None;
        }
        let ([first, from], [last, to]) =
            ([low / self.one, low % self.one], [high / self.one, high % self.one]);
        if self.scale == 0 {
            return Some(whole(first, last));
        }
        if first == last {
            return Some(format!("{first}{}", self.part(from, to)));
        }
        // Of the first and the last whole number only some parts fit; of those between them, all.
        let (head, tail) = (from > 0, to < self.one - 1);
        let (from_whole, to_whole) = (first + i128::from(head), last - i128::from(tail));
        let mut all = Vec::new();
        if head {
            all.push(format!("{first}{}", self.part(from, self.one - 1)));
        }
        if from_whole <= to_whole {
            let any = self.part(0, self.one - 1);
            all.push(format!("{}{any}", group(&whole(from_whole, to_whole))));
        }
        if tail {
            all.push(format!("{last}{}", self.part(0, to)));
        }
        Some(all.join("|"))
    }

    /// The digits after the point, with it; they may be left out where none fits as well.
    fn part(&self, low: i128, high: i128) -> String {
        let optional = if low == 0 { "?" } else { "" };
        if (low, high) == (0, self.one - 1) {
            return format!(r"(\.[0-9]{})?", times(1, self.scale));
        }
        if high == 0 {
            return format!(r"(\.0{})?", times(1, self.scale));
        }
        format!(r"(\.({})){optional}", leading(low, high, self.scale))
    }
}

/// Whole numbers between two that are not below zero.
fn whole(low: i128, high: i128) -> String {
    let mut all = Vec::new();
    let mut low = low;
    // How long the longest numbers are of which all fit.
    let longest = (high + 1).ilog10();
    if low == 0 && longest > 0 {
        all.push("0".to_owned());
        low = 1;
    }
    while low <= high {
        let length = low.max(1).ilog10() + 1;
        let last = (10_i128.pow(length) - 1).min(high);
        if low == 10_i128.pow(length - 1) && longest >= length {
            all.push(format!("[1-9]{}", any(length - 1, longest - 1)));
            low = 10_i128.pow(longest);
        } else {
            all.push(fixed(low, last, length));
            low = last + 1;
        }
    }
    all.join("|")
}

/// Numbers of exactly this many digits, with zeros in front.
fn fixed(low: i128, high: i128, length: u32) -> String {
    alternatives(low, high, length, &|low, high, rest| match rest {
        0 => String::new(),
        rest if low == 0 && high == 10_i128.pow(rest) - 1 => any(rest, rest),
        rest => group(&fixed(low, high, rest)),
    })
}

/// Digits after a point, of which zeros at the end may be left out, though not all.
fn leading(low: i128, high: i128, length: u32) -> String {
    alternatives(low, high, length, &|low, high, rest| match (low, high) {
        _ if rest == 0 => String::new(),
        (0, 0) => format!("0{}", times(0, rest)),
        (0, high) if high == 10_i128.pow(rest) - 1 => any(0, rest),
        (0, high) => format!("({})?", leading(0, high, rest)),
        (low, high) => group(&leading(low, high, rest)),
    })
}

/// The first digits, each run of them that the same rest may follow with that rest.
fn alternatives(low: i128, high: i128, length: u32, rest: &dyn Fn(i128, i128, u32) -> String) -> String {
    let step = 10_i128.pow(length - 1);
    let mut all: Vec<(i128, i128, String)> = Vec::new();
    for digit in low / step..=high / step {
        let low = (low - digit * step).max(0);
        let high = (high - digit * step).min(step - 1);
        let rest = rest(low, high, length - 1);
        match all.last_mut() {
            Some((_, last, same)) if *same == rest => *last = digit,
            Some(_) | None => all.push((digit, digit, rest)),
        }
    }
    let one = |(first, last, rest): &(i128, i128, String)| format!("{}{rest}", class(*first, *last));
    all.iter().map(one).collect::<Vec<_>>().join("|")
}

fn class(first: i128, last: i128) -> String {
    if first == last { first.to_string() } else { format!("[{first}-{last}]") }
}

fn group(alternatives: &str) -> String {
    if alternatives.contains('|') { format!("({alternatives})") } else { alternatives.to_owned() }
}

/// From `least` to `most` digits.
fn any(least: u32, most: u32) -> String {
    match (least, most) {
        (_, 0) => String::new(),
        (least, most) => format!("[0-9]{}", times(least, most)),
    }
}

fn times(least: u32, most: u32) -> String {
    match (least, most) {
        (0, 1) => "?".to_owned(),
        (1, 1) => String::new(),
        (least, most) if least == most => format!("{{{least}}}"),
        (least, most) => format!("{{{least},{most}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;
    use proptest::prelude::*;
    use regex_lite::Regex;

    fn check(whole: u32, scale: u32, [min, max]: [Option<&str>; 2], expect: &str) {
        assert_eq!(pattern(whole, scale, min, max).as_deref(), Some(expect));
    }

    #[test]
    fn patterns_are_those_that_a_person_would_write() {
        check(10, 0, [Some("0"), None], "(0|[1-9][0-9]{0,9})");
        check(10, 0, [Some("1"), Some("150")], "([1-9][0-9]?|1([0-4][0-9]|50))");
        check(10, 0, [Some("0"), Some("5")], "([0-5])");
        check(10, 0, [Some("-40"), Some("85")], "(-([1-9]|[1-3][0-9]|40)|0|[1-9]|[1-7][0-9]|8[0-5])");
        check(2, 2, [Some("0.00"), None], r"((0|[1-9][0-9]?)(\.[0-9]{1,2})?)");
        check(1, 2, [Some("0.5"), Some("2")], r"(0(\.([5-9][0-9]?))|1(\.[0-9]{1,2})?|2(\.0{1,2})?)");
    }

    #[test]
    fn a_bound_that_is_no_such_number_gives_no_pattern() {
        assert_eq!(pattern(10, 0, Some("1e3"), None), None);
        assert_eq!(pattern(10, 1, Some("0.25"), None), None);
        assert_eq!(pattern(10, 0, Some("2"), Some("1")), None);
    }

    /// All that may stand for a number of units: each with fewer zeros at its end.
    fn texts(units: i128, scale: u32) -> Vec<String> {
        let one = 10_i128.pow(scale);
        let sign = if units < 0 { "-" } else { "" };
        let whole = units.abs() / one;
        let part = format!("{:0width$}", units.abs() % one, width = scale as usize);
        let mut all = vec![format!("{sign}{whole}")];
        if scale > 0 {
            all.extend((1..=part.len()).map(|it| format!("{sign}{whole}.{}", &part[..it])));
            all.retain(|it| super::Digits { scale, one }.units(it) == Some(units));
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_number_fits_if_it_is_within(
            scale in 0_u32..3, whole in 1_u32..3, one in -9_999_i128..=9_999, other in -9_999_i128..=9_999
        ) {
            let most = 10_i128.pow(whole + scale) - 1;
            let (min, max) = (one.min(other).max(-most), one.max(other).min(most));
            prop_assume!(min <= max);
            let last = |it: i128| texts(it, scale).pop();
            let regex = pattern(whole, scale, last(min).as_deref(), last(max).as_deref());
            let regex = Regex::new(&format!("^{}$", regex.expect("there is one"))).expect("it is one");
            for units in -most..=most {
                for text in texts(units, scale) {
                    prop_assert_eq!(regex.is_match(&text), (min..=max).contains(&units), "{} {}", regex, text);
                }
            }
            for text in ["", "-", "00", "-0", "1.", ".5", "+1", "1e2", "1.2345"] {
                prop_assert!(!regex.is_match(text), "{} {}", regex, text);
            }
        }
    }
}
