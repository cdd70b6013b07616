//! The run of a batch: the calling thread reads, dispatches and delivers; the pool's threads assess.
//!
//! Results come back through a channel. Every item between reading and delivery is in `open`, whose size is bounded by
//! the window, so that neither a slow item nor a slow host makes memory grow.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::Poll;
use std::time::Duration;

use rayon::{ScopeFifo, Yield};

use crate::assessment::Assessment;
use crate::error::{Error, ErrorKind, Result};
use crate::trace;

use super::super::control::CancelToken;
use super::super::progress::{BatchState, EventKind, ItemStatus, Phase, ProgressEvent, Totals};
use super::item::{BatchInput, BatchItem, Opened};
use super::known::Known;
use super::timer::BatchTimer;
use super::worker::{Ended, Worker};
use super::{OnEvent, Order};

/// How long to wait for results before checking for input and cancellation again.
const PAUSE: Duration = Duration::from_millis(1);

/// The state of the calling thread.
pub(super) struct Run<'a, T, F> {
    pub(super) state: BatchState,
    pub(super) timer: BatchTimer,
    pub(super) order: Order,
    pub(super) window: usize,
    pub(super) jobs: usize,
    pub(super) on_event: Option<OnEvent<'a>>,
    pub(super) sink: F,
    pub(super) next_sequence: u64,
    /// Items between reading and delivery: `None` while a worker has it.
    pub(super) open: BTreeMap<u64, Option<Ended<T>>>,
    /// The number of items that a worker has.
    pub(super) running: usize,
    /// Items read so far.
    pub(super) read: u64,
    /// The items that earlier runs did.
    pub(super) known: Known,
    /// Items that were started and given up.
    pub(super) cancelled: Vec<u64>,
}

