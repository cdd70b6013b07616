//! Many submissions through a door: the host puts items in and takes results out, at its own pace.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sono_score::assessment::Assessment;
use sono_score::engine::{
    Batch, BatchInput, BatchItem, BatchState, CancelToken, Engine, EventKind, ItemStatus, Order,
    ProgressEvent, Throttle,
};
use sono_score::error::{Error, ErrorKind, Result};
use sono_score::hash::FieldHasher;
use sono_score::json;
use sono_score::json::problems::{Pointer, Problems};
use sono_score::submission::Submission;
use sono_syntax::text::PositionEncoding;

use super::door::Door;
use super::reader::{self, Fields};

/// Items per thread that are held at a time, unless the host sets another number.
const WINDOW_PER_THREAD: usize = 8;
/// The most threads that are started when the host does not set a number.
const MOST_THREADS: usize = 64;
/// The time that the driving thread waits for input before it checks tokens and deadlines again.
const PAUSE: Duration = Duration::from_millis(5);

/// How a batch runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("required" = []))]
pub struct BatchOptions {
    /// How many items are assessed at the same time, at least 1: so many threads are started. By default one per
    /// processor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub jobs: Option<usize>,
    /// How many items may be held at the same time, at least 1. By default eight per thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub window: Option<usize>,
    /// The order of the results.
    pub order: ResultOrder,
    /// Milliseconds that one item may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_deadline_ms: Option<u64>,
    /// Milliseconds that the batch may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_deadline_ms: Option<u64>,
    /// How many items there are, for the estimated end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// The time of the start, in milliseconds of Unix time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_unix_ms: Option<u64>,
    /// Go on where a batch stopped, with the same input from its beginning. The batch is refused if any item that is done
    /// has another submission, key or place than it had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume: Option<BatchState>,
    /// Do failed items of a resumed batch again; they may have changed.
    pub retry_failed: bool,
    /// Whether events are wanted.
    pub events: bool,
    /// Most items between two events of progress; 1,000 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress_items: Option<u64>,
    /// Most milliseconds between two events of progress; 500 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress_ms: Option<u64>,
}

/// In which order results come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultOrder {
    /// As the items came in.
    #[default]
    Input,
    /// As soon as they are ready.
    Completion,
}

impl BatchOptions {
    /// Reads options from JSON text; an empty text means no options.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`], or [`ErrorKind::InvalidOptions`] with every problem.
    pub fn from_json(text: &str) -> Result<Self> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let mut problems = reader::problems();
        let value = json::parse(text, &mut problems)?;
        let options = Self::read(value, &mut problems).unwrap_or_default();
        problems.into_result(ErrorKind::InvalidOptions, "the options of the batch are not valid")?;
        Ok(options)
    }

    fn read(value: Value, problems: &mut Problems) -> Option<Self> {
        let mut fields = Fields::of(value, Pointer::Root(""), "an object of options", problems)?;
        let options = Self {
            jobs: fields.at_least_one("jobs"),
            window: fields.at_least_one("window"),
            order: fields.choice("order", &["input", "completion"]).unwrap_or_default(),
            item_deadline_ms: fields.whole("item_deadline_ms"),
            batch_deadline_ms: fields.whole("batch_deadline_ms"),
            total: fields.whole("total"),
            started_unix_ms: fields.whole("started_unix_ms"),
            resume: fields.optional("resume"),
            retry_failed: fields.flag("retry_failed"),
            events: fields.flag("events"),
            progress_items: fields.whole("progress_items"),
            progress_ms: fields.whole("progress_ms"),
        };
        fields.finish();
        Some(options)
    }

    fn threads(&self) -> usize {
        let processors = || thread::available_parallelism().map_or(1, |count| count.get().min(MOST_THREADS));
        self.jobs.unwrap_or_else(processors).max(1)
    }
}

/// An item in JSON text; the worker that assesses it reads it.
#[derive(Debug, Clone)]
pub struct JsonInput {
    /// The host's key.
    pub id: Option<String>,
    /// The submission, or the reason why there is none.
    pub submission: Result<String>,
    /// The unit of positions, if the submission names none.
    pub encoding: PositionEncoding,
}

impl BatchInput for JsonInput {
    fn id(&self) -> Option<String> {
        self.id.clone()
    }

    fn content_hash(&self) -> Option<String> {
        let parts = match &self.submission {
            Ok(text) => ["submission", text, self.encoding.as_str()],
            Err(error) => ["error", error.kind().as_str(), error.message()],
        };
        Some(FieldHasher::hex_of(parts))
    }

    fn read(self) -> Result<Submission> {
        Submission::from_json_in(&self.submission?, self.encoding)
    }
}

