//! When records happened, and in which order they come.

use super::chance::Chance;
use super::request::Request;
use pipec_runtime::column::Format;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::window::Window;

/// How a record comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// After those that happened before it.
    InOrder,
    /// After one that happened later, and in time.
    OutOfOrder,
    /// When every window that it would enter is closed.
    Late,
    /// As no record at all.
    Malformed,
}

/// What decides when the records of a stream happen.
#[derive(Debug, Clone)]
pub struct Arrivals {
    seed: u64,
    start: i64,
    /// Milliseconds from one record to the next.
    interval: f64,
    shares: [(Manner, f64); 3],
    tempo: Tempo,
    /// The highest event time of a record that can be read.
    highest: Option<i64>,
}

/// The times that a stream tells apart, and how long it waits for them. All are milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tempo {
    /// From one time that can be written to the next.
    pub step: i64,
    /// The watermark's delay.
    pub delay: i64,
    /// The longest that a record keeps a window open.
    pub span: i64,
    /// Whether windows are as long as records keep coming, so that only what was before them all is late.
    pub has_sessions: bool,
}

impl Tempo {
    /// That of a stream whose event time is written so.
    pub fn new(format: Format, delay: i64, windows: &[Window]) -> Tempo {
        let step = match format {
            Format::Plain | Format::EpochMillis => 1,
            Format::EpochSeconds => 1_000,
        };
        let span = windows.iter().map(|it| match it {
            Window::Tumbling { size } | Window::Sliding { size, .. } => *size,
            Window::Session { gap } => *gap,
        });
        let is_session = |it: &Window| matches!(it, Window::Session { .. });
        Tempo { step, delay, span: span.max().unwrap_or(0), has_sessions: windows.iter().any(is_session) }
    }

    /// How many times there are between the watermark and the record that moved it there.
    pub fn room(self) -> u64 {
        ((self.delay - 1) / self.step).unsigned_abs()
    }

    /// The farthest that a record lies before the others.
    pub fn farthest(self) -> i64 {
        2 * self.behind() + self.step
    }

    /// How far before the highest event time, or before all of them, every window is closed.
    fn behind(self) -> i64 {
        self.delay.saturating_add(self.span).saturating_add(1).min(Timestamp::LAST.0)
    }
}

impl Arrivals {
    /// The arrivals that are asked for.
    pub fn new(request: &Request, tempo: Tempo) -> Arrivals {
        let Request { malformed, late, out_of_order, .. } = *request;
        Arrivals {
            seed: request.seed.wrapping_add(1),
            start: request.start.0,
            interval: 1_000.0 / request.rate,
            shares: [
                (Manner::Malformed, malformed),
                (Manner::Late, late),
                (Manner::OutOfOrder, out_of_order),
            ],
            tempo,
            highest: None,
        }
    }

    /// How the record of this number comes, and when it happened; none where that cannot be written.
    pub fn next(&mut self, index: u64) -> Option<(Manner, i64)> {
        let mut chance = Chance::of(self.seed, index);
        let since = (index as f64 + chance.fraction()) * self.interval;
        let slot = self.start.saturating_add(since as i64);
        let time = slot - slot.rem_euclid(self.tempo.step);
        if time > Timestamp::LAST.0 {
            return None;
        }
        Some(match (self.manner(&mut chance), self.highest) {
            (Manner::Malformed, _) => (Manner::Malformed, time),
            (Manner::Late, Some(highest)) => (Manner::Late, self.late(highest, &mut chance)),
            (Manner::OutOfOrder, Some(highest)) if self.tempo.room() > 0 => {
                let steps = 1 + chance.below(self.tempo.room()) as i64;
                (Manner::OutOfOrder, highest - steps * self.tempo.step)
            }
            (Manner::InOrder | Manner::OutOfOrder | Manner::Late, _) => {
                self.highest = self.highest.max(Some(time));
                (Manner::InOrder, time)
            }
        })
    }

    fn manner(&self, chance: &mut Chance) -> Manner {
        let mut rest = chance.fraction();
        for (manner, share) in self.shares {
            if rest < share {
                return manner;
            }
            rest -= share;
        }
        Manner::InOrder
    }

    /// A time whose windows are all closed.
    fn late(&self, highest: i64, chance: &mut Chance) -> i64 {
        let from = if self.tempo.has_sessions {
            self.start - self.start.rem_euclid(self.tempo.step)
        } else {
            highest
        };
        let behind = self.tempo.behind();
        let time = from - behind - chance.up_to(behind.unsigned_abs()) as i64;
        time - time.rem_euclid(self.tempo.step)
    }
}
