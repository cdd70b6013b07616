//! The input of a batch: lines, read by a thread of their own, because a pipe may be silent for a while.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use sono_score::engine::BatchInput;
use sono_score::hash::FieldHasher;
use sono_score::submission::Submission;
use sono_score::{Error, ErrorKind, Result};

use super::super::console::io_error;
use super::super::gather::is_stdin;
use super::super::lines::{Line, next_line};

/// The longest line, in bytes.
pub(crate) const MAX_LINE_BYTES: usize = 64 << 20;
/// The most lines that wait between the reader and the batch.
const AHEAD: usize = 4;
/// How long the batch waits for a line before it looks whether it is to stop.
const PAUSE: Duration = Duration::from_millis(50);

/// A line and the bytes it took, the end of the input, or the error that ended reading.
type Read = io::Result<Option<(Line, usize)>>;

/// Opens a file or standard input, and says how long it is, where known.
pub(crate) fn open(path: &Path) -> Result<(Box<dyn BufRead + Send>, Option<u64>)> {
    if is_stdin(path) {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let failed = |error| io_error("read", path, &error);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        let message = format!("cannot read {}: it is a folder", path.display());
        return Err(Error::new(ErrorKind::Io, message));
    }
    let length = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(BufReader::with_capacity(1 << 16, file)), length))
}

/// The lines of an input.
pub(super) struct Source {
    lines: Receiver<Read>,
    /// The error that ended the input early.
    pub(super) unreadable: Option<io::Error>,
}

impl Source {
    /// Begins to read. The thread is not waited for: a pipe may take any time to give its next line.
    pub(super) fn new(input: Box<dyn BufRead + Send>) -> Result<Self> {
        let (sender, lines) = sync_channel(AHEAD);
        thread::Builder::new().name("sono-reader".to_owned()).spawn(move || read_all(input, &sender))?;
        Ok(Self { lines, unreadable: None })
    }

    /// The next line and the bytes it took, if there is one already. `None` is the end of the input; after an error,
    /// there is neither another line nor an end.
    pub(super) fn poll(&mut self) -> Poll<Option<(Line, usize)>> {
        let line = self.lines.try_recv();
        self.take(line)
    }

    /// The same; waits for a short time.
    pub(super) fn wait(&mut self) -> Poll<Option<(Line, usize)>> {
        let line = self.lines.recv_timeout(PAUSE).map_err(|error| match error {
            RecvTimeoutError::Timeout => TryRecvError::Empty,
            RecvTimeoutError::Disconnected => TryRecvError::Disconnected,
        });
        self.take(line)
    }

    fn take(&mut self, line: Result<Read, TryRecvError>) -> Poll<Option<(Line, usize)>> {
        match line {
            Ok(Ok(line)) => return Poll::Ready(line),
            Ok(Err(error)) => self.unreadable = Some(error),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                self.unreadable.get_or_insert_with(|| io::Error::other("a defect while reading the input"));
            }
        }
        Poll::Pending
    }
}

/// Reads lines until the input ends or no more are wanted.
fn read_all(mut input: impl BufRead, lines: &SyncSender<Read>) {
    loop {
        let line = next_line(&mut input, MAX_LINE_BYTES);
        let is_last = !matches!(line, Ok(Some(_)));
        if lines.send(line).is_err() || is_last {
            return;
        }
    }
}

impl BatchInput for Line {
    fn content_hash(&self) -> Option<String> {
        match self {
            // All give the same error.
            Self::TooLong => Some("too long".to_owned()),
            Self::Bytes(bytes) => {
                let mut hasher = FieldHasher::default();
                hasher.bytes(bytes);
                Some(hasher.hex())
            }
        }
    }

    fn read(self) -> Result<Submission> {
        match self {
            Self::TooLong => {
                let message = format!("expected a line of at most {MAX_LINE_BYTES} bytes, got a longer one");
                Err(Error::new(ErrorKind::LimitExceeded, message))
            }
            Self::Bytes(bytes) if bytes.trim_ascii().is_empty() => {
                Err(Error::new(ErrorKind::InvalidJson, "expected a submission, got a blank line"))
            }
            Self::Bytes(bytes) => Submission::from_json_slice(&bytes),
        }
    }
}
