//! Chance from a seed: SplitMix64, the same numbers on every machine and for ever.
//!
//! It is published, and shorter than what a library would want to be told. Libraries promise the numbers of a generator
//! at most, never the ranges and picks that are made of them, which are what a record shows.

/// What one number becomes the next by: the golden ratio of 2^64.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A sequence of numbers that look random.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The sequence of one record: what happens to it changes nothing in the next.
    pub fn of(seed: u64, record: u64) -> Chance {
        Chance(mixed(mixed(seed).wrapping_add(record)))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed_up(self.0)
    }

    /// A number below this one, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.up_to(end - 1)
    }

    /// A number up to this one.
    pub fn up_to(&mut self, most: u64) -> u64 {
        ((u128::from(self.next()) * (u128::from(most) + 1)) >> 64) as u64
    }

    /// A number from 0 to less than 1.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True for so many of a hundred.
    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// A number from -6 to 6 in units of 2^-32, normally distributed: the sum of twelve that are evenly so. Logarithms
    /// would differ from machine to machine.
    pub fn normal(&mut self) -> i64 {
        let halves = (0..6).map(|_| self.next()).map(|it| (it >> 32) + (it & 0xFFFF_FFFF));
        halves.sum::<u64>() as i64 - (6 << 32)
    }
}

/// A number that looks unlike this one, and unlike that of any other.
pub fn mixed(number: u64) -> u64 {
    mixed_up(number.wrapping_add(STEP))
}

fn mixed_up(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn it_is_splitmix64() {
        let mut chance = Chance::new(1_234_567);
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(published.map(|_| chance.next()), published);
    }

    #[test]
    fn ranges_are_met_to_their_ends() {
        let mut chance = Chance::new(7);
        let drawn: Vec<u64> = (0..200).map(|_| chance.below(3)).collect();
        assert!((0..3).all(|it| drawn.contains(&it)) && drawn.iter().all(|it| *it < 3));
        assert_eq!(chance.up_to(0), 0);
        assert!((0..200).map(|_| chance.up_to(u64::MAX)).any(|it| it > u64::MAX / 2));
    }

    #[test]
    fn two_thirds_are_within_a_deviation() {
        let mut chance = Chance::new(7);
        let within = (0..10_000).filter(|_| chance.normal().abs() < 1 << 32).count();
        assert!((6_700..7_000).contains(&within), "{within}");
    }
}
