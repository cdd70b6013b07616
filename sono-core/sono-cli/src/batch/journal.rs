//! The results of a batch in a file: as `OUT.partial` until they are complete, with `OUT.journal` beside them.
//!
//! The journal holds the events of the batch, one per line: how it began, and each item that ended. It is only ever
//! added to, after the results that it tells of, so that the process may end at any moment: whatever both files agree on
//! has been done. It stays when the batch is complete; its last event then says so. As long as a batch runs, it holds a
//! lock on the journal.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use same_file::Handle;
use sono_score::engine::{BatchState, EventKind, ItemStatus, Phase, ProgressEvent};
use sono_score::{Error, ErrorKind, Result};

use super::super::console::{io_error, note};
use super::super::lines::{Line, next_line};
use super::super::output::{keep_permissions, sync, sync_folder, writable};

/// The longest line of results or of the journal, in bytes: far more than any has.
const MAX_LINE_BYTES: usize = 1 << 30;
/// How long results may wait in memory.
const FLUSH_AFTER: Duration = Duration::from_millis(100);
/// How many bytes of the journal may wait in memory.
const FLUSH_BYTES: usize = 1 << 18;

/// What to do with what an earlier batch has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// Refuse to lose it.
    Anew,
    /// Go on with it.
    Resume,
    /// Discard it.
    Restart,
}

/// The files of an output.
#[derive(Debug, Clone)]
pub(super) struct Paths {
    pub(super) output: PathBuf,
    pub(super) partial: PathBuf,
    pub(super) journal: PathBuf,
}

impl Paths {
    pub(super) fn of(output: PathBuf) -> Self {
        let beside = |ending: &str| {
            let mut name = output.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        Self { partial: beside(".partial"), journal: beside(".journal"), output }
    }
}

/// The results of a batch on their way into a file.
#[derive(Debug)]
pub(super) struct Journal {
    paths: Paths,
    /// What is known of the output that is going to be replaced.
    old: Option<Metadata>,
    journal: File,
    /// The partial results; `None` as long as a complete output needs none.
    results: Option<BufWriter<File>>,
    /// Events that were not written yet.
    events: Vec<u8>,
    flushed: Instant,
}

impl Journal {
    /// Locks an output and begins, or finds out how far an earlier batch came. Returns the state to resume from.
    pub(super) fn open(paths: Paths, begin: Begin) -> Result<(Self, Option<BatchState>)> {
        let old = writable(&paths.output).map_err(|error| io_error("write", &paths.output, &error))?;
        let failed = |error| io_error("write", &paths.journal, &error);
        let journal =
            open_plain(&paths.journal, OpenOptions::new().read(true).append(true)).map_err(failed)?;
        lock(&journal, &paths)?;
        refuse_foreign(&journal).map_err(failed)?;
        if let (0, Some(old)) = (journal.metadata().map_err(failed)?.len(), &old) {
            keep_permissions(&journal, old).map_err(failed)?;
        }
        let mut this =
            Self { paths, old, journal, results: None, events: Vec::new(), flushed: Instant::now() };
        let partial = fs::symlink_metadata(&this.paths.partial).ok().map(|found| found.len());
        let state = match (begin, partial) {
            (Begin::Resume, partial) => this.recover(partial)?,
            (Begin::Anew, Some(1..)) => {
                let partial = this.paths.partial.display();
                let message = format!(
                    "{partial} holds the results of a batch that did not end; go on with --resume, or discard them with --restart"
                );
                return Err(Error::new(ErrorKind::Io, message));
            }
            _ => None,
        };
        if state.is_none() {
            this.begin()?;
        }
        Ok((this, state))
    }

    /// Empties what is there.
    fn begin(&mut self) -> Result<()> {
        self.journal.set_len(0).map_err(|error| io_error("write", &self.paths.journal, &error))?;
        let failed = |error| io_error("write", &self.paths.partial, &error);
        let partial = self.open_partial().map_err(failed)?;
        partial.set_len(0).map_err(failed)?;
        self.results = Some(BufWriter::with_capacity(1 << 16, partial));
        Ok(())
    }

    fn open_partial(&self) -> io::Result<File> {
        let partial = open_plain(&self.paths.partial, OpenOptions::new().write(true))?;
        if let Some(old) = &self.old {
            keep_permissions(&partial, old)?;
        }
        Ok(partial)
    }

