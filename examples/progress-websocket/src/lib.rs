//! A batch whose progress many watchers follow over WebSockets.
//!
//! The library delivers events to one callback. Here the callback is [`Hub::record`]: it puts each event into a log
//! and sends it to all watchers. A watcher first gets what it has missed, out of the log, then what follows:
//!
//! 1. `{"type":"hello","run":"..."}`
//! 2. for a new watcher, or one that was away too long: `{"type":"snapshot","sequence":7,"state":{...}}`
//! 3. events, whose sequence numbers go on without a gap.
//!
//! A watcher that comes back asks for `/progress?run=...&after=N`, with the number of the last event it has seen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Query, State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use sono_core::engine::{ProgressEvent, ProgressLog};
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

/// An event as it is sent: its number, and its JSON.
type Sent = (u64, Arc<str>);

/// Where the events of one run of a batch come in and go out to the watchers.
#[derive(Debug)]
pub struct Hub {
    /// Names the run, so that nobody takes the numbers of one run for those of another.
    run: String,
    log: Mutex<ProgressLog>,
    watchers: Sender<Sent>,
}

/// What a watcher asks for.
#[derive(Debug, Default, Deserialize)]
pub struct WatchRequest {
    /// The run of which it has seen events.
    pub run: Option<String>,
    /// The last event that it has seen.
    pub after: Option<u64>,
}

impl Hub {
    /// A hub for one run, which keeps so many events for watchers that come back.
    pub fn new(run: impl Into<String>, kept_events: usize) -> Arc<Self> {
        // A watcher that reads too slowly misses messages, and catches up from the log.
        let (watchers, _) = channel(64);
        Arc::new(Self { run: run.into(), log: Mutex::new(ProgressLog::new(kept_events)), watchers })
    }

    /// Takes an event of the batch and sends it to all who watch.
    pub fn record(&self, event: &ProgressEvent) {
        // Recorded and sent under one lock: who subscribes sees it either in the log or in the channel.
        let mut log = self.log();
        log.record(event);
        if let Ok(json) = serde_json::to_string(event) {
            // Without watchers nobody receives it; that is no failure.
            let _ = self.watchers.send((event.sequence, json.into()));
        }
    }

    /// The WebSocket at `/progress`.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new().route("/progress", get(progress)).with_state(self)
    }

    fn log(&self) -> MutexGuard<'_, ProgressLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a watcher has missed, as messages; and the number of the last event in them.
    fn missed(log: &ProgressLog, mut after: Option<u64>) -> (Vec<Message>, Option<u64>) {
        let missed = log.after(after);
        let mut messages = Vec::new();
        if let Some(snapshot) = missed.snapshot {
            after = Some(snapshot.sequence);
            messages.extend(serde_json::to_string(&snapshot).map(Message::text));
        }
        for event in missed.events {
            after = Some(event.sequence);
            messages.extend(serde_json::to_string(&event).map(Message::text));
        }
        (messages, after)
    }

    /// Subscribes, and catches up to the very moment of it.
    fn subscribe(&self, request: &WatchRequest) -> (Vec<Message>, Option<u64>, Receiver<Sent>) {
        let after = request.after.filter(|_| request.run.as_deref() == Some(&self.run));
        let log = self.log();
        let receiver = self.watchers.subscribe();
        let (mut messages, last) = Self::missed(&log, after);
        let hello = serde_json::json!({"type": "hello", "run": self.run});
        messages.insert(0, Message::text(hello.to_string()));
        (messages, last, receiver)
    }
}

async fn progress(
    State(hub): State<Arc<Hub>>,
    Query(request): Query<WatchRequest>,
    up: WebSocketUpgrade,
) -> Response {
    up.on_upgrade(async move |socket| {
        // The watcher has gone away: there is nobody to tell.
        let _ = watch(&hub, &request, socket).await;
    })
}

/// Serves one watcher until it goes away.
async fn watch(hub: &Hub, request: &WatchRequest, mut socket: WebSocket) -> Result<(), axum::Error> {
    let (messages, mut last, mut events) = hub.subscribe(request);
    for message in messages {
        socket.send(message).await?;
    }
    loop {
        tokio::select! {
            event = events.recv() => match event {
                // Already sent from the log.
                Ok((sequence, _)) if last.is_some_and(|last| sequence <= last) => {}
                Ok((sequence, json)) => {
                    last = Some(sequence);
                    socket.send(Message::text(&*json)).await?;
                }
                Err(RecvError::Lagged(_)) => {
                    let (messages, caught_up) = Hub::missed(&hub.log(), last);
                    last = caught_up;
                    for message in messages {
                        socket.send(message).await?;
                    }
                }
                Err(RecvError::Closed) => return Ok(()),
            },
            // Watchers have nothing to say; what matters is when they leave.
            message = socket.recv() => match message {
                Some(Ok(_)) => {}
                _ => return Ok(()),
            },
        }
    }
}
