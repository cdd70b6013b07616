//! A Redis server behind the cache, so that results outlive the process and are shared between processes.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::{Client, Commands, Connection, RedisResult};
use sono_core::engine::cache::CacheStore;
use sono_core::{Error, ErrorKind, Result};

/// A store in Redis. It uses one connection, which it opens on first use and reopens after a failure.
///
/// While the server is unreachable, calls fail at once and only an occasional one tries to connect, so that the engine
/// is not slowed down.
pub struct RedisStore {
    client: Client,
    prefix: String,
    timeout: Duration,
    retry_after: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connection: Option<Connection>,
    failed_at: Option<Instant>,
}

impl RedisStore {
    /// A store at a URL such as `redis://127.0.0.1:6379/`. All keys begin with the prefix, so that one server can serve
    /// several applications. It does not connect yet.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`] if the text is not such a URL.
    pub fn new(url: &str, prefix: impl Into<String>) -> Result<Self> {
        // The URL may contain a password, so the message does not repeat it.
        let client = Client::open(url)
            .map_err(|error| Error::new(ErrorKind::InvalidParameter, format!("not a Redis URL: {error}")))?;
        Ok(Self {
            client,
            prefix: prefix.into(),
            timeout: Duration::from_millis(100),
            retry_after: Duration::from_secs(1),
            state: Mutex::default(),
        })
    }

    /// How long to wait for the server. An assessment takes milliseconds, so a long wait is worse than a miss. Default
    /// 100 ms.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How long to wait before trying to reach the server again. Default one second.
    #[must_use]
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = time;
        self
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn call<T>(&self, command: impl FnOnce(&mut Connection) -> RedisResult<T>) -> Result<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = self.connection(&mut state).and_then(|connection| {
            let answer = command(connection);
            answer.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))
        });
        if answer.is_err() && state.connection.is_some() {
            // After a timeout, the late answer would be mistaken for the answer to the next command.
            *state = State { connection: None, failed_at: Some(Instant::now()) };
        }
        answer
    }

    fn connection<'s>(&self, state: &'s mut MutexGuard<'_, State>) -> Result<&'s mut Connection> {
        if state.connection.is_none() {
            if state.failed_at.is_some_and(|time| time.elapsed() < self.retry_after) {
                return Err(Error::new(ErrorKind::Io, "the server could not be reached a moment ago"));
            }
            match self.connect() {
                Ok(connection) => state.connection = Some(connection),
                Err(error) => {
                    state.failed_at = Some(Instant::now());
                    return Err(Error::new(ErrorKind::Io, error.to_string()));
                }
            }
        }
        state.connection.as_mut().ok_or_else(|| Error::new(ErrorKind::Io, "there is no connection"))
    }

    fn connect(&self) -> RedisResult<Connection> {
        let connection = self.client.get_connection_with_timeout(self.timeout)?;
        connection.set_read_timeout(Some(self.timeout))?;
        connection.set_write_timeout(Some(self.timeout))?;
        Ok(connection)
    }
}

impl CacheStore for RedisStore {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.call(|connection| connection.get(self.key(key)))
    }

    fn put(&self, key: &str, value: &[u8], time_to_live: Option<Duration>) -> Result<()> {
        let key = self.key(key);
        self.call(|connection| match time_to_live {
            // Redis refuses a time of zero.
            Some(time) => {
                let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
                connection.pset_ex(key, value, millis)
            }
            None => connection.set(key, value),
        })
    }

    fn remove(&self, key: &str) -> Result<()> {
        self.call(|connection| connection.del(self.key(key)))
    }
}
