//! Numbers: where they lie, and how they are spread there.

use super::chance::Chance;
use super::digits;
use super::limits::Limit;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// Most digits behind the point that are drawn.
pub const MOST_DIGITS: u8 = 6;
/// So many of a hundred are drawn where a branch looks.
const LOOKED_FOR: u64 = 5;
/// A number is drawn within this part of what there is, around what its key has.
const NEAR: u64 = 10;
/// How much finer than its numbers a normal distribution is told.
const FINER: i128 = 1_000_000;

/// Numbers, all in units of the last digit that is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// How many digits stand behind the point.
    pub scale: u8,
    /// How most of them lie.
    pub shape: Shape,
    /// Where a branch looks: some are drawn in one of these, ends included.
    pub rare: Vec<(i64, i64)>,
}

/// How numbers lie.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Evenly from one to the other, ends included.
    Even(i64, i64),
    /// From one to the other, the small ones more often.
    Small(i64, i64),
    /// From one to the other, and those of one key near each other.
    Keyed(i64, i64),
    /// Around a mean.
    Normal {
        /// The mean, in millionths of a unit.
        mean: i128,
        /// The standard deviation, in millionths of a unit.
        deviation: i128,
        /// The least and the most.
        within: (i64, i64),
    },
}

impl Spread {
    /// Numbers of this shape, moved to where a column's branches look.
    pub fn around(scale: u8, shape: Shape, limits: &[Limit], within: (i64, i64)) -> Spread {
        let (low, high) = shape.bounds();
        let sides = limits.iter().filter_map(|it| Side::of(it, scale));
        let looked_for: Vec<Side> = sides.map(|it| it.or_beyond(low, high)).collect();
        if looked_for.is_empty() {
            return Spread { scale, shape: shape.clipped(within), rare: Vec::new() };
        }
        let least_above = looked_for.iter().filter_map(|it| it.above()).min();
        let most_below = looked_for.iter().filter_map(|it| it.below()).max();
        let (low, high) = usual((low, high), most_below, least_above);
        let rare = rare(&looked_for, (low, high), within);
        Spread { scale, shape: shape.within(low, high).clipped(within), rare }
    }

    /// Numbers of just this shape, and a few where branches look beyond it.
    pub fn of(scale: u8, shape: Shape, limits: &[Limit], within: (i64, i64)) -> Spread {
        let looked_for: Vec<Side> = limits.iter().filter_map(|it| Side::of(it, scale)).collect();
        let (low, high) = shape.bounds();
        let mut rare = rare(&looked_for, (low, high), within);
        rare.retain(|(from, to)| *to < low || *from > high);
        Spread { scale, shape, rare }
    }

    /// The next number, for this key.
    pub fn draw(&self, key: u64, chance: &mut Chance) -> i64 {
        if !self.rare.is_empty() && chance.percent(LOOKED_FOR) {
            let (from, to) = self.rare[chance.below(self.rare.len() as u64) as usize];
            return between(from, to, chance);
        }
        self.shape.draw(key, chance)
    }

    /// Writes the next number, for this key.
    pub fn write(&self, key: u64, chance: &mut Chance, out: &mut Vec<u8>) {
        digits::scaled(self.draw(key, chance), self.scale, out);
    }
}

impl Shape {
    fn draw(&self, key: u64, chance: &mut Chance) -> i64 {
        match *self {
            Shape::Even(low, high) => between(low, high, chance),
            Shape::Small(low, high) => {
                let (one, other) = (chance.up_to(low.abs_diff(high)), chance.next());
                low.wrapping_add_unsigned(((u128::from(one) * u128::from(other)) >> 64) as u64)
            }
            Shape::Keyed(low, high) => {
                let width = low.abs_diff(high);
                let room = width / NEAR;
                // INVARIANT: at most the width less the room, so that the sum stays inside.
                let base = Chance::new(key).up_to(width - room);
                low.wrapping_add_unsigned(base + chance.up_to(room))
            }
            Shape::Normal { mean, deviation, within } => {
                let number = mean + ((deviation * i128::from(chance.normal())) >> 32);
                let rounded = (number + FINER / 2).div_euclid(FINER);
                rounded.clamp(i128::from(within.0), i128::from(within.1)) as i64
            }
        }
    }

    fn bounds(&self) -> (i64, i64) {
        match *self {
            Shape::Even(low, high) | Shape::Small(low, high) | Shape::Keyed(low, high) => (low, high),
            Shape::Normal { within, .. } => within,
        }
    }

    /// The same shape between others.
    fn within(&self, low: i64, high: i64) -> Shape {
        match self {
            Shape::Small(..) => Shape::Small(low, high),
            Shape::Keyed(..) => Shape::Keyed(low, high),
            Shape::Even(..) | Shape::Normal { .. } => Shape::Even(low, high),
        }
    }

