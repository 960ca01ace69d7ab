//! Sessions: windows that last as long as the records of a key overlap or touch, each being `[time, time + gap)`.

use super::Closed;
use crate::aggregate::State;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

/// All sessions that are open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sessions {
    gap: i64,
    // INVARIANT: sessions of a key neither overlap nor touch, and each has an alarm at `alarm`, not after its end.
    open: HashMap<Box<[u8]>, Vec<Session>>,
    alarms: BinaryHeap<Reverse<(i64, Box<[u8]>)>>,
}

/// A session. A record moves its end often, so its alarm stays where it is and is set anew when it rings too early.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Session {
    start: i64,
    end: i64,
    alarm: i64,
    states: Vec<State>,
}

impl PartialEq for Sessions {
    fn eq(&self, other: &Sessions) -> bool {
        self.gap == other.gap && self.open == other.open
    }
}

impl Sessions {
    /// Sessions that this silence ends.
    pub fn new(gap: i64) -> Sessions {
        Sessions { gap, open: HashMap::new(), alarms: BinaryHeap::new() }
    }

    /// Whether a record's own window is closed and it touches none that is open.
    pub fn is_late(&self, time: i64, key: &[u8], watermark: i64) -> bool {
        let touches = |it: &Session| it.touches(time, time + self.gap);
        watermark >= time + self.gap - 1 && !self.open.get(key).is_some_and(|it| it.iter().any(touches))
    }

    /// The states of the one session that a record makes of those that it touches.
    pub fn enter(&mut self, time: i64, key: &[u8], start: impl FnOnce() -> Vec<State>) -> &mut [State] {
        let end = time + self.gap;
        if !self.open.contains_key(key) {
            self.open.insert(key.into(), Vec::new());
        }
        let sessions = self.open.get_mut(key).expect("it was put there");
        let mut touched = (0..sessions.len()).filter(|at| sessions[*at].touches(time, end));
        let (first, others) = (touched.next(), touched.collect::<BTreeSet<usize>>());
        let at = first.unwrap_or_else(|| {
            self.alarms.push(Reverse((end, key.into())));
            sessions.push(Session { start: time, end, alarm: end, states: start() });
            sessions.len() - 1
        });
        for other in others.into_iter().rev() {
            let other = sessions.remove(other);
            sessions[at].join(other);
        }
        let session = &mut sessions[at];
        session.start = session.start.min(time);
        session.end = session.end.max(end);
        &mut session.states
    }

    /// The sessions that a watermark closes.
    pub fn close(&mut self, watermark: i64) -> Vec<Closed> {
        let mut all = Vec::new();
        while let Some(Reverse((alarm, _))) = self.alarms.peek()
            && watermark >= alarm - 1
        {
            let Some(Reverse((alarm, key))) = self.alarms.pop() else { break };
            all.extend(self.ring(alarm, key, watermark));
        }
        all.sort_unstable_by(|left, right| {
            (left.end, left.start, &left.key).cmp(&(right.end, right.start, &right.key))
        });
        all
    }

    /// Closes the session of this alarm, or sets the alarm anew.
    fn ring(&mut self, alarm: i64, key: Box<[u8]>, watermark: i64) -> Option<Closed> {
        let sessions = self.open.get_mut(&key)?;
        // A session that another one has joined leaves its alarm behind.
        let at = sessions.iter().position(|it| it.alarm == alarm)?;
        let session = &mut sessions[at];
        if watermark < session.end - 1 {
            session.alarm = session.end;
            self.alarms.push(Reverse((session.end, key)));
            return None;
        }
        let Session { start, end, states, .. } = sessions.remove(at);
        if sessions.is_empty() {
            self.open.remove(&key);
        }
        Some(Closed { end, start, key, states })
    }

    /// The least watermark that rings an alarm.
    pub fn next_close(&self) -> Option<i64> {
        self.alarms.peek().map(|Reverse((alarm, _))| alarm - 1)
    }
}

impl Session {
    fn touches(&self, start: i64, end: i64) -> bool {
        start <= self.end && self.start <= end
    }

    fn join(&mut self, other: Session) {
        self.start = self.start.min(other.start);
        self.end = self.end.max(other.end);
        self.alarm = self.alarm.min(other.alarm);
        self.states.iter_mut().zip(&other.states).for_each(|(state, other)| state.merge(other));
    }
}

#[cfg(test)]
mod tests {
    use super::Sessions;
    use crate::aggregate::State;

    fn enter(sessions: &mut Sessions, time: i64) {
        let states = sessions.enter(time, b"k", || vec![State::Count(0)]);
        states[0].add(&true.into());
    }

    fn open(sessions: &Sessions) -> usize {
        sessions.open.values().map(Vec::len).sum()
    }

    fn shown(sessions: &mut Sessions, watermark: i64) -> Vec<(i64, i64, Vec<State>)> {
        sessions.close(watermark).into_iter().map(|it| (it.start, it.end, it.states)).collect()
    }

    #[test]
    fn records_exactly_the_gap_apart_are_one_session() {
        let mut sessions = Sessions::new(20);
        [0, 20, 41].into_iter().for_each(|it| enter(&mut sessions, it));
        assert_eq!(open(&sessions), 2);
        assert!(shown(&mut sessions, 38).is_empty());
        assert_eq!(shown(&mut sessions, 39), [(0, 40, vec![State::Count(2)])]);
        assert_eq!(shown(&mut sessions, 60), [(41, 61, vec![State::Count(1)])]);
    }

    #[test]
    fn a_record_between_two_sessions_makes_them_one() {
        let mut sessions = Sessions::new(10);
        [30, 0, 15].into_iter().for_each(|it| enter(&mut sessions, it));
        assert_eq!(open(&sessions), 3);
        [10, 25].into_iter().for_each(|it| enter(&mut sessions, it));
        assert_eq!(open(&sessions), 1);
        assert!(shown(&mut sessions, 38).is_empty());
        assert_eq!(shown(&mut sessions, 39), [(0, 40, vec![State::Count(5)])]);
        assert!(sessions.open.is_empty());
        sessions.close(i64::MAX);
        assert!(sessions.alarms.is_empty());
    }

    #[test]
    fn a_late_record_is_one_that_touches_nothing_open() {
        let mut sessions = Sessions::new(10);
        enter(&mut sessions, 30);
        assert!(sessions.is_late(10, b"k", 19) && !sessions.is_late(10, b"k", 18));
        assert!(!sessions.is_late(20, b"k", 35) && sessions.is_late(20, b"x", 35));
    }
}
