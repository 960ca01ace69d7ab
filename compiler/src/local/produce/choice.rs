//! A choice between values, some of them more often than others.

use super::chance::Chance;
use pipec_runtime::encode;
use pipec_runtime::literal;
use pipec_runtime::types::Type;

/// Values as JSON; never none.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    values: Vec<Vec<u8>>,
    /// For each value, its weight and those of all before it.
    ends: Vec<u64>,
}

impl Choice {
    /// A choice between these, each as often as its weight says; none where no weight is above 0.
    pub fn weighted(values: Vec<(Vec<u8>, u64)>) -> Option<Choice> {
        let mut end = 0_u64;
        let mut choice = Choice { values: Vec::new(), ends: Vec::new() };
        for (value, weight) in values.into_iter().filter(|(_, weight)| *weight > 0) {
            end = end.checked_add(weight)?;
            choice.values.push(value);
            choice.ends.push(end);
        }
        (end > 0).then_some(choice)
    }

    /// A choice between texts, cut to what their column holds.
    pub fn texts<'t>(texts: impl IntoIterator<Item = (&'t str, u64)>, ty: Type) -> Option<Choice> {
        let most = most(ty);
        let texts: Vec<(&str, u64)> = texts.into_iter().collect();
        let fits = |text: &str| literal::fits(text, most);
        let any = texts.iter().any(|(text, _)| fits(text));
        let fitting = texts.into_iter().filter(|(text, _)| !any || fits(text));
        Choice::weighted(fitting.map(|(text, weight)| (quoted(cut(text, most)), weight)).collect())
    }

    /// The first so many values, each as often as the others; none where there are fewer.
    pub fn first(&self, count: u64) -> Option<Choice> {
        let mut values: Vec<(Vec<u8>, u64)> = Vec::new();
        for value in &self.values {
            if !values.iter().any(|(other, _)| other == value) {
                values.push((value.clone(), 1));
            }
        }
        let count = usize::try_from(count).ok().filter(|it| *it <= values.len())?;
        values.truncate(count);
        Choice::weighted(values)
    }

    /// The same choice with few of others in it, whose weights are so many of a hundred.
    pub fn with_few(&self, few: &Choice) -> Choice {
        let (all, mut rest) = (self.ends[self.ends.len() - 1], 100);
        let mut values = Vec::new();
        for (value, percent) in few.weights().filter(|(value, _)| !self.values.contains(value)) {
            let percent = percent.min(rest / 2);
            rest -= percent;
            values.push((value.clone(), percent * all));
        }
        values.extend(self.weights().map(|(value, weight)| (value.clone(), weight * rest)));
        Choice::weighted(values).unwrap_or_else(|| self.clone())
    }

    fn weights(&self) -> impl Iterator<Item = (&Vec<u8>, u64)> {
        let before = std::iter::once(0).chain(self.ends.iter().copied());
        self.values.iter().zip(self.ends.iter().zip(before).map(|(end, before)| end - before))
    }

    /// Whether this is one of the values.
    pub fn has(&self, value: &[u8]) -> bool {
        self.values.iter().any(|it| it == value)
    }

    /// The number of one of the values.
    pub fn draw(&self, chance: &mut Chance) -> u64 {
        let last = self.ends.len() - 1;
        let drawn = chance.below(self.ends[last]);
        if self.ends[last] == self.ends.len() as u64 {
            return drawn;
        }
        self.ends.partition_point(|end| *end <= drawn) as u64
    }

    /// The value of a number.
    pub fn value(&self, number: u64) -> &[u8] {
        &self.values[number as usize % self.values.len()]
    }
}

/// A text as JSON.
pub fn quoted(text: &str) -> Vec<u8> {
    let mut json = String::new();
    encode::quoted(text, &mut json);
    json.into_bytes()
}

/// The most code points that a column of texts holds.
pub fn most(ty: Type) -> u32 {
    if let Type::Varchar(most) = ty { most } else { u32::MAX }
}

/// The first code points of a text.
pub fn cut(text: &str, most: u32) -> &str {
    text.char_indices().nth(most as usize).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use crate::local::produce::chance::Chance;
    use pipec_runtime::types::Type;

    #[test]
    fn a_weight_is_how_often() {
        let choice = Choice::weighted(vec![(vec![1], 1), (vec![2], 0), (vec![3], 3)]).expect("it has weight");
        let mut chance = Chance::new(1);
        let threes = (0..4_000).filter(|_| choice.value(choice.draw(&mut chance)) == [3]).count();
        assert!((2_900..3_100).contains(&threes), "{threes}");
        assert_eq!(Choice::weighted(vec![(vec![1], 0)]), None);
    }

    #[test]
    fn texts_fit() {
        let texts = |ty| Choice::texts([("Zürich", 1), ("Bern", 1)], ty).expect("texts are there").values;
        assert_eq!(texts(Type::Varchar(4)), [b"\"Bern\""]);
        assert_eq!(texts(Type::Varchar(2)), ["\"Zü\"".as_bytes(), b"\"Be\""]);
        assert_eq!(texts(Type::String).len(), 2);
    }
}
