//! `sono-eval batch`: lines of submissions in, lines of results out, in order and in bounded memory.
//!
//! One thread reads, because a pipe may be silent for a while; the library's batch does the rest.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::Path;
use std::sync::mpsc::{SyncSender, TryRecvError, sync_channel};
use std::task::Poll;
use std::thread;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPoolBuilder;
use sono_score::assessment::canonical_json;
use sono_score::engine::{BatchInput, BatchItem, BatchState};
use sono_score::submission::Submission;
use sono_score::{Error, ErrorKind, Result};

use super::args::BatchArgs;
use super::console::{Failure, Outcome, io_error, write_failure, writer};
use super::gather::is_stdin;
use super::lines::{Line, next_line};
use super::rubric;

/// The longest line, in bytes.
pub(crate) const MAX_LINE_BYTES: usize = 64 << 20;
/// The most lines that wait between the reader and the batch.
const AHEAD: usize = 4;

/// A line and the bytes it took, or the error that ended reading.
type Read = io::Result<(Line, usize)>;

pub(crate) fn run(args: &BatchArgs) -> Result<Outcome, Failure> {
    let engine = rubric::engine(&args.rubric)?;
    let (input, length) = open(&args.input)?;
    refuse_same_file(&args.input, args.output.as_deref())?;
    let output = RefCell::new(writer(args.output.as_deref())?);
    let progress = progress(length, args.output.is_none());
    let jobs = args.jobs.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool =
        pool.map_err(|error| Error::new(ErrorKind::Internal, format!("cannot start threads: {error}")))?;

    let (sender, lines) = sync_channel(AHEAD);
    // Not joined if the batch ends early, because a pipe may take any time to give its next line.
    let reader = thread::spawn(move || read_all(input, &sender));
    let mut unreadable = None;
    // The reason why the batch ended early: a failed write or, with `--fail-fast`, a failed item.
    let mut early = None;
    let ended = engine.batch().pool(&pool).run_with(
        |may_wait| {
            let mut line = lines.try_recv();
            if may_wait && matches!(line, Err(TryRecvError::Empty)) {
                // Flushed, so that a reader of the output sees every result; if the reader is gone, the next write
                // fails again.
                let _ = output.borrow_mut().flush();
                line = lines.recv().map_err(TryRecvError::from);
            }
            next(line, &progress, &mut unreadable)
        },
        |assessment| canonical_json(&assessment),
        |item, state| {
            let failed = item.outcome.is_err();
            let written = write(&mut *output.borrow_mut(), item);
            progress.set_message(counts(state));
            if failed && args.fail_fast && written.is_ok() {
                early = Some(Ok(Outcome::SomeFailed));
            }
            if let Err(failure) = written {
                early = Some(Err(failure));
            }
            if early.is_some() {
                Err(Error::new(ErrorKind::Cancelled, "nothing more is wanted"))
            } else {
                Ok(())
            }
        },
    );
    progress.finish_and_clear();
    let outcome = match early {
        Some(early) => early?,
        None => {
            let failed = ended?.totals.failed;
            // The input is used up, so the reader has ended as well.
            reader.join().map_err(|_| Error::new(ErrorKind::Internal, "a defect while reading the input"))?;
            if failed > 0 { Outcome::SomeFailed } else { Outcome::Done }
        }
    };
    output.into_inner().flush().map_err(write_failure)?;
    unreadable.map_or(Ok(outcome), |error| Err(io_error("read", &args.input, &error).into()))
}

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

/// Refuses an output that is also the input, because opening the output empties it.
pub(crate) fn refuse_same_file(input: &Path, output: Option<&Path>) -> Result<()> {
    let Some(output) = output.filter(|_| !is_stdin(input)) else { return Ok(()) };
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(input), Ok(output)) if input == output => {
            Err(Error::new(ErrorKind::Io, format!("{} is both input and output", input.display())))
        }
        _ => Ok(()),
    }
}

/// A progress bar on standard error, unless that is no terminal or the results go to one as well.
fn progress(length: Option<u64>, to_stdout: bool) -> ProgressBar {
    if !io::stderr().is_terminal() || (to_stdout && io::stdout().is_terminal()) {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    let template = match length {
        Some(_) => "{bar:30} {percent:>3} %  {msg}  {elapsed} (about {eta} left)",
        None => "{spinner} {msg}  {elapsed}",
    };
    ProgressStyle::with_template(template).map(|style| bar.set_style(style)).ok();
    bar
}

fn counts(state: &BatchState) -> String {
    format!("{} completed, {} failed", state.totals.completed, state.totals.failed)
}

/// Reads lines until the input ends or no more are wanted.
fn read_all(mut input: impl BufRead, lines: &SyncSender<Read>) {
    while let Some(line) = next_line(&mut input, MAX_LINE_BYTES).transpose() {
        let last = line.is_err();
        if lines.send(line).is_err() || last {
            return;
        }
    }
}

/// Turns a line from the reader into an item of the batch. An error that ends the input early goes to `unreadable`.
fn next(
    line: Result<Read, TryRecvError>,
    progress: &ProgressBar,
    unreadable: &mut Option<io::Error>,
) -> Poll<Option<Line>> {
    match line {
        Ok(Ok((line, bytes))) => {
            progress.inc(bytes as u64);
            Poll::Ready(Some(line))
        }
        Ok(Err(error)) => {
            *unreadable = Some(error);
            Poll::Ready(None)
        }
        Err(TryRecvError::Empty) => Poll::Pending,
        Err(TryRecvError::Disconnected) => Poll::Ready(None),
    }
}

impl BatchInput for Line {
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

/// Writes the line of an item. Its assessment is already canonical JSON.
fn write(output: &mut dyn Write, item: BatchItem<String>) -> Result<(), Failure> {
    let index = item.index;
    let line = match item.outcome {
        Ok(assessment) => {
            format!("{{\"index\":{index},\"status\":\"completed\",\"assessment\":{assessment}}}\n")
        }
        Err(error) => {
            let error = canonical_json(&error)?;
            format!("{{\"index\":{index},\"status\":\"failed\",\"error\":{error}}}\n")
        }
    };
    output.write_all(line.as_bytes()).map_err(write_failure)
}
