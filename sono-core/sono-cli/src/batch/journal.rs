//! The results of a batch in a file: as `OUT.partial` until they are complete, with `OUT.journal` beside them.
//!
//! The journal holds the events of the batch, one per line: how it began, and each item that ended. It is only ever
//! added to, after the results that it tells of, so that the process may end at any moment: whatever both files agree on
//! has been done. It stays when the batch is complete; its last event then says so. As long as a batch runs, it holds a
//! lock on both.
//!
//! Items that failed for a reason that may have passed are done again by a batch that goes on. Their new results are
//! added like any other, behind those of later items, and take the places of the old ones when the output is complete.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use same_file::Handle;
use sono_score::engine::{BatchState, EventKind, ItemStatus, Phase, ProgressEvent};
use sono_score::{Error, ErrorKind, Result};

use super::super::console::{io_error, note};
use super::super::lines::{Line, next_line};
use super::super::output::{Replacement, keep_permissions, sync, sync_folder, writable};

/// The longest line of results or of the journal, in bytes: far more than any has.
const MAX_LINE_BYTES: usize = 1 << 30;
/// How long results may wait in memory.
const FLUSH_AFTER: Duration = Duration::from_millis(100);
/// How many bytes of the journal may wait in memory.
const FLUSH_BYTES: usize = 1 << 18;

/// How often a file is opened that others replace at the same moment.
const MAX_TRIES: usize = 16;

/// The treatment of the files that an earlier batch has left.
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
    /// Metadata of the output that is going to be replaced.
    old: Option<Metadata>,
    journal: File,
    /// The partial results; `None` as long as a complete output needs none.
    results: Option<BufWriter<File>>,
    /// The whole results in that file.
    held: Held,
    /// Whether the journal tells of results that took the places of others.
    tells_twice: bool,
    /// Events that were not written yet.
    events: Vec<u8>,
    flushed: Instant,
}

impl Journal {
    /// Locks an output and begins, or finds out how far an earlier batch came. Returns the state to resume from.
    pub(super) fn open(paths: Paths, begin: Begin) -> Result<(Self, Option<BatchState>)> {
        let old = writable(&paths.output).map_err(|error| io_error("write", &paths.output, &error))?;
        let failed = |error| io_error("write", &paths.journal, &error);
        let journal = open_locked(&paths.journal, OpenOptions::new().read(true).append(true), &paths)?;
        refuse_foreign(&journal).map_err(failed)?;
        if let (0, Some(old)) = (journal.metadata().map_err(failed)?.len(), &old) {
            keep_permissions(&journal, old).map_err(failed)?;
        }
        let mut this = Self {
            paths,
            old,
            journal,
            results: None,
            held: Held::default(),
            tells_twice: false,
            events: Vec::new(),
            flushed: Instant::now(),
        };
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
        // First, because it is refused if another batch writes it.
        let partial = self.open_partial()?;
        self.journal.set_len(0).map_err(|error| io_error("write", &self.paths.journal, &error))?;
        partial.set_len(0).map_err(|error| io_error("write", &self.paths.partial, &error))?;
        self.results = Some(BufWriter::with_capacity(1 << 16, partial));
        Ok(())
    }

    /// Opens the partial results, which must not be another batch's: its journal may have been removed or replaced.
    fn open_partial(&self) -> Result<File> {
        let mut options = OpenOptions::new();
        options.write(true);
        // Elsewhere, nobody could read what is locked.
        let partial = if cfg!(unix) {
            open_locked(&self.paths.partial, &mut options, &self.paths)?
        } else {
            open_plain(&self.paths.partial, &mut options)
                .map_err(|error| io_error("write", &self.paths.partial, &error))?
        };
        if let Some(old) = &self.old {
            keep_permissions(&partial, old)
                .map_err(|error| io_error("write", &self.paths.partial, &error))?;
        }
        Ok(partial)
    }

