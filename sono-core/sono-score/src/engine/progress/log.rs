//! A log of progress events for watchers that join late or return.

use std::collections::VecDeque;

use super::{BatchState, EventKind, ProgressEvent, Snapshot};

/// The state of a batch and its latest events, for watchers that join late or return.
///
/// The host records each event before it forwards it. Memory is bounded by the number of events kept.
///
/// ```
/// # use sono_score as sono_core;
/// use sono_core::engine::{Engine, ProgressLog};
/// use sono_core::submission::Submission;
///
/// # fn main() -> sono_core::Result<()> {
/// let engine = Engine::builder().build()?;
/// let mut log = ProgressLog::new(100);
/// let submissions = ["x = 1\n", "y = 2\n"].map(Submission::code);
/// engine.batch().on_event(|event| log.record(event)).run(submissions, |_, _| Ok(()))?;
///
/// // One who has seen the start gets the rest, one who comes late the state.
/// assert_eq!(log.after(Some(0)).events.len(), 3);
/// let late = log.after(None);
/// assert_eq!(late.snapshot.map(|snapshot| snapshot.state.totals.completed), Some(2));
/// assert!(late.events.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct ProgressLog {
    state: Option<BatchState>,
    events: VecDeque<ProgressEvent>,
    capacity: usize,
}

/// The messages to send to a watcher before new events: a snapshot, if it has missed too much, and the events it
/// missed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CatchUp {
    /// The state, to be sent first; `None` for a watcher that continues where it left off.
    pub snapshot: Option<Snapshot>,
    /// The events to be sent next.
    pub events: Vec<ProgressEvent>,
}

impl ProgressLog {
    /// A log that keeps this many events, at least one.
    pub fn new(capacity: usize) -> Self {
        Self { state: None, events: VecDeque::new(), capacity: capacity.max(1) }
    }

    /// Adds the next event of a batch. The start of a run drops the events of the run before.
    pub fn record(&mut self, event: &ProgressEvent) {
        match (&event.kind, &mut self.state) {
            (EventKind::BatchStarted { state }, _) => {
                self.events.clear();
                self.state = Some(state.clone());
            }
            (_, Some(state)) => state.apply(event),
            // Without a start there is no state that the event could be applied to.
            (_, None) => return,
        }
        if self.events.len() >= self.capacity {
            self.events.pop_front();
        }
        self.events.push_back(event.clone());
    }

    /// The state after the last event; `None` before the first.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let sequence = self.events.back()?.sequence;
        self.state.clone().map(|state| Snapshot { sequence, state })
    }

    /// The messages for a watcher whose last event had this sequence number; `None` for a new watcher.
    ///
    /// It gets the events after that one if they are still kept, else a snapshot. Sequence numbers start anew in each
    /// run: after resuming a batch, treat all watchers as new.
    pub fn after(&self, sequence: Option<u64>) -> CatchUp {
        let oldest = self.events.front().map_or(0, |event| event.sequence);
        // One past the last event, so that a number from another run is not mistaken for one from this run.
        let next = self.events.back().map_or(0, |event| event.sequence.saturating_add(1));
        let missed = sequence.map(|sequence| sequence.saturating_add(1));
        match missed.filter(|missed| (oldest..=next).contains(missed)) {
            Some(missed) => {
                let events = self.events.iter().filter(|event| event.sequence >= missed);
                CatchUp { snapshot: None, events: events.cloned().collect() }
            }
            None => CatchUp { snapshot: self.snapshot(), events: Vec::new() },
        }
    }
}
