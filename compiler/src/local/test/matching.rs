//! Which of the rows that came is which of the expected: as many pairs as there can be, so that a row that could be
//! several never stands in the way.

/// For each left one, the right one that it is paired with, of those that `fits` allows; as many pairs as possible.
/// (Berge 1957: no path of unpaired edges improves the result.)
pub fn matching(left: usize, right: usize, fits: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let edges: Vec<Vec<usize>> =
        (0..left).map(|it| (0..right).filter(|at| fits(it, *at)).collect()).collect();
    let mut pairs = Pairs { edges: &edges, of_left: vec![None; left], of_right: vec![None; right] };
    for it in 0..left {
        let mut tried = vec![false; right];
        pairs.pair(it, &mut tried);
    }
    pairs.of_left
}

struct Pairs<'e> {
    edges: &'e [Vec<usize>],
    of_left: Vec<Option<usize>>,
    of_right: Vec<Option<usize>>,
}

impl Pairs<'_> {
    /// Pairs a left one, moving others where that makes room. It goes no deeper than there are left ones.
    fn pair(&mut self, left: usize, tried: &mut [bool]) -> bool {
        let edges = self.edges;
        let free = edges[left].iter().find(|it| self.of_right[**it].is_none());
        if let Some(right) = free {
            return self.join(left, *right);
        }
        for right in &edges[left] {
            if std::mem::replace(&mut tried[*right], true) {
                continue;
            }
            if let Some(other) = self.of_right[*right]
                && self.pair(other, tried)
            {
                return self.join(left, *right);
            }
        }
        false
    }

    fn join(&mut self, left: usize, right: usize) -> bool {
        (self.of_left[left], self.of_right[right]) = (Some(right), Some(left));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::matching;
    use proptest::prelude::*;

    /// The most pairs, by trying every choice.
    fn most(left: usize, fits: &[Vec<bool>], taken: &mut Vec<bool>) -> usize {
        if left == fits.len() {
            return 0;
        }
        let mut best = most(left + 1, fits, taken);
        for right in 0..taken.len() {
            if fits[left][right] && !taken[right] {
                taken[right] = true;
                best = best.max(1 + most(left + 1, fits, taken));
                taken[right] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn there_are_as_many_pairs_as_there_can_be(
            fits in (1_usize..6).prop_flat_map(|right| prop::collection::vec(prop::collection::vec(any::<bool>(), right), 1..6)),
        ) {
            let right = fits[0].len();
            let pairs = matching(fits.len(), right, |left, right| fits[left][right]);
            let mut taken: Vec<usize> = pairs.iter().flatten().copied().collect();
            for (left, it) in pairs.iter().enumerate() {
                prop_assert!(it.is_none_or(|it| fits[left][it]));
            }
            let count = taken.len();
            taken.sort_unstable();
            taken.dedup();
            prop_assert_eq!(taken.len(), count);
            prop_assert_eq!(count, most(0, &fits, &mut vec![false; right]));
        }
    }

    #[test]
    fn a_row_that_fits_anything_leaves_the_only_one_to_whom_it_must() {
        let fits = [[true, true], [true, false]];
        assert_eq!(matching(2, 2, |left, right| fits[left][right]), [Some(1), Some(0)]);
    }
}