/// Stops the workers when the calling thread leaves, by return or by panic.
struct StopOnDrop<'a>(&'a CancelToken);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl<T, F> Run<'_, T, F>
where
    T: Send,
    F: FnMut(BatchItem<T>, &BatchState) -> Result<()>,
{
    /// Runs the batch and returns its final state.
    pub(super) fn drive<'scope, I, W>(
        mut self,
        scope: &ScopeFifo<'scope>,
        worker: &'scope Worker<'scope, W>,
        source: &mut dyn FnMut(bool) -> Poll<Option<I>>,
    ) -> Result<BatchState>
    where
        I: BatchInput + 'scope,
        T: 'scope,
        W: Fn(Assessment) -> Result<T> + Sync,
    {
        let _stop = StopOnDrop(&worker.stop);
        let (sender, results) = channel();
        trace::event!(DEBUG, "batch started", done = self.state.totals.done());
        self.timer.update(&mut self.state.totals);
        if self.on_event.is_some() {
            let state = self.state.clone();
            self.emit(|| EventKind::BatchStarted { state });
        }
        let mut ended = self.read_and_deliver(scope, worker, source, &sender, &results);
        if ended.is_err() {
            worker.stop.cancel();
        }
        while self.running > 0 {
            let delivered = wait(&results, true).map_or(Ok(()), |item| match &ended {
                Ok(_) => self.take(item),
                Err(_) => self.drop_result(item),
            });
            if let Err(error) = delivered {
                worker.stop.cancel();
                ended = Err(error);
            }
        }
        self.finish(worker, ended)
    }

    /// Continues until the input ends (true) or the batch is to stop (false).
    fn read_and_deliver<'scope, I, W>(
        &mut self,
        scope: &ScopeFifo<'scope>,
        worker: &'scope Worker<'scope, W>,
        source: &mut dyn FnMut(bool) -> Poll<Option<I>>,
        sender: &Sender<Ended<T>>,
        results: &Receiver<Ended<T>>,
    ) -> Result<bool>
    where
        I: BatchInput + 'scope,
        T: 'scope,
        W: Fn(Assessment) -> Result<T> + Sync,
    {
        loop {
            while let Ok(item) = results.try_recv() {
                self.take(item)?;
            }
            self.deliver_ready()?;
            if worker.check().is_err() {
                return Ok(false);
            }
            let is_full = self.running >= self.jobs || self.open.len() >= self.window;
            // What is known begins no work.
            if is_full && !self.known.has(self.read) {
                if let Some(item) = wait(results, true) {
                    self.take(item)?;
                }
                continue;
            }
            match source(self.running == 0) {
                Poll::Ready(Some(input)) => self.begin(scope, worker, input, sender)?,
                Poll::Ready(None) => return Ok(true),
                Poll::Pending => {
                    if let Some(item) = wait(results, false) {
                        self.take(item)?;
                    }
                }
            }
        }
    }

    /// Hands an item to the pool. If an earlier run has already done it, checks that it is still the same.
    fn begin<'scope, I, W>(
        &mut self,
        scope: &ScopeFifo<'scope>,
        worker: &'scope Worker<'scope, W>,
        input: I,
        sender: &Sender<Ended<T>>,
    ) -> Result<()>
    where
        I: BatchInput + 'scope,
        T: 'scope,
        W: Fn(Assessment) -> Result<T> + Sync,
    {
        let index = self.read;
        self.read = self.read.saturating_add(1);
        // An announced total that turns out too small is discarded.
        self.state.totals.total = self.state.totals.total.filter(|total| *total >= self.read);
        if self.known.has(index) {
            return self.known.check(index, Opened::new(index, input, false).digest);
        }
        self.open.insert(index, None);
        self.running = self.running.saturating_add(1);
        let sender = sender.clone();
        scope.spawn_fifo(move |_| {
            // The receiver lives until every item has come back.
            let _ = sender.send(worker.run(index, input));
        });
        Ok(())
    }

    /// Takes an item back from its worker, and delivers the items whose turn it is.
    fn take(&mut self, ended: Ended<T>) -> Result<()> {
        self.running = self.running.saturating_sub(1);
        self.open.insert(ended.index(), Some(ended));
        self.deliver_ready()
    }

    /// Delivers the items whose turn it is.
    ///
    /// None of them is delivered while known items lie ahead, as far as the window reaches: if those turn out to have
    /// changed, the host should not have taken anything.
    fn deliver_ready(&mut self) -> Result<()> {
        let reach = u64::try_from(self.window.saturating_sub(self.open.len())).unwrap_or(u64::MAX);
        if self.known.is_within(self.read.saturating_add(reach)) {
            return Ok(());
        }
        loop {
            let mut open = self.open.iter();
            let ready = match self.order {
                Order::Input => open.next().filter(|(_, ended)| ended.is_some()),
                Order::Completion => open.find(|(_, ended)| ended.is_some()),
            };
            let Some(ended) = ready.map(|(index, _)| *index).and_then(|index| self.open.remove(&index)?)
            else {
                return Ok(());
            };
            self.deliver(ended)?;
        }
    }

    /// Takes back an item that is no longer wanted.
    fn drop_result(&mut self, ended: Ended<T>) -> Result<()> {
        self.running = self.running.saturating_sub(1);
        self.open.insert(ended.index(), Some(ended));
        Ok(())
    }

    /// Gives an item to the host, counts it, and sends its event.
    fn deliver(&mut self, ended: Ended<T>) -> Result<()> {
        let item = match ended {
            Ended::Done(item) => item,
            Ended::Cancelled(index) => {
                self.cancelled(index);
                return Ok(());
            }
        };
        let index = item.index;
        let status = if item.outcome.is_ok() { ItemStatus::Completed } else { ItemStatus::Failed };
        let event = self.on_event.is_some().then(|| event_of(&item));
        self.state.set(index, status, Some(item.digest));
        self.timer.update(&mut self.state.totals);
        if let Err(error) = (self.sink)(item, &self.state) {
            self.cancelled(index);
            return Err(error);
        }
        if let Some(event) = event {
            self.emit(|| event);
        }
        if self.timer.is_due() && self.on_event.is_some() {
            let totals = self.state.totals.clone();
            self.emit(|| EventKind::Progress(totals));
        }
        Ok(())
    }

    fn cancelled(&mut self, index: u64) {
        self.state.set(index, ItemStatus::Cancelled, None);
        self.cancelled.push(index);
    }

    /// Records how the batch ended. `ended` is whether the input is used up, or the error with which the host stopped
    /// it.
    fn finish<W>(mut self, worker: &Worker<'_, W>, ended: Result<bool>) -> Result<BatchState> {
        for index in std::mem::take(&mut self.open).into_keys() {
            self.cancelled(index);
        }
        let ended = ended.and_then(|whole| if whole { self.check_input() } else { Ok(()) }.map(|()| whole));
        let stopped = match (&ended, worker.check()) {
            (Err(_), _) => Some(Phase::Stopped),
            (Ok(true), _) if self.cancelled.is_empty() => None,
            (Ok(_), Err(error)) if error.kind() == ErrorKind::DeadlineExceeded => {
                Some(Phase::DeadlineExceeded)
            }
            (Ok(_), _) => Some(Phase::Cancelled),
        };
        self.state.phase = stopped.unwrap_or(Phase::Completed);
        self.timer.update(&mut self.state.totals);
        let Totals { completed, failed, cancelled, .. } = self.state.totals;
        trace::event!(DEBUG, "batch ended", completed = completed, failed = failed, cancelled = cancelled);
        let (totals, items) = (self.state.totals.clone(), std::mem::take(&mut self.cancelled));
        self.emit(|| match stopped {
            Some(reason) => EventKind::BatchCancelled { reason, items, totals },
            None => EventKind::BatchCompleted(totals),
        });
        ended.map(|_| self.state)
    }

    /// Checks, at the end of the input, that it held every item that an earlier run had seen.
    fn check_input(&mut self) -> Result<()> {
        self.state.totals.total = Some(self.read.max(self.state.items.end()));
        if self.read >= self.state.items.end() {
            return Ok(());
        }
        let message = format!(
            "expected at least the {} items of the resumed state, got {}: this is another input",
            self.state.items.end(),
            self.read
        );
        Err(Error::new(ErrorKind::InvalidParameter, message))
    }

    fn emit(&mut self, kind: impl FnOnce() -> EventKind) {
        if let Some(on_event) = &mut self.on_event {
            on_event(&ProgressEvent { sequence: self.next_sequence, kind: kind() });
            self.next_sequence = self.next_sequence.saturating_add(1);
        }
    }
}

/// Waits for the next result. A thread of a pool works meanwhile, because the items may be waiting for this very
/// thread. `patient` means that there is nothing else to check.
fn wait<T>(results: &Receiver<Ended<T>>, patient: bool) -> Option<Ended<T>> {
    match rayon::yield_now() {
        None if patient => results.recv().ok(),
        Some(Yield::Executed) => results.try_recv().ok(),
        _ => results.recv_timeout(PAUSE).ok(),
    }
}

fn event_of<T>(item: &BatchItem<T>) -> EventKind {
    let (index, id, input_hash) = (item.index, item.id.clone(), item.input_hash.clone());
    let digest = Some(item.digest);
    match &item.outcome {
        Ok(_) => EventKind::ItemCompleted { index, id, input_hash, digest },
        Err(error) => EventKind::ItemFailed { index, id, input_hash, digest, error: error.clone() },
    }
}
