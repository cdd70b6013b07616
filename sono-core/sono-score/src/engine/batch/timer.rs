//! The clock of a batch, for people who wait. It never affects a score.

use std::time::{Duration, Instant};

use super::super::progress::Totals;

/// How often [`progress`](crate::engine::EventKind::Progress) events are sent: after an item, once this many items have
/// ended or this much time has passed since the last event, whichever comes first.
///
/// The defaults, 1,000 items and 500 milliseconds, give two events a second in a slow batch and one per thousand
/// items in a fast one. The other events are not throttled: there is one per item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Items between two events; 0 counts as 1, and with [`u64::MAX`] only the time decides.
    pub items: u64,
    /// Time between two events; with [`Duration::MAX`], only the number of items decides.
    pub interval: Duration,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { items: 1_000, interval: Duration::from_millis(500) }
    }
}

/// Times one run of a batch.
#[derive(Debug)]
pub(super) struct BatchTimer {
    started: Instant,
    started_unix_ms: Option<u64>,
    /// Milliseconds of earlier runs.
    before_ms: u64,
    throttle: Throttle,
    last: Instant,
    since_last: u64,
}

impl BatchTimer {
    pub(super) fn new(before_ms: u64, started_unix_ms: Option<u64>, throttle: Throttle) -> Self {
        let now = Instant::now();
        Self { started: now, started_unix_ms, before_ms, throttle, last: now, since_last: 0 }
    }

    /// Updates the times.
    pub(super) fn update(&self, totals: &mut Totals) {
        let elapsed = millis(self.started.elapsed());
        totals.elapsed_ms = self.before_ms.saturating_add(elapsed);
        totals.estimate();
        totals.estimated_end_unix_ms = match (self.started_unix_ms, totals.remaining_ms) {
            (Some(started), Some(remaining)) => {
                Some(started.saturating_add(elapsed).saturating_add(remaining))
            }
            _ => None,
        };
    }

    /// Whether it is time for a progress event, now that one more item has ended.
    pub(super) fn is_due(&mut self) -> bool {
        self.since_last = self.since_last.saturating_add(1);
        if self.since_last < self.throttle.items && self.last.elapsed() < self.throttle.interval {
            return false;
        }
        self.since_last = 0;
        self.last = Instant::now();
        true
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_comes_by_count_or_by_time() {
        let due = |items, interval| {
            let mut timer = BatchTimer::new(0, None, Throttle { items, interval });
            (0..6).map(|_| timer.is_due()).collect::<Vec<_>>()
        };
        assert_eq!(due(3, Duration::MAX), [false, false, true, false, false, true]);
        assert_eq!(due(u64::MAX, Duration::ZERO), [true; 6]);
        assert_eq!(due(0, Duration::MAX), [true; 6]);
    }
}
