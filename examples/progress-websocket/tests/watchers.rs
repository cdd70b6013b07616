//! Two watchers: one comes late; one drops and comes back without losing an event.

use std::net::SocketAddr;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::task::Poll;
use std::time::Duration;

use futures_util::StreamExt;
use progress_websocket::Hub;
use serde_json::Value;
use sono_core::engine::{BatchState, Engine, Phase, ProgressEvent, Snapshot};
use sono_core::submission::Submission;
use sono_core::{Error, ErrorKind};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Input = Result<Submission, Error>;

/// A server, and a batch whose items come when the test sends them.
struct Server {
    address: SocketAddr,
    items: SyncSender<Input>,
    batch: JoinHandle<BatchState>,
}

impl Server {
    async fn start(run: &str, kept_events: usize) -> Self {
        let hub = Hub::new(run, kept_events);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = hub.clone().router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (items, inputs) = sync_channel::<Input>(100);
        let batch = tokio::task::spawn_blocking(move || {
            let engine = Engine::builder().build().unwrap();
            let batch = engine.batch().on_event(|event| hub.record(event));
            let source = |may_wait| {
                let next = if may_wait {
                    inputs.recv_timeout(Duration::from_millis(50)).map_err(|error| match error {
                        RecvTimeoutError::Timeout => TryRecvError::Empty,
                        RecvTimeoutError::Disconnected => TryRecvError::Disconnected,
                    })
                } else {
                    inputs.try_recv()
                };
                match next {
                    Ok(item) => Poll::Ready(Some(item)),
                    Err(TryRecvError::Empty) => Poll::Pending,
                    Err(TryRecvError::Disconnected) => Poll::Ready(None),
                }
            };
            batch.run_with(source, Ok, |_, _| Ok(())).unwrap()
        });
        Self { address, items, batch }
    }

    fn assess(&self, range: std::ops::Range<u32>) {
        for index in range {
            let failed = Error::new(ErrorKind::Io, "the upload broke off");
            let item =
                if index % 4 == 3 { Err(failed) } else { Ok(Submission::code(format!("x = {index}\n"))) };
            self.items.send(item).unwrap();
        }
    }
}

/// A watcher that knows what it was sent, and nothing else.
#[derive(Default)]
struct Watcher {
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    run: String,
    state: Option<BatchState>,
    last: Option<u64>,
    snapshots: u32,
    events: u32,
}

impl Watcher {
    async fn connect(&mut self, address: SocketAddr) {
        let mut url = format!("ws://{address}/progress");
        if let Some(last) = self.last {
            url += &format!("?run={}&after={last}", self.run);
        }
        let (socket, _) = connect_async(url).await.unwrap();
        self.socket = Some(socket);
        let hello = self.receive().await;
        assert_eq!(hello["type"], "hello");
        self.run = hello["run"].as_str().unwrap().to_owned();
    }

    async fn receive(&mut self) -> Value {
        let message = self.socket.as_mut().unwrap().next().await.unwrap().unwrap();
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    /// Reads on until so many items are done.
    async fn until_done(&mut self, items: u64) {
        while self.state.as_ref().is_none_or(|state| state.totals.done() < items) {
            self.step().await;
        }
    }

    async fn until_the_end(&mut self) -> &BatchState {
        while self.state.as_ref().is_none_or(|state| state.phase == Phase::Running) {
            self.step().await;
        }
        self.state.as_ref().unwrap()
    }

    async fn step(&mut self) {
        let message = self.receive().await;
        if message["type"] == "snapshot" {
            let snapshot: Snapshot = serde_json::from_value(message).unwrap();
            self.last = Some(snapshot.sequence);
            self.state = Some(snapshot.state);
            self.snapshots += 1;
            return;
        }
        let event: ProgressEvent = serde_json::from_value(message).unwrap();
        if let Some(last) = self.last {
            assert_eq!(event.sequence, last + 1, "an event was lost or sent twice");
        }
        self.last = Some(event.sequence);
        self.events += 1;
        match &mut self.state {
            Some(state) => state.apply(&event),
            // Only the start of the batch can be understood without a state.
            none => {
                let started = serde_json::to_value(&event).unwrap();
                *none = Some(serde_json::from_value(started["state"].clone()).unwrap());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_comes_late_and_one_comes_back() {
    let server = Server::start("monday", 1_000).await;
    let (mut early, mut late) = (Watcher::default(), Watcher::default());
    early.connect(server.address).await;
    server.assess(0..5);
    early.until_done(5).await;

    late.connect(server.address).await;
    late.until_done(5).await;
    assert_eq!((late.snapshots, late.events), (1, 0));

    // While one is away, the other goes on.
    early.socket = None;
    server.assess(5..12);
    late.until_done(12).await;
    let seen = early.last;
    early.connect(server.address).await;
    early.until_done(12).await;
    assert!(early.last > seen);
    // It was sent every event and, having been there early, no state but that of the start.
    assert_eq!(Some(u64::from(early.events) - 1), early.last.map(|last| last - u64::from(early.snapshots)));
    assert!(early.snapshots <= 1);

    server.assess(12..20);
    drop(server.items);
    let state = server.batch.await.unwrap();
    assert_eq!((state.totals.completed, state.totals.failed), (15, 5));
    assert_eq!(early.until_the_end().await, &state);
    assert_eq!(late.until_the_end().await, &state);
    assert_eq!(late.snapshots, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_away_too_long_gets_the_state() {
    let server = Server::start("tuesday", 4).await;
    let (mut there, mut away) = (Watcher::default(), Watcher::default());
    away.connect(server.address).await;
    there.connect(server.address).await;
    server.assess(0..2);
    away.until_done(2).await;
    away.socket = None;
    server.assess(2..20);
    there.until_done(20).await;
    let before = away.snapshots;
    away.connect(server.address).await;
    away.until_done(20).await;
    assert_eq!(away.snapshots, before + 1);
    drop(server.items);
    let state = server.batch.await.unwrap();
    assert_eq!(away.until_the_end().await, &state);
    assert_eq!(there.until_the_end().await, &state);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_another_run_mean_nothing() {
    let server = Server::start("wednesday", 100).await;
    let mut watcher = Watcher { run: "tuesday".to_owned(), last: Some(1), ..Watcher::default() };
    let mut first = Watcher::default();
    first.connect(server.address).await;
    server.assess(0..4);
    first.until_done(4).await;
    watcher.connect(server.address).await;
    watcher.step().await;
    assert_eq!((watcher.snapshots, watcher.run.as_str()), (1, "wednesday"));
    assert!(watcher.last >= Some(4));
}
