//! A batch whose progress many watchers follow over WebSockets.
//!
//! The library delivers events to one callback. Here the callback is [`Hub::record`]: it puts each event into a log and
//! sends it to all watchers. A watcher first gets the events that it has missed, from the log, and then new ones:
//!
//! 1. `{"type":"hello","run":"..."}`
//! 2. for a new watcher, or one that was away for too long: `{"type":"snapshot","sequence":7,"state":{...}}`
//! 3. events with consecutive sequence numbers.
//!
//! A returning watcher requests `/progress?run=...&after=N`, with the number of the last event it has seen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Query, State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use sono_core::engine::{ProgressEvent, ProgressLog};
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

/// An event ready to be sent: its number and its JSON.
type Sent = (u64, Arc<str>);

/// Receives the events of one run of a batch, and sends them to the watchers.
#[derive(Debug)]
pub struct Hub {
    /// The id of the run, so that the event numbers of different runs are not confused.
    run: String,
    log: Mutex<ProgressLog>,
    watchers: Sender<Sent>,
}

/// The query of a watcher.
#[derive(Debug, Default, Deserialize)]
pub struct WatchRequest {
    /// The run whose events it has seen.
    pub run: Option<String>,
    /// The last event that it has seen.
    pub after: Option<u64>,
}

impl Hub {
    /// A hub for one run, which keeps this many events for returning watchers.
    pub fn new(run: impl Into<String>, kept_events: usize) -> Arc<Self> {
        // A watcher that reads too slowly misses messages and catches up from the log.
        let (watchers, _) = channel(64);
        Arc::new(Self { run: run.into(), log: Mutex::new(ProgressLog::new(kept_events)), watchers })
    }

    /// Records an event of the batch and sends it to all watchers.
    pub fn record(&self, event: &ProgressEvent) {
        // Recorded and sent under one lock, so that a new watcher finds it either in the log or in the channel.
        let mut log = self.log();
        log.record(event);
        if let Ok(json) = serde_json::to_string(event) {
            // Sending fails if there are no watchers, which is fine.
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

    /// The messages for what a watcher has missed, and the number of the last event in them.
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

    /// Subscribes, and catches up to the moment of subscribing.
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
        // The watcher has left, so there is nobody to tell.
        let _ = watch(&hub, &request, socket).await;
    })
}

/// Serves one watcher until it leaves.
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
            // Messages from watchers are ignored; this only notices when they leave.
            message = socket.recv() => match message {
                Some(Ok(_)) => {}
                _ => return Ok(()),
            },
        }
    }
}
