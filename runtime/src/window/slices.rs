//! Tumbling and sliding windows, cut into slices of one slide: a record enters one slice, and a window that closes merges
//! its slices.

use super::Closed;
use crate::aggregate::State;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What the records of one slice have left, by key. Its order does not matter: what is given is sorted.
type Slice = HashMap<Box<[u8]>, Vec<State>>;

/// The slices of all windows that are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slices {
    size: i64,
    slide: i64,
    // INVARIANT: the last window of each slice is open, and no slice is empty.
    slices: BTreeMap<i64, Slice>,
    /// The end of the first window that has something in it and is not closed, if that is known.
    next: Option<i64>,
}

impl Slices {
    /// Windows of this size, a multiple of the slide.
    pub fn new(size: i64, slide: i64) -> Slices {
        Slices { size, slide, slices: BTreeMap::new(), next: None }
    }

    /// The start of the slice of a time.
    fn slice(&self, time: i64) -> i64 {
        time - time.rem_euclid(self.slide)
    }

    /// Whether the last window of a time is closed.
    pub fn is_late(&self, time: i64, watermark: i64) -> bool {
        watermark >= self.slice(time) + self.size - 1
    }

    /// The states of a key in the slice of a time.
    pub fn enter(
        &mut self,
        time: i64,
        key: &[u8],
        watermark: Option<i64>,
        start: impl FnOnce() -> Vec<State>,
    ) -> &mut [State] {
        let at = self.slice(time);
        // A window that the watermark has passed stays closed, also where it had no record to be given for.
        let open = watermark.map(|it| self.slice(it + 1) + self.slide);
        let end = open.map_or(at + self.slide, |it| it.max(at + self.slide));
        self.next = Some(self.next.map_or(end, |it| it.min(end)));
        let slice = self.slices.entry(at).or_default();
        if !slice.contains_key(key) {
            slice.insert(key.into(), start());
        }
        slice.get_mut(key).expect("it was put there")
    }

    /// The windows that a watermark closes.
    pub fn close(&mut self, watermark: i64) -> Vec<Closed> {
        let mut all = Vec::new();
        while let Some(end) = self.next.filter(|it| watermark >= it - 1) {
            let start = end - self.size;
            let mut closed = self.take(start, end);
            closed.sort_unstable_by(|left, right| left.key.cmp(&right.key));
            all.extend(closed);
            self.next = self.slices.first_key_value().map(|(at, _)| (at + self.slide).max(end + self.slide));
        }
        all
    }

    /// The window of these bounds. Its first slice, and whatever stands before it, is in no later one.
    fn take(&mut self, start: i64, end: i64) -> Vec<Closed> {
        let mut merged = self.slices.remove(&start).unwrap_or_default();
        self.slices = self.slices.split_off(&start);
        for slice in self.slices.range(start..end).map(|(_, it)| it) {
            for (key, states) in slice {
                match merged.get_mut(key) {
                    Some(before) => {
                        before.iter_mut().zip(states).for_each(|(before, state)| before.merge(state));
                    }
                    None => drop(merged.insert(key.clone(), states.clone())),
                }
            }
        }
        merged.into_iter().map(|(key, states)| Closed { end, start, key, states }).collect()
    }

    /// The least watermark that closes a window.
    pub fn next_close(&self) -> Option<i64> {
        self.next.map(|it| it - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Slices;
    use crate::aggregate::State;

    fn shown(slices: &mut Slices, watermark: i64) -> Vec<(i64, i64, u8, i64)> {
        let closed = slices.close(watermark);
        let count = |states: &[State]| match states {
            [State::Count(count)] => *count,
            _ => -1,
        };
        closed.iter().map(|it| (it.start, it.end, it.key[0], count(&it.states))).collect()
    }

    fn enter(slices: &mut Slices, time: i64, key: u8, watermark: Option<i64>) {
        let states = slices.enter(time, &[key], watermark, || vec![State::Count(0)]);
        states[0].add(&true.into());
    }

    #[test]
    fn a_record_is_in_each_window_over_its_time_that_is_open() {
        let mut slices = Slices::new(60, 20);
        enter(&mut slices, 5, b'a', None);
        enter(&mut slices, 25, b'a', None);
        enter(&mut slices, 25, b'b', None);
        assert!(shown(&mut slices, 18).is_empty());
        assert_eq!(shown(&mut slices, 19), [(-40, 20, b'a', 1)]);
        enter(&mut slices, 5, b'a', Some(19));
        assert_eq!(shown(&mut slices, 58), [(-20, 40, b'a', 3), (-20, 40, b'b', 1)]);
        assert!(!slices.is_late(5, 58) && slices.is_late(5, 59));
        assert_eq!(
            shown(&mut slices, i64::MAX),
            [(0, 60, b'a', 3), (0, 60, b'b', 1), (20, 80, b'a', 1), (20, 80, b'b', 1)]
        );
        assert!(slices.slices.is_empty());
    }

    #[test]
    fn a_window_that_was_empty_when_the_watermark_passed_it_stays_closed() {
        for (watermark, ends) in
            [(18, vec![20, 40, 60]), (19, vec![40, 60]), (38, vec![40, 60]), (39, vec![60])]
        {
            let mut slices = Slices::new(60, 20);
            slices.enter(5, b"a", Some(watermark), || vec![State::Count(1)]);
            let closed: Vec<i64> = shown(&mut slices, i64::MAX).into_iter().map(|it| it.1).collect();
            assert_eq!(closed, ends, "{watermark}");
        }
    }

    #[test]
    fn windows_without_records_are_passed_over_at_once() {
        let mut slices = Slices::new(2, 1);
        enter(&mut slices, -1_000_000_000_000_000, b'a', None);
        enter(&mut slices, 1_000_000_000_000_000, b'a', None);
        assert_eq!(shown(&mut slices, 999_999_999_999_999).len(), 2);
        assert_eq!(shown(&mut slices, i64::MAX).len(), 2);
    }
}
