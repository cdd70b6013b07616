//! `sono-eval batch`: lines of submissions in, lines of results out, in order and in bounded memory.
//!
//! The main thread reads; workers score; one thread writes. For each line the reader puts the receiving end of a
//! channel for its result into a bounded queue. The writer takes these in order and waits for each, so order and
//! the bound on lines in flight come from the one queue.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sono_core::assessment::canonical_json;
use sono_core::engine::Engine;
use sono_core::submission::Submission;
use sono_core::{Error, ErrorKind, Result};

use crate::args::BatchArgs;
use crate::console::{Failure, Outcome, io_error, write_failure, writer};
use crate::gather::is_stdin;
use crate::lines::{Line, next_line};
use crate::rubric;

/// The longest line.
const MAX_LINE_BYTES: usize = 64 << 20;
/// Lines read ahead for each worker, so that none waits for a slow neighbour.
const AHEAD: usize = 4;

/// The result of one line: an assessment in canonical JSON, or why there is none.
type Item = Result<String>;
/// A line to score, and where its result goes.
type Job = (Line, Sender<Item>);

pub(crate) fn run(args: &BatchArgs) -> Result<Outcome, Failure> {
    let engine = rubric::engine(&args.rubric)?;
    let (input, length) = open(&args.input)?;
    refuse_same_file(&args.input, args.output.as_deref())?;
    let mut output = writer(args.output.as_deref())?;
    let jobs = args.jobs.map_or_else(processors, usize::from);
    let progress = progress(length, args.output.is_none());

    let (queue, results) = sync_channel::<Receiver<Item>>(jobs.saturating_mul(AHEAD));
    let (work, jobs_waiting) = channel::<Job>();
    let jobs_waiting = Mutex::new(jobs_waiting);
    let outcome = thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| work_off(&engine, &jobs_waiting));
        }
        let progress = &progress;
        let fail_fast = args.fail_fast;
        let written = scope.spawn(move || write_all(results, output.as_mut(), progress, fail_fast));
        let read = read_all(input, queue, work, progress);
        let written = written.join().unwrap_or_else(|_| Err(defect().into()));
        // A failure to write explains why reading stopped, and not the other way round.
        let outcome = written?;
        read.map_err(|error| io_error("read", &args.input, &error))?;
        Ok(outcome)
    });
    progress.finish_and_clear();
    outcome
}

fn open(path: &Path) -> Result<(Box<dyn BufRead>, Option<u64>)> {
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
fn refuse_same_file(input: &Path, output: Option<&Path>) -> Result<()> {
    let Some(output) = output.filter(|_| !is_stdin(input)) else { return Ok(()) };
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(input), Ok(output)) if input == output => {
            Err(Error::new(ErrorKind::Io, format!("{} is both input and output", input.display())))
        }
        _ => Ok(()),
    }
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
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

/// Reads lines until the input ends or nobody wants more.
fn read_all(
    mut input: Box<dyn BufRead>,
    queue: SyncSender<Receiver<Item>>,
    work: Sender<Job>,
    progress: &ProgressBar,
) -> io::Result<()> {
    while let Some((line, bytes)) = next_line(&mut input, MAX_LINE_BYTES)? {
        progress.inc(bytes as u64);
        let (sender, receiver) = channel();
        if queue.send(receiver).is_err() || work.send((line, sender)).is_err() {
            break;
        }
    }
    Ok(())
}

fn work_off(engine: &Engine, jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting: one worker waits for a job, the others for the lock.
        let job = jobs.lock().map(|jobs| jobs.recv());
        let Ok(Ok((line, result))) = job else { return };
        // A defect must cost one item, not the batch.
        let item = catch_unwind(AssertUnwindSafe(|| assess(engine, line))).unwrap_or_else(|_| Err(defect()));
        // The writer may have stopped after a failure.
        let _ = result.send(item);
    }
}

fn assess(engine: &Engine, line: Line) -> Item {
    let bytes = match line {
        Line::Bytes(bytes) => bytes,
        Line::TooLong => {
            let message = format!("the line has more than {MAX_LINE_BYTES} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
    };
    if bytes.trim_ascii().is_empty() {
        return Err(Error::new(ErrorKind::InvalidJson, "the line is blank"));
    }
    let submission = Submission::from_json_slice(&bytes)?;
    drop(bytes);
    canonical_json(&engine.assess(&submission)?)
}

fn defect() -> Error {
    Error::new(ErrorKind::Internal, "a defect in sono-eval; please report it")
}

fn write_all(
    results: Receiver<Receiver<Item>>,
    output: &mut dyn Write,
    progress: &ProgressBar,
    fail_fast: bool,
) -> Result<Outcome, Failure> {
    let mut failed = 0_usize;
    for (index, result) in results.iter().enumerate() {
        let item = result.recv().unwrap_or_else(|_| Err(defect()));
        failed = failed.saturating_add(usize::from(item.is_err()));
        let line = match &item {
            Ok(assessment) => {
                format!("{{\"index\":{index},\"status\":\"completed\",\"assessment\":{assessment}}}\n")
            }
            Err(error) => {
                let error = canonical_json(error)?;
                format!("{{\"index\":{index},\"status\":\"failed\",\"error\":{error}}}\n")
            }
        };
        output.write_all(line.as_bytes()).map_err(write_failure)?;
        progress.set_message(format!("{} completed, {failed} failed", (index + 1).saturating_sub(failed)));
        if fail_fast && failed > 0 {
            break;
        }
    }
    output.flush().map_err(write_failure)?;
    Ok(if failed == 0 { Outcome::Done } else { Outcome::SomeFailed })
}