    /// Brings the results and the journal to what both agree on. `None` if there is nothing to go on from.
    fn recover(&mut self, partial: Option<u64>) -> Result<Option<BatchState>> {
        let found = if partial.is_some() { self.paths.partial.clone() } else { self.paths.output.clone() };
        let results = match intact_results(&found, u64::MAX) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Intact::default(),
            other => other.map_err(|error| io_error("read", &found, &error))?,
        };
        let told = told(&self.journal, results.count)
            .map_err(|error| io_error("read", &self.paths.journal, &error))?;
        let Some(state) = told.state else {
            return match partial {
                Some(1..) => {
                    Err(lost(&found, "its journal does not say of which batch it holds the results"))
                }
                _ => Ok(None),
            };
        };
        let done = state.totals.done();
        if done == 0 {
            return Ok(None);
        }
        if partial.is_none() && (state.phase != Phase::Completed || done != results.count) {
            if self.old.is_some() {
                note(&format!(
                    "{} is not what its journal tells of; all items are done again",
                    found.display()
                ));
            }
            return Ok(None);
        }
        if done > results.count || first_undone(&state) != done {
            let message = format!("expected {done} results as its journal tells, got {}", results.count);
            return Err(lost(&found, &message));
        }
        self.journal.set_len(told.bytes).map_err(|error| io_error("write", &self.paths.journal, &error))?;
        if partial.is_some() {
            let failed = |error| io_error("write", &self.paths.partial, &error);
            let kept =
                if results.count == done { results } else { intact_results(&found, done).map_err(failed)? };
            let mut partial = self.open_partial().map_err(failed)?;
            partial.set_len(kept.bytes).map_err(failed)?;
            partial.seek(io::SeekFrom::End(0)).map_err(failed)?;
            self.results = Some(BufWriter::with_capacity(1 << 16, partial));
        }
        Ok(Some(state))
    }

    /// Adds the line of an item.
    pub(super) fn write(&mut self, line: &[u8]) -> Result<()> {
        let failed = |error| io_error("write", &self.paths.partial, &error);
        let results = match &mut self.results {
            Some(results) => results,
            none => {
                // The output is complete so far, and there are more items.
                fs::copy(&self.paths.output, &self.paths.partial).map_err(failed)?;
                let partial = OpenOptions::new().append(true).open(&self.paths.partial).map_err(failed)?;
                none.insert(BufWriter::with_capacity(1 << 16, partial))
            }
        };
        results.write_all(line).map_err(failed)
    }

    /// Adds an event, which may tell of a result that was added before.
    pub(super) fn tell(&mut self, event: &ProgressEvent) -> Result<()> {
        serde_json::to_writer(&mut self.events, event).map_err(io::Error::from)?;
        self.events.push(b'\n');
        // Results are of no use without the event that tells of which batch they are.
        let is_first = matches!(event.kind, EventKind::BatchStarted { .. });
        if is_first || self.events.len() >= FLUSH_BYTES || self.flushed.elapsed() >= FLUSH_AFTER {
            self.flush()?;
        }
        Ok(())
    }

    /// Hands everything to the system: the results before the events that tell of them. The journal of a complete output
    /// stays as it is until there is more to tell.
    pub(super) fn flush(&mut self) -> Result<()> {
        let Some(results) = &mut self.results else { return Ok(()) };
        // If the last results do not fit on the disk, the others still count, and the journal may tell too much.
        let written = results.flush().map_err(|error| io_error("write", &self.paths.partial, &error));
        self.journal
            .write_all(&self.events)
            .map_err(|error| io_error("write", &self.paths.journal, &error))?;
        self.events.clear();
        self.flushed = Instant::now();
        written
    }

    /// Gives the complete results their name.
    pub(super) fn complete(mut self) -> Result<()> {
        let output = self.paths.output.clone();
        let failed = |error| io_error("write", &output, &error);
        let Some(results) = &mut self.results else { return Ok(()) };
        results.flush().and_then(|()| sync(results.get_ref())).map_err(failed)?;
        let open = results.get_ref().try_clone().and_then(Handle::from_file).map_err(failed)?;
        self.flush()?;
        sync(&self.journal).map_err(failed)?;
        // Somebody may have put another file in its place.
        if Handle::from_path(&self.paths.partial).map_err(failed)? != open {
            let message = format!("{} is no longer the file that was written", self.paths.partial.display());
            return Err(Error::new(ErrorKind::Io, message));
        }
        drop(open);
        // Windows does not rename an open file.
        self.results = None;
        fs::rename(&self.paths.partial, &self.paths.output).map_err(failed)?;
        sync_folder(&self.paths.output);
        Ok(())
    }

    /// Leaves what was done for a later batch. Returns the name of the partial results, if there are any, and whether
    /// all could be written that came in.
    pub(super) fn leave(mut self) -> (Option<PathBuf>, Result<()>) {
        let flushed = self.flush();
        let length = self.results.take().and_then(|results| results.get_ref().metadata().ok());
        let is_empty = length.map(|found| found.len() == 0);
        if is_empty == Some(true) {
            // Nothing is lost with it.
            let _ = fs::remove_file(&self.paths.partial);
        }
        ((is_empty == Some(false)).then(|| self.paths.partial.clone()), flushed)
    }
}

