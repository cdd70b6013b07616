//! Assessing many submissions, streamed, on a thread pool, in bounded memory. `docs/batch.md` explains it to hosts.

mod item;
mod known;
mod run;
#[cfg(test)]
mod tests;
mod timer;
mod worker;

use std::collections::BTreeMap;
use std::fmt;
use std::task::Poll;
use std::time::{Duration, Instant};

use rayon::ThreadPool;

use crate::assessment::Assessment;
use crate::error::Result;

use super::Engine;
use super::control::CancelToken;
use super::progress::{BatchState, ProgressEvent};

use known::Known;
use run::Run;
use timer::BatchTimer;
use worker::Worker;

pub use item::{BatchInput, BatchItem};
pub use timer::Throttle;

/// Items per thread in the default window: enough that no thread waits for a slow neighbour.
const WINDOW_PER_THREAD: usize = 8;

/// The host's callback for events.
type OnEvent<'a> = Box<dyn FnMut(&ProgressEvent) + 'a>;

/// The order in which results are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The order of the input.
    #[default]
    Input,
    /// As soon as they are ready.
    Completion,
}

/// Configures and runs a batch. Made by [`Engine::batch`].
///
/// The calling thread reads the input, delivers the results and calls back; the threads of a rayon pool assess. No
/// other thread is started. The caller may itself be a thread of that pool.
///
/// An item that cannot be read, fails or panics is a failed item, and the batch continues. A batch is stopped by a
/// cancelled [token](Self::cancel), the [deadline of the batch](Self::batch_deadline), or an error returned by the
/// host's own `sink`. Items then in progress end during their assessment, at the next check of the
/// [`Control`](super::Control).
pub struct Batch<'a> {
    engine: &'a Engine,
    pool: Option<&'a ThreadPool>,
    jobs: Option<usize>,
    window: Option<usize>,
    order: Order,
    cancel: CancelToken,
    item_deadline: Option<Duration>,
    batch_deadline: Option<Duration>,
    throttle: Throttle,
    on_event: Option<OnEvent<'a>>,
    total: Option<u64>,
    started_unix_ms: Option<u64>,
    resume: Option<BatchState>,
    retry_failed: bool,
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("order", &self.order).finish_non_exhaustive()
    }
}

impl Engine {
    /// Begins the configuration of a batch.
    pub fn batch(&self) -> Batch<'_> {
        Batch {
            engine: self,
            pool: None,
            jobs: None,
            window: None,
            order: Order::default(),
            cancel: CancelToken::new(),
            item_deadline: None,
            batch_deadline: None,
            throttle: Throttle::default(),
            on_event: None,
            total: None,
            started_unix_ms: None,
            resume: None,
            retry_failed: false,
        }
    }
}

impl<'a> Batch<'a> {
    /// The pool to work on. By default the pool that the calling thread belongs to, else rayon's global one.
    #[must_use]
    pub fn pool(mut self, pool: &'a ThreadPool) -> Self {
        self.pool = Some(pool);
        self
    }

