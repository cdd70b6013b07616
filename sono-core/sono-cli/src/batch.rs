//! `sono-eval batch`: lines of submissions in, lines of results out, in order and in bounded memory.
//!
//! One thread reads, for a pipe may have nothing for a while; the library's batch does the rest.

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

/// The longest line.
pub(crate) const MAX_LINE_BYTES: usize = 64 << 20;
/// Lines that wait between the reader and the batch.
const AHEAD: usize = 4;

/// A line and the bytes it took, or why reading ended.
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
    // Not waited for when the batch ends early: nobody knows when a pipe gives its next line.
    let reader = thread::spawn(move || read_all(input, &sender));
    let mut unreadable = None;
    // What ends the batch early: a failed write, or a failed item if that is asked for.
    let mut early = None;
    let ended = engine.batch().pool(&pool).run_with(
        |may_wait| {
            let mut line = lines.try_recv();
            if may_wait && matches!(line, Err(TryRecvError::Empty)) {
                // Whoever reads the output sees all there is; if they are gone, the next write meets that again.
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
            // The input is used up, so the reader is done as well.
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

/// Opening the output empties it: it must not be the input.
pub(crate) fn refuse_same_file(input: &Path, output: Option<&Path>) -> Result<()> {
    let Some(output) = output.filter(|_| !is_stdin(input)) else { return Ok(()) };
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(input), Ok(output)) if input == output => {
            Err(Error::new(ErrorKind::Io, format!("{} is both input and output", input.display())))
        }
        _ => Ok(()),
    }
}

/// A bar on standard error, for people who look at it and at nothing else.
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

/// Reads lines until the input ends or nobody wants more.
fn read_all(mut input: impl BufRead, lines: &SyncSender<Read>) {
    while let Some(line) = next_line(&mut input, MAX_LINE_BYTES).transpose() {
        let last = line.is_err();
        if lines.send(line).is_err() || last {
            return;
        }
    }
}

/// What a line from the reader means to the batch. What ends the input too early goes to `unreadable`.
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
                let message = format!("the line has more than {MAX_LINE_BYTES} bytes");
                Err(Error::new(ErrorKind::LimitExceeded, message))
            }
            Self::Bytes(bytes) if bytes.trim_ascii().is_empty() => {
                Err(Error::new(ErrorKind::InvalidJson, "the line is blank"))
            }
            Self::Bytes(bytes) => Submission::from_json_slice(&bytes),
        }
    }
}

/// Writes the line of an item, whose assessment is canonical JSON.
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