    /// Brings the results and the journal to what both agree on. `None` if there is nothing to go on from.
    fn recover(&mut self, partial: Option<u64>) -> Result<Option<BatchState>> {
        let found = if partial.is_some() { self.paths.partial.clone() } else { self.paths.output.clone() };
        let all = match Held::by(&found, u64::MAX, usize::MAX) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Held::default(),
            other => other.map_err(|error| io_error("read", &found, &error))?,
        };
        let told = told(&self.journal, &all, partial.is_none())
            .map_err(|error| io_error("read", &self.paths.journal, &error))?;
        let Some(state) = told.state else {
            return match partial {
                Some(1..) => {
                    Err(lost(&found, "its journal does not say of which batch it holds the results"))
                }
                _ => Ok(None),
            };
        };
        if state.totals.done() == 0 {
            return Ok(None);
        }
        let end = state.items.end();
        if partial.is_none() && (state.phase != Phase::Completed || end != all.items) {
            if self.old.is_some() {
                note(&format!(
                    "{} is not what its journal tells of; all items are done again",
                    found.display()
                ));
            }
            return Ok(None);
        }
        if end > all.items || first_unknown(&state) != end {
            let message = format!("expected {end} results as its journal tells, got {}", all.items);
            return Err(lost(&found, &message));
        }
        let held = if all.items == end && all.order.len() == told.again {
            all
        } else {
            Held::by(&found, end, told.again).map_err(|error| io_error("read", &found, &error))?
        };
        if partial.is_some() {
            let failed = |error| io_error("write", &self.paths.partial, &error);
            let mut partial = self.open_partial()?;
            partial.set_len(held.bytes).map_err(failed)?;
            partial.seek(io::SeekFrom::End(0)).map_err(failed)?;
            self.results = Some(BufWriter::with_capacity(1 << 16, partial));
        }
        self.journal.set_len(told.bytes).map_err(|error| io_error("write", &self.paths.journal, &error))?;
        (self.held, self.tells_twice) = (held, told.again > 0);
        Ok(Some(state))
    }

    /// Adds the line of an item.
    pub(super) fn write(&mut self, index: u64, line: &[u8]) -> Result<()> {
        if self.results.is_none() {
            self.reopen()?;
        }
        let Some(results) = &mut self.results else { return Ok(()) };
        results.write_all(line).map_err(|error| io_error("write", &self.paths.partial, &error))?;
        self.held.add(index, line.len());
        Ok(())
    }

    /// Makes partial results of a complete output to which there is more to add.
    fn reopen(&mut self) -> Result<()> {
        let failed = |error| io_error("write", &self.paths.partial, &error);
        let mut partial = self.open_partial()?;
        let mut output =
            File::open(&self.paths.output).map_err(|error| io_error("read", &self.paths.output, &error))?;
        partial.set_len(0).map_err(failed)?;
        io::copy(&mut output, &mut partial).map_err(failed)?;
        if self.tells_twice {
            // All results are in their places now, and the journal would tell of more. What begins the batch anew, and
            // waits to be written, tells of all that is done.
            self.restart_journal().map_err(|error| io_error("write", &self.paths.journal, &error))?;
        }
        self.results = Some(BufWriter::with_capacity(1 << 16, partial));
        Ok(())
    }

    /// Replaces the journal by one that holds the events that wait. It is locked before it has its name.
    fn restart_journal(&mut self) -> io::Result<()> {
        let mut new = Replacement::new(&self.paths.journal)?;
        new.file.write_all(&self.events)?;
        let file = new.file.as_file().try_clone()?;
        match file.try_lock() {
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                return Err(error);
            }
            _ => {}
        }
        new.finish()?;
        self.events.clear();
        (self.journal, self.tells_twice) = (file, false);
        Ok(())
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
        if !stands_at(&self.journal, &self.paths.journal).unwrap_or(false) {
            let journal = self.paths.journal.display();
            note(&format!(
                "{journal} is no longer the journal that was written; --resume cannot build on it"
            ));
        }
        drop(open);
        // Windows does not rename an open file.
        self.results = None;
        if self.held.again.is_empty() {
            fs::rename(&self.paths.partial, &self.paths.output).map_err(failed)?;
            sync_folder(&self.paths.output);
        } else {
            self.sort().map_err(failed)?;
            fs::remove_file(&self.paths.partial).map_err(failed)?;
        }
        Ok(())
    }

    /// Writes the output: of each item the last result, in the order of the input.
    fn sort(&self) -> io::Result<()> {
        let open = || File::open(&self.paths.partial).map(|file| BufReader::with_capacity(1 << 16, file));
        let (mut all, mut again) = (open()?, open()?);
        let mut new = Replacement::new(&self.paths.output)?;
        let mut out = BufWriter::with_capacity(1 << 16, &mut new.file);
        let mut next = 0_u64;
        while let Some((line, taken)) = next_line(&mut all, MAX_LINE_BYTES)? {
            let mut line =
                whole(&line, taken).filter(|line| index_of(line) == Some(next)).map(<[u8]>::to_vec);
            if let (Some(_), Some(at)) = (&line, self.held.again.get(&next)) {
                again.seek(io::SeekFrom::Start(*at))?;
                line = next_line(&mut again, MAX_LINE_BYTES)?
                    .and_then(|(line, taken)| whole(&line, taken).map(<[u8]>::to_vec));
            }
            if let Some(mut line) = line {
                line.push(b'\n');
                out.write_all(&line)?;
                next = next.saturating_add(1);
            }
        }
        if next != self.held.items {
            return Err(io::Error::other("the partial results are no longer those that were written"));
        }
        out.flush()?;
        drop(out);
        new.finish()
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

/// Opens a file of the batch and locks it. What is locked is the file, and not its name: another batch may have removed or
/// renamed it between both.
fn open_locked(path: &Path, options: &mut OpenOptions, paths: &Paths) -> Result<File> {
    for _ in 0..MAX_TRIES {
        let file = open_plain(path, options).map_err(|error| io_error("write", path, &error))?;
        lock(&file, path, paths)?;
        if stands_at(&file, path).map_err(|error| io_error("write", path, &error))? {
            return Ok(file);
        }
    }
    Err(io_error("lock", path, &io::Error::other("it is replaced again and again")))
}

/// Whether this open file is the one that has the name.
fn stands_at(file: &File, path: &Path) -> io::Result<bool> {
    let open = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(path) {
        Ok(named) => Ok(named == open),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn lock(file: &File, path: &Path, paths: &Paths) -> Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let message = format!(
                "cannot write {}: another batch is writing it (it has locked {})",
                paths.output.display(),
                path.display()
            );
            Err(Error::new(ErrorKind::Io, message))
        }
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            note(&format!("{} cannot be locked here; let no other batch write it", path.display()));
            Ok(())
        }
        Err(TryLockError::Error(error)) => Err(io_error("lock", path, &error)),
    }
}

