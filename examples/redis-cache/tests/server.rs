//! Against a real server, which the tests start on a free port of this machine. Without the program `redis-server`
//! they are skipped, and say so.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use redis_cache::RedisStore;
use sono_core::assessment::canonical_json;
use sono_core::engine::Engine;
use sono_core::engine::cache::{Cache, CacheStore};
use sono_core::submission::Submission;
use tempfile::TempDir;

/// Longer than any server takes on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Server {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Server {
    /// A server of this test alone; `None`, and a message, where there is none to start.
    fn start() -> Option<Self> {
        // Between finding a free port and using it, somebody else may take it.
        for _ in 0..10 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            match Self::start_on(port) {
                Ok(server) => return Some(server),
                Err(error) if error.kind() == ErrorKind::NotFound => break,
                Err(_) => {}
            }
        }
        eprintln!("SKIPPED: redis-server cannot be started");
        None
    }

    fn start_on(port: u16) -> io::Result<Self> {
        let folder = TempDir::new()?;
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
            .arg("--dir")
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self { process, port, _folder: folder };
        let started = Instant::now();
        while !server.answers() {
            if let Some(status) = server.process.try_wait()? {
                return Err(io::Error::other(format!("redis-server ended with {status}")));
            }
            assert!(started.elapsed() < PATIENCE, "the server does not answer");
            thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Whether this very process answers, and not another one at the same port.
    fn answers(&self) -> bool {
        let info = redis::Client::open(self.url())
            .and_then(|client| client.get_connection_with_timeout(PATIENCE))
            .and_then(|mut connection| redis::cmd("INFO").arg("server").query::<String>(&mut connection));
        let own = format!("process_id:{}", self.process.id());
        info.is_ok_and(|info| info.lines().any(|line| line.trim() == own))
    }

    fn store(&self) -> Arc<RedisStore> {
        let store = RedisStore::new(&self.url(), "test:").unwrap();
        Arc::new(store.timeout(PATIENCE).retry_after(Duration::ZERO))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been ended by the test.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn engine(store: Arc<RedisStore>) -> (Engine, Arc<Cache>) {
    let hour = Duration::from_secs(3_600);
    let cache = Arc::new(Cache::builder().time_to_live(hour).store(store).build());
    (Engine::builder().cache(Arc::clone(&cache)).build().unwrap(), cache)
}

fn submissions() -> Vec<Submission> {
    (0..8).map(|n| Submission::code(format!("def add(x):\n    return x + {n}\n"))).collect()
}

fn results(engine: &Engine) -> Vec<String> {
    let result = |submission| canonical_json(&engine.assess(submission).unwrap()).unwrap();
    submissions().iter().map(result).collect()
}

#[test]
fn bytes_come_back_until_their_time_is_over() {
    let Some(server) = Server::start() else { return };
    let store = server.store();
    assert_eq!(store.get("a").unwrap(), None);
    let value: Vec<u8> = (0..=255).collect();
    store.put("a", &value, None).unwrap();
    store.put("b", &value, Some(Duration::from_secs(3_600))).unwrap();
    store.put("c", &value, Some(Duration::ZERO)).unwrap();
    assert_eq!(store.get("a").unwrap().as_ref(), Some(&value));
    assert_eq!(store.get("b").unwrap().as_ref(), Some(&value));
    while store.get("c").unwrap().is_some() {
        thread::sleep(Duration::from_millis(1));
    }
    store.remove("a").unwrap();
    store.remove("a").unwrap();
    assert_eq!(store.get("a").unwrap(), None);
}

#[test]
fn another_process_finds_what_was_computed() {
    let Some(server) = Server::start() else { return };
    let fresh = results(&Engine::builder().build().unwrap());
    let (first, cache) = engine(server.store());
    assert_eq!(results(&first), fresh);
    assert_eq!(cache.stats().outer.unwrap().written, 8);

    let (second, cache) = engine(server.store());
    assert_eq!(results(&second), fresh);
    assert_eq!(results(&second), fresh);
    let stats = cache.stats();
    assert_eq!((stats.computed, stats.hits, stats.outer.unwrap().hits), (0, 8, 8));

    let gone = cache.invalidate_rubric("growth");
    assert_eq!((gone.entries, gone.failed.len()), (8, 0));
    let (third, cache) = engine(server.store());
    assert_eq!(results(&third), fresh);
    assert_eq!(cache.stats().computed, 8);
}

#[test]
fn a_server_that_dies_is_done_without_and_used_again_when_it_is_back() {
    let Some(mut server) = Server::start() else { return };
    let fresh = results(&Engine::builder().build().unwrap());
    let (engine, cache) = engine(server.store());
    for submission in &submissions()[..4] {
        engine.assess(submission).unwrap();
    }

    server.process.kill().unwrap();
    server.process.wait().unwrap();
    assert_eq!(results(&engine), fresh);
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.computed), (4, 8), "memory still has the first half");
    let outer = stats.outer.unwrap();
    assert_eq!((outer.misses, outer.read_failures, outer.written, outer.write_failures), (4, 4, 4, 4));
    assert_eq!(stats.misses, outer.hits + outer.misses + outer.corrupt + outer.read_failures);
    assert_eq!(cache.invalidate_if(|_, _| true).failed.len(), 8);

    let _again = Server::start_on(server.port).unwrap();
    assert_eq!(results(&engine), fresh);
    let outer = cache.stats().outer.unwrap();
    assert_eq!((outer.misses, outer.read_failures, outer.written), (12, 4, 12));
}

#[test]
fn a_server_that_does_not_answer_is_left_alone_for_a_while() {
    // Connections are taken by the system, and nobody ever answers.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let store = RedisStore::new(&format!("redis://{}/", silent.local_addr().unwrap()), "").unwrap();
    let store = Arc::new(store.timeout(Duration::from_millis(5)).retry_after(Duration::from_secs(3_600)));
    let left_alone = "the server could not be reached a moment ago";
    assert_ne!(store.get("a").unwrap_err().message(), left_alone);
    assert_eq!(store.get("a").unwrap_err().message(), left_alone);
    let (engine, cache) = engine(store);
    assert_eq!(results(&engine), results(&Engine::builder().build().unwrap()));
    assert_eq!(cache.stats().outer.unwrap().read_failures, 8);
    assert!(RedisStore::new("not a url", "").is_err());
}