    /// The number of items assessed at the same time, at least 1. By default, the number of the pool's threads.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = Some(jobs.max(1));
        self
    }

    /// The number of items held at the same time, at least 1: those read ahead, those in progress, and those that wait
    /// for an earlier one to be delivered. By default, eight per thread of the pool.
    ///
    /// Memory is bounded by this number of submissions and results, in whatever order the items finish.
    #[must_use]
    pub fn window(mut self, items: usize) -> Self {
        self.window = Some(items.max(1));
        self
    }

    /// The order of the results; that of the input by default.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Stops the batch when the token is cancelled. Results that are ready by then are still delivered.
    #[must_use]
    pub fn cancel(mut self, token: &CancelToken) -> Self {
        self.cancel = token.clone();
        self
    }

    /// The time that one item may take, from the moment a worker takes it. An item that takes longer fails with
    /// [`ErrorKind::DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded).
    #[must_use]
    pub fn item_deadline(mut self, time: Duration) -> Self {
        self.item_deadline = Some(time);
        self
    }

    /// The time that this run may take. It then stops as if cancelled: items in progress are cancelled, not failed.
    #[must_use]
    pub fn batch_deadline(mut self, time: Duration) -> Self {
        self.batch_deadline = Some(time);
        self
    }

    /// A callback for events, on the calling thread. The event of an item follows the delivery of its result.
    #[must_use]
    pub fn on_event(mut self, callback: impl FnMut(&ProgressEvent) + 'a) -> Self {
        self.on_event = Some(Box::new(callback));
        self
    }

    /// How often progress events are sent.
    #[must_use]
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = throttle;
        self
    }

    /// The number of items, if the iterator cannot tell. It only serves to estimate the end.
    #[must_use]
    pub fn total(mut self, items: u64) -> Self {
        self.total = Some(items);
        self
    }

    /// The current time, in milliseconds of Unix time. With it, the state can tell when the batch started and when it
    /// is likely to end.
    #[must_use]
    pub fn started_unix_ms(mut self, now: u64) -> Self {
        self.started_unix_ms = Some(now);
        self
    }

    /// Goes on where a batch stopped. Give it the same input from its beginning: what the state knows as completed
    /// or failed is read past and not delivered again; the rest is done, including what was cancelled.
    ///
    /// Items read past are compared with what the state knows of them ([`ItemRun::digest`](super::ItemRun::digest)). If
    /// any has another content, key or place, the batch ends with an error before it begins an item behind them; what
    /// lies before them is held back until then, as far as the [window](Self::window) reaches. More items at the end of
    /// the input are no change.
    #[must_use]
    pub fn resume(mut self, state: BatchState) -> Self {
        self.resume = Some(state);
        self
    }

    /// Has a resumed batch do failed items again; they may have changed.
    #[must_use]
    pub fn retry_failed(mut self, retry: bool) -> Self {
        self.retry_failed = retry;
        self
    }

    /// Runs the batch on any iterator, and returns where it ended.
    ///
    /// `sink` takes each result together with the state that includes it. A host that stores both in one step can
    /// resume after a crash without losing a result or doing an item twice.
    ///
    /// ```
    /// # use sono_score as sono_core;
    /// use sono_core::engine::Engine;
    /// use sono_core::submission::Submission;
    ///
    /// # fn main() -> sono_core::Result<()> {
    /// let engine = Engine::builder().build()?;
    /// let submissions = ["x = 1\n", "y = 2\n"].map(Submission::code);
    /// let mut scores = Vec::new();
    /// let state = engine.batch().run(submissions, |item, _| {
    ///     scores.push(item.outcome.map(|assessment| assessment.overall_score));
    ///     Ok(())
    /// })?;
    /// assert_eq!((scores.len(), state.totals.completed), (2, 2));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors that `sink` returns, after which nothing more is delivered; and
    /// [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) when the resumed state is of another engine,
    /// rubric or input, or does not say of which. A batch that is cancelled or runs out of time is no error: its state says so.
    pub fn run<I, F>(self, inputs: I, sink: F) -> Result<BatchState>
    where
        I: IntoIterator,
        I::Item: BatchInput,
        F: FnMut(BatchItem, &BatchState) -> Result<()>,
    {
        let mut inputs = inputs.into_iter();
        let announced = match inputs.size_hint() {
            (low, Some(high)) if low == high => u64::try_from(low).ok(),
            _ => None,
        };
        let batch = Self { total: self.total.or(announced), ..self };
        batch.run_with(|_| Poll::Ready(inputs.next()), Ok, sink)
    }

    /// Runs the batch on a source that may have nothing for now, and has the workers make of each assessment what
    /// the host wants to take (JSON, say), so that the calling thread need not.
    ///
    /// `source` returns the next item, [`Poll::Ready`] of `None` at the end, or [`Poll::Pending`] when nothing has
    /// come yet. It is told whether it may wait: without items under way it may block, and then should return
    /// [`Poll::Pending`] now and again, for only between its calls are a cancelled token and a deadline noticed.
    ///
    /// # Errors
    /// As [`Batch::run`]. An error of `finish` is that of the item.
    pub fn run_with<I, T, W, F>(
        self,
        mut source: impl FnMut(bool) -> Poll<Option<I>>,
        finish: W,
        sink: F,
    ) -> Result<BatchState>
    where
        I: BatchInput,
        T: Send,
        W: Fn(Assessment) -> Result<T> + Sync,
        F: FnMut(BatchItem<T>, &BatchState) -> Result<()>,
    {
        let threads = match self.pool {
            Some(pool) => pool.current_num_threads(),
            None => rayon::current_num_threads(),
        };
        let (mut state, known) = match self.resume {
            Some(state) => {
                state.check_engine(self.engine)?;
                let state = state.reopened(self.retry_failed);
                let known = Known::of(&state.items)?;
                (state, known)
            }
            None => (BatchState::new(self.engine), Known::default()),
        };
        state.totals.total = self.total.or(state.totals.total);
        state.started_unix_ms = state.started_unix_ms.or(self.started_unix_ms);
        let worker = Worker {
            engine: self.engine,
            finish,
            stop: self.cancel.child(),
            item_deadline: self.item_deadline,
            batch_deadline: self.batch_deadline.and_then(|time| Instant::now().checked_add(time)),
        };
        let run = Run {
            timer: BatchTimer::new(state.totals.elapsed_ms, self.started_unix_ms, self.throttle),
            state,
            order: self.order,
            window: self.window.unwrap_or(threads.saturating_mul(WINDOW_PER_THREAD)),
            jobs: self.jobs.unwrap_or(usize::MAX),
            on_event: self.on_event,
            sink,
            next_sequence: 0,
            open: BTreeMap::new(),
            running: 0,
            read: 0,
            known,
            cancelled: Vec::new(),
        };
        match self.pool {
            Some(pool) => pool.in_place_scope_fifo(|scope| run.drive(scope, &worker, &mut source)),
            None => rayon::in_place_scope_fifo(|scope| run.drive(scope, &worker, &mut source)),
        }
    }
}