fn lost(partial: &Path, why: &str) -> Error {
    let message = format!("cannot resume from {}: {why}; --restart discards it", partial.display());
    Error::new(ErrorKind::Io, message)
}

/// Whole results at the beginning of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Held {
    /// How many items have results: the first ones of the input.
    items: u64,
    bytes: u64,
    /// Where the last result of each item is that was done again.
    again: BTreeMap<u64, u64>,
    /// The items that were done again, in the order of these results.
    order: Vec<u64>,
}

impl Held {
    /// Finds the whole results at the beginning of a file: of the items before this one, and of so many that were done
    /// again. What a crash has left behind them, such as half a line, is not counted.
    fn by(path: &Path, end: u64, most_again: usize) -> io::Result<Self> {
        let mut input = BufReader::with_capacity(1 << 16, File::open(path)?);
        let mut held = Self::default();
        while let Some((line, taken)) = next_line(&mut input, MAX_LINE_BYTES)? {
            let Some(line) = whole(&line, taken) else { break };
            let Some(index) = index_of(line).filter(|index| *index <= held.items && *index < end) else {
                break;
            };
            let is_again = index < held.items;
            if (is_again && held.order.len() >= most_again)
                || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_err()
            {
                break;
            }
            held.add(index, taken);
        }
        Ok(held)
    }