    /// The same shape with nothing outside of what its type has.
    fn clipped(&self, (least, most): (i64, i64)) -> Shape {
        let (low, high) = self.bounds();
        let (low, high) = match (low.max(least), high.min(most)) {
            (low, high) if low <= high => (low, high),
            _ => (least.max(0).min(most), most),
        };
        match self {
            Shape::Even(..) => Shape::Even(low, high),
            Shape::Small(..) => Shape::Small(low, high),
            Shape::Keyed(..) => Shape::Keyed(low, high),
            Shape::Normal { mean, deviation, .. } => {
                Shape::Normal { mean: *mean, deviation: *deviation, within: (low, high) }
            }
        }
    }
}

/// A number from one to the other, ends included.
fn between(low: i64, high: i64, chance: &mut Chance) -> i64 {
    low.wrapping_add_unsigned(chance.up_to(low.abs_diff(high)))
}

/// A limit in units.
enum Side {
    Above(i64),
    Below(i64),
    Inside(i64, i64),
    At(i64),
}

impl Side {
    fn of(limit: &Limit, scale: u8) -> Option<Side> {
        let units = |it: &Value| units(it, scale);
        Some(match limit {
            Limit::Above(it) => Side::Above(units(it)?),
            Limit::Below(it) => Side::Below(units(it)?),
            Limit::Inside(low, high) => Side::Inside(units(low)?, units(high)?),
            Limit::At(it) => Side::At(units(it)?),
        })
    }

    /// The other side, where a branch looks for all that its column's name says: it takes what is sound.
    fn or_beyond(self, low: i64, high: i64) -> Side {
        match self {
            Side::Above(it) if it <= low.min(0) => Side::Below(it),
            Side::Below(it) if it >= high => Side::Above(it),
            Side::Above(_) | Side::Below(_) | Side::Inside(..) | Side::At(_) => self,
        }
    }

    fn above(&self) -> Option<i64> {
        if let Side::Above(it) = self { Some(*it) } else { None }
    }

    fn below(&self) -> Option<i64> {
        if let Side::Below(it) = self { Some(*it) } else { None }
    }

    /// Where a branch looks: beyond the limit as far as a part of what is usual, four times, and once at it.
    fn rare(&self, width: i64) -> Vec<(i64, i64)> {
        let far = |it: i64| (width / 8).max(it.saturating_abs() / 9).max(1);
        match *self {
            Side::Above(it) => {
                [vec![(it.saturating_add(1), it.saturating_add(far(it))); 4], vec![(it, it)]].concat()
            }
            Side::Below(it) => {
                [vec![(it.saturating_sub(far(it)), it.saturating_sub(1)); 4], vec![(it, it)]].concat()
            }
            Side::Inside(low, high) => vec![(low, high); 4],
            Side::At(it) => vec![(it, it)],
        }
    }
}

/// Where branches look, as far as a type has it.
fn rare(sides: &[Side], (low, high): (i64, i64), (least, most): (i64, i64)) -> Vec<(i64, i64)> {
    let all = sides.iter().flat_map(|it| it.rare(high.saturating_sub(low)));
    all.map(|(from, to)| (from.max(least), to.min(most))).filter(|(from, to)| from <= to).collect()
}

/// Where most numbers lie so that few are where branches look. A limit far from what a name says tells the size better.
fn usual((low, high): (i64, i64), below: Option<i64>, above: Option<i64>) -> (i64, i64) {
    if below.zip(above).is_some_and(|(below, above)| above.saturating_sub(below) < 2) {
        return (low, high);
    }
    let far = |it: i64| it > high.saturating_mul(5) || it <= low;
    let (low, high) = match above {
        Some(it) if far(it) && it > 0 => (it / 9, it - 1),
        Some(it) => (low, high.min(it.saturating_sub(1))),
        None => (low, high),
    };
    (below.map_or(low, |it| low.max(it.saturating_add(1)).min(high)), high)
}

/// A number in units of so many digits behind the point.
pub fn units(value: &Value, scale: u8) -> Option<i64> {
    if let Some(whole) = value.whole() {
        return whole.checked_mul(10_i64.pow(u32::from(scale)));
    }
    if let Some(decimal) = value.decimal() {
        return i64::try_from(decimal.rescale(scale)?.digits()).ok();
    }
    let double = value.double()? * 10_i64.pow(u32::from(scale)) as f64;
    (double.abs() < 9e15).then_some(double.round() as i64)
}

/// The least and the most that a type of numbers has, in units of so many digits behind the point.
pub fn bounds(ty: Type, scale: u8) -> (i64, i64) {
    match ty {
        Type::Integer => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Type::Decimal { precision, scale: all } => {
            let digits = u32::from(precision.saturating_sub(all - scale.min(all)));
            let most = 10_i64.checked_pow(digits).map_or(i64::MAX, |it| it - 1);
            (-most, most)
        }
        // Doubles are written digit by digit, too.
        Type::Double => (-(1 << 53), 1 << 53),
        Type::Bigint | Type::Varchar(_) | Type::String | Type::Boolean | Type::Timestamp => {
            (i64::MIN, i64::MAX)
        }
    }
}