/// Opens a file, or makes it. Nothing but a regular file will do, and no link: others may be able to put one there.
fn open_plain(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => options.open(path),
        Ok(_) => Err(io::Error::other("it is there already, and no regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => options.create_new(true).open(path),
        Err(error) => Err(error),
    }
}

/// Refuses a file that has the name of a journal and is something else.
fn refuse_foreign(journal: &File) -> io::Result<()> {
    const START: &[u8] = br#"{"sequence":0,"type":"batch_started","#;
    let mut start = Vec::new();
    let mut input = journal;
    input.rewind()?;
    input.take(START.len() as u64).read_to_end(&mut start)?;
    // A crash may have left the start of the start.
    if START.starts_with(&start) {
        return Ok(());
    }
    Err(io::Error::other("it is there already, and not the journal of a batch"))
}

fn lock(journal: &File, paths: &Paths) -> Result<()> {
    match journal.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let message = format!(
                "cannot write {}: another batch is writing it (it has locked {})",
                paths.output.display(),
                paths.journal.display()
            );
            Err(Error::new(ErrorKind::Io, message))
        }
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            note(&format!("{} cannot be locked here; let no other batch write it", paths.journal.display()));
            Ok(())
        }
        Err(TryLockError::Error(error)) => Err(io_error("lock", &paths.journal, &error)),
    }
}

fn lost(partial: &Path, why: &str) -> Error {
    let message = format!("cannot resume from {}: {why}; --restart discards it", partial.display());
    Error::new(ErrorKind::Io, message)
}

/// Whole results at the beginning of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Intact {
    count: u64,
    bytes: u64,
}

/// Finds at most so many whole results at the beginning of a file. What a crash has left behind them, such as half a
/// line, is not counted.
fn intact_results(path: &Path, limit: u64) -> io::Result<Intact> {
    let mut input = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut intact = Intact::default();
    while intact.count < limit {
        let Some((line, taken)) = next_line(&mut input, MAX_LINE_BYTES)? else { break };
        let start = format!("{{\"index\":{},\"status\":\"", intact.count);
        let Some(line) = whole(&line, taken).filter(|line| line.starts_with(start.as_bytes())) else { break };
        if serde_json::from_slice::<serde::de::IgnoredAny>(line).is_err() {
            break;
        }
        intact.count = intact.count.saturating_add(1);
        intact.bytes = intact.bytes.saturating_add(taken as u64);
    }
    Ok(intact)
}

/// The bytes of a line that has its line break.
fn whole(line: &Line, taken: usize) -> Option<&[u8]> {
    match line {
        Line::Bytes(bytes) if bytes.len() < taken => Some(bytes),
        _ => None,
    }
}

/// What a journal tells.
struct Told {
    state: Option<BatchState>,
    /// Its bytes that tell it, without what a crash has left behind them.
    bytes: u64,
}

/// Reads a journal, as far as it tells of items before this one.
fn told(journal: &File, end: u64) -> io::Result<Told> {
    let mut input = BufReader::with_capacity(1 << 16, journal);
    input.rewind()?;
    let mut told = Told { state: None, bytes: 0 };
    while let Some((line, taken)) = next_line(&mut input, MAX_LINE_BYTES)? {
        let event = whole(&line, taken).and_then(|line| serde_json::from_slice::<ProgressEvent>(line).ok());
        let Some(event) = event else { break };
        told.bytes = told.bytes.saturating_add(taken as u64);
        let Some(state) = &mut told.state else {
            let EventKind::BatchStarted { state } = event.kind else { break };
            told.state = Some(state);
            continue;
        };
        match event.kind {
            EventKind::BatchStarted { state: again } => *state = again,
            EventKind::ItemCompleted { index, digest, .. } if index < end => {
                state.set(index, ItemStatus::Completed, digest);
            }
            EventKind::ItemFailed { index, digest, .. } if index < end => {
                state.set(index, ItemStatus::Failed, digest);
            }
            // Its result was lost: it is done again.
            EventKind::ItemCompleted { .. } | EventKind::ItemFailed { .. } => {}
            EventKind::Progress(totals) => state.totals.elapsed_ms = totals.elapsed_ms,
            EventKind::BatchCompleted(totals) => {
                (state.totals.elapsed_ms, state.phase) = (totals.elapsed_ms, Phase::Completed);
            }
            EventKind::BatchCancelled { reason, totals, .. } => {
                (state.totals.elapsed_ms, state.phase) = (totals.elapsed_ms, reason);
            }
            _ => {}
        }
    }
    Ok(told)
}

/// The index of the first item that is not done.
fn first_undone(state: &BatchState) -> u64 {
    let is_done = |status| matches!(status, ItemStatus::Completed | ItemStatus::Failed);
    state
        .items
        .runs()
        .take_while(|run| is_done(run.status))
        .fold(0, |next, run| if run.first == next { next.saturating_add(run.count) } else { next })
}