    /// Adds the result of an item.
    fn add(&mut self, index: u64, bytes: usize) {
        if index < self.items {
            self.again.insert(index, self.bytes);
            self.order.push(index);
        } else {
            self.items = index.saturating_add(1);
        }
        self.bytes = self.bytes.saturating_add(bytes as u64);
    }
}

/// The index of the item of which a line holds the result.
fn index_of(line: &[u8]) -> Option<u64> {
    let rest = line.strip_prefix(b"{\"index\":")?;
    let digits = rest.get(..rest.iter().position(|byte| *byte == b',')?)?;
    if !rest.get(digits.len()..)?.starts_with(b",\"status\":\"") {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The bytes of a line that has its line break.
fn whole(line: &Line, taken: usize) -> Option<&[u8]> {
    match line {
        Line::Bytes(bytes) if bytes.len() < taken => Some(bytes),
        _ => None,
    }
}

/// The content of a journal.
struct Told {
    state: Option<BatchState>,
    /// Its bytes that tell it, without what a crash has left behind them.
    bytes: u64,
    /// How many items it tells of that had been done before.
    again: usize,
}

/// Reads a journal, up to the first item of which the result was lost: the results were written in the same order. Those
/// of a complete output are in the order of the input.
///
/// An item that failed for a reason that may have passed counts as cancelled, and is done again.
fn told(journal: &File, held: &Held, is_sorted: bool) -> io::Result<Told> {
    let mut input = BufReader::with_capacity(1 << 16, journal);
    input.rewind()?;
    let mut told = Told { state: None, bytes: 0, again: 0 };
    while let Some((line, taken)) = next_line(&mut input, MAX_LINE_BYTES)? {
        let event = whole(&line, taken).and_then(|line| serde_json::from_slice::<ProgressEvent>(line).ok());
        let Some(event) = event else { break };
        let taken = taken as u64;
        let Some(state) = &mut told.state else {
            let EventKind::BatchStarted { state } = event.kind else { break };
            (told.state, told.bytes) = (Some(state), taken);
            continue;
        };
        let item = match event.kind {
            EventKind::BatchStarted { state: again } => {
                *state = again;
                None
            }
            EventKind::ItemCompleted { index, digest, .. } => Some((index, ItemStatus::Completed, digest)),
            EventKind::ItemFailed { index, error, .. } if !error.kind().concerns_the_submission() => {
                Some((index, ItemStatus::Cancelled, None))
            }
            EventKind::ItemFailed { index, digest, .. } => Some((index, ItemStatus::Failed, digest)),
            EventKind::Progress(totals) => {
                state.totals.elapsed_ms = totals.elapsed_ms;
                None
            }
            EventKind::BatchCompleted(totals) => {
                (state.totals.elapsed_ms, state.phase) = (totals.elapsed_ms, Phase::Completed);
                None
            }
            EventKind::BatchCancelled { reason, totals, .. } => {
                (state.totals.elapsed_ms, state.phase) = (totals.elapsed_ms, reason);
                None
            }
            _ => None,
        };
        if let Some((index, status, digest)) = item {
            let is_again = state.items.get(index).is_some();
            let is_held = if is_again {
                is_sorted || held.order.get(told.again) == Some(&index)
            } else {
                index < held.items
            };
            if !is_held {
                break;
            }
            told.again = told.again.saturating_add(usize::from(is_again));
            state.set(index, status, digest);
        }
        told.bytes = told.bytes.saturating_add(taken);
    }
    Ok(told)
}

/// The index of the first item of which nothing is known.
fn first_unknown(state: &BatchState) -> u64 {
    state
        .items
        .runs()
        .fold(0, |next, run| if run.first == next { next.saturating_add(run.count) } else { next })
}