/// A message from a [`BatchStream`]. `T` is the type into which the host turns each assessment.
#[derive(Debug, Clone, PartialEq)]
pub enum BatchMessage<T> {
    /// A result.
    Item(Box<BatchItem<T>>),
    /// A progress event; only if the options ask for events.
    Event(Box<ProgressEvent>),
    /// The batch is over: always the last message.
    End(Box<Result<BatchState>>),
}

/// A batch under way.
///
/// Its own threads work: one that drives the batch, and a pool of [`BatchOptions::jobs`]. They end with the batch, or
/// soon after the stream is dropped. The host puts items in while [`BatchStream::wants_input`], and takes messages
/// out with [`BatchStream::next`]; both may happen on one thread, or on several.
pub struct BatchStream<T> {
    /// The sender of items; `None` once the input has ended.
    input: Mutex<Option<Sender<JsonInput>>>,
    messages: Mutex<Receiver<BatchMessage<T>>>,
    /// Items put in whose results were not taken yet.
    held: AtomicUsize,
    window: usize,
    /// The items that earlier runs did; they have no results here.
    done: Mutex<Done>,
    /// The state of the batch after the messages that were taken so far; `None` before it has begun.
    state: Mutex<Option<BatchState>>,
    /// Whether events are passed on.
    events: bool,
    cancel: CancelToken,
}

/// The items that a resumed batch skips.
#[derive(Debug, Default)]
struct Done {
    next: u64,
    state: Option<BatchState>,
    retry_failed: bool,
}

impl Done {
    /// Whether the next item is skipped.
    fn next(&mut self) -> bool {
        let index = self.next;
        self.next = index.saturating_add(1);
        match self.state.as_ref().and_then(|state| state.items.get(index)) {
            Some(ItemStatus::Completed) => true,
            Some(ItemStatus::Failed) => !self.retry_failed,
            _ => false,
        }
    }
}

impl<T> fmt::Debug for BatchStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchStream").field("held", &self.held).finish_non_exhaustive()
    }
}

impl<T> Drop for BatchStream<T> {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Door {
    /// Begins a batch. The workers call `finish` to turn each assessment into the value that the host takes.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the system cannot start a thread.
    pub fn batch_stream<T: Send + 'static>(
        &self,
        options: BatchOptions,
        cancel: &CancelToken,
        finish: impl Fn(Assessment) -> Result<T> + Send + Sync + 'static,
    ) -> Result<BatchStream<T>> {
        let threads = options.threads();
        let window = options.window.unwrap_or(threads.saturating_mul(WINDOW_PER_THREAD)).max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|index| format!("sono-batch-{index}"))
            .build()
            .map_err(|error| Error::new(ErrorKind::Io, format!("cannot start threads: {error}")))?;
        let (input, items) = mpsc::channel();
        let (sender, messages) = mpsc::channel();
        let cancel = cancel.child();
        let engine = Arc::clone(self.engine());
        let events = options.events;
        let done = Done { next: 0, state: options.resume.clone(), retry_failed: options.retry_failed };
        let token = cancel.clone();
        let drive = move || {
            let run = || drive(&engine, &pool, options, window, &token, &items, &sender, finish);
            // A panic here is a defect; the host learns of it instead of waiting for ever.
            let ended = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
                Err(Error::new(ErrorKind::Internal, sono_score::error::describe_panic(&*payload)))
            });
            // Nobody listens after the stream was dropped.
            let _ = sender.send(BatchMessage::End(Box::new(ended)));
        };
        thread::Builder::new().name("sono-batch".to_owned()).spawn(drive)?;
        Ok(BatchStream {
            input: Mutex::new(Some(input)),
            messages: Mutex::new(messages),
            held: AtomicUsize::new(0),
            window,
            done: Mutex::new(done),
            state: Mutex::new(None),
            events,
            cancel,
        })
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one thread's work, used once")]
fn drive<T: Send>(
    engine: &Engine,
    pool: &rayon::ThreadPool,
    options: BatchOptions,
    window: usize,
    cancel: &CancelToken,
    items: &Receiver<JsonInput>,
    sender: &Sender<BatchMessage<T>>,
    finish: impl Fn(Assessment) -> Result<T> + Sync,
) -> Result<BatchState> {
    let batch = engine.batch().pool(pool).window(window).cancel(cancel).on_event(|event| {
        let _ = sender.send(BatchMessage::Event(Box::new(event.clone())));
    });
    let mut batch = configured(batch, &options);
    if let Some(state) = options.resume {
        batch = batch.resume(state).retry_failed(options.retry_failed);
    }
    let source = |may_wait: bool| {
        if may_wait {
            return match items.recv_timeout(PAUSE) {
                Ok(item) => Poll::Ready(Some(item)),
                Err(RecvTimeoutError::Timeout) => Poll::Pending,
                Err(RecvTimeoutError::Disconnected) => Poll::Ready(None),
            };
        }
        match items.try_recv() {
            Ok(item) => Poll::Ready(Some(item)),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => Poll::Ready(None),
        }
    };
    batch.run_with(source, finish, |item, _| {
        sender
            .send(BatchMessage::Item(Box::new(item)))
            .map_err(|_| Error::new(ErrorKind::Cancelled, "nobody takes the results any more"))
    })
}

fn configured<'a>(mut batch: Batch<'a>, options: &BatchOptions) -> Batch<'a> {
    let order = match options.order {
        ResultOrder::Input => Order::Input,
        ResultOrder::Completion => Order::Completion,
    };
    batch = batch.order(order);
    if let Some(time) = options.item_deadline_ms {
        batch = batch.item_deadline(Duration::from_millis(time));
    }
    if let Some(time) = options.batch_deadline_ms {
        batch = batch.batch_deadline(Duration::from_millis(time));
    }
    if let Some(total) = options.total {
        batch = batch.total(total);
    }
    if let Some(now) = options.started_unix_ms {
        batch = batch.started_unix_ms(now);
    }
    let mut throttle = Throttle::default();
    if let Some(items) = options.progress_items {
        throttle.items = items;
    }
    if let Some(time) = options.progress_ms {
        throttle.interval = Duration::from_millis(time);
    }
    batch.throttle(throttle)
}

impl<T> BatchStream<T> {
    /// Whether there is room for an item within the window.
    pub fn wants_input(&self) -> bool {
        self.held.load(Ordering::Acquire) < self.window && self.lock_input().is_some()
    }

    /// Puts an item in. The host must heed [`BatchStream::wants_input`]; items beyond the window are held in memory.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCall`] after [`BatchStream::end_input`]. After the batch has ended (cancelled, say) items
    /// are dropped; the last message says how it ended.
    pub fn push(&self, item: JsonInput) -> Result<()> {
        let input = self.lock_input();
        let Some(sender) = &*input else {
            return Err(Error::new(ErrorKind::InvalidCall, "an item came after the end of the input"));
        };
        if !self.done.lock().unwrap_or_else(PoisonError::into_inner).next() {
            self.held.fetch_add(1, Ordering::AcqRel);
        }
        // The batch no longer listens when it has ended, and then says so.
        let _ = sender.send(item);
        Ok(())
    }

    /// Marks the end of the input.
    pub fn end_input(&self) {
        self.lock_input().take();
    }

    /// Stops the batch. Results that are ready are still delivered, and the last message says that it was cancelled.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// The next message; `None` after the last. Waits up to the limit; without a limit it waits until there is a
    /// message, for which another thread must put items in.
    pub fn next(&self, limit: Option<Duration>) -> Poll<Option<BatchMessage<T>>> {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let message = match limit {
                Some(limit) => messages.recv_timeout(limit),
                None => messages.recv().map_err(RecvTimeoutError::from),
            };
            return match message {
                Ok(message) => {
                    self.note(&message);
                    if matches!(message, BatchMessage::Event(_)) && !self.events {
                        continue;
                    }
                    Poll::Ready(Some(message))
                }
                Err(RecvTimeoutError::Timeout) => Poll::Pending,
                Err(RecvTimeoutError::Disconnected) => Poll::Ready(None),
            };
        }
    }

    /// The state of the batch after every result that was taken, the last one included: a host stores it with that
    /// result, to resume from. `None` before the first message.
    pub fn state(&self) -> Option<BatchState> {
        self.lock_state().clone()
    }

    /// Counts the messages that were taken.
    fn note(&self, message: &BatchMessage<T>) {
        let mut state = self.lock_state();
        match message {
            BatchMessage::Item(item) => {
                self.held.fetch_sub(1, Ordering::AcqRel);
                let status = if item.outcome.is_ok() { ItemStatus::Completed } else { ItemStatus::Failed };
                if let Some(state) = &mut *state {
                    state.set(item.index, status, Some(item.digest));
                }
            }
            BatchMessage::Event(event) => match (&event.kind, &mut *state) {
                (EventKind::BatchStarted { state: started }, state) => *state = Some(started.clone()),
                (_, Some(state)) => state.apply(event),
                (_, None) => {}
            },
            BatchMessage::End(end) => {
                if let Ok(ended) = &**end {
                    *state = Some(ended.clone());
                }
            }
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, Option<BatchState>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_input(&self) -> MutexGuard<'_, Option<Sender<JsonInput>>> {
        self.input.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
