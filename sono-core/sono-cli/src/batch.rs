//! `sono-eval batch`: lines of submissions in, lines of results out, in order and in bounded memory.
//!
//! The library's batch does the work. Here are the input, the output, and what the user is told.

mod journal;
mod results;
mod source;

use std::cell::RefCell;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPoolBuilder;
use sono_score::assessment::canonical_json;
use sono_score::engine::{BatchState, CancelToken, Phase, ProgressEvent};
use sono_score::{Error, ErrorKind, Result};

use super::args::BatchArgs;
use super::console::{Failure, Outcome, io_error, note};
use super::interrupt::Interrupt;
use super::rubric;

use results::Results;
use source::Source;

pub(crate) use source::{MAX_LINE_BYTES, open};

/// Items completed and failed.
type Counts = (u64, u64);

pub(crate) fn run(args: &BatchArgs) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let engine = rubric::engine(&args.rubric, args.expects.as_ref())?;
    let (input, length) = open(&args.input)?;
    let (results, resume) = Results::open(args)?;
    let results = RefCell::new(results);
    let progress = progress(length, args.output.is_none());
    let jobs = args.jobs.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool =
        pool.map_err(|error| Error::new(ErrorKind::Internal, format!("cannot start threads: {error}")))?;

    let cancel = CancelToken::new();
    let interrupt = Interrupt::watch(&cancel)?;
    let mut source = Source::new(input)?;
    let before = resume.as_ref().map_or((0, 0), counts);
    let mut batch = engine.batch().pool(&pool).cancel(&cancel);
    if let Some(state) = resume {
        batch = batch.resume(state);
    }
    if let Some(time) = args.deadline {
        batch = batch.item_deadline(time);
    }
    // The reason why the batch ends early: a failed write or, with `--fail-fast`, a failed item.
    let early = RefCell::new(None);
    let on_event = |event: &ProgressEvent| {
        if let Err(failure) = results.borrow_mut().tell(event) {
            early.borrow_mut().get_or_insert(Err(failure));
        }
    };
    let mut done = before;
    let ended = batch.on_event(on_event).run_with(
        |may_wait| {
            let mut line = source.poll();
            if may_wait && line.is_pending() {
                // Flushed, so that a reader of the output sees every result; if that fails, so does the next write.
                let _ = results.borrow_mut().flush();
                line = source.wait();
            }
            if may_wait && source.unreadable.is_some() {
                // All that was read is done, but this is not the end of the input.
                cancel.cancel();
            }
            line.map(|line| {
                let (line, bytes) = line?;
                progress.inc(bytes as u64);
                Some(line)
            })
        },
        |assessment| canonical_json(&assessment),
        |item, state| {
            let failed = item.outcome.is_err();
            let mut early = early.borrow_mut();
            if early.is_none() {
                match results.borrow_mut().write(item) {
                    Ok(()) => done = counts(state),
                    Err(failure) => *early = Some(Err(failure)),
                }
            }
            if failed && args.fail_fast {
                early.get_or_insert(Ok(Outcome::SomeFailed));
            }
            progress.set_message(format!("{} completed, {} failed", done.0, done.1));
            match *early {
                None => Ok(()),
                Some(_) => Err(Error::new(ErrorKind::Cancelled, "nothing more is wanted")),
            }
        },
    );
    progress.finish_and_clear();
    let early = early.into_inner();
    let is_complete = early.is_none() && ended.as_ref().is_ok_and(|state| state.phase == Phase::Completed);
    let (partial, written) = results.into_inner().end(is_complete);
    match (&early, &written) {
        (Some(Err(Failure::Closed)), _) | (_, Err(Failure::Closed)) => {}
        // Not all that was done could be kept.
        (Some(Err(_)), _) | (_, Err(_)) => {
            if let Some(partial) = partial {
                note(&format!("what could be written is in {}, --resume goes on", partial.display()));
            }
        }
        _ => summarise(started, before, done, is_complete, partial.as_deref()),
    }
    if let Some(early) = early {
        return early;
    }
    let state = ended.map_err(|error| refused(error, args.resume))?;
    if let Some(error) = source.unreadable {
        return Err(io_error("read", &args.input, &error).into());
    }
    written?;
    Ok(match interrupt.signal() {
        Some(signal) if !is_complete => Outcome::Interrupted(signal),
        _ if state.totals.failed > 0 => Outcome::SomeFailed,
        _ => Outcome::Done,
    })
}

fn counts(state: &BatchState) -> Counts {
    (state.totals.completed, state.totals.failed)
}

/// Tells what was done.
fn summarise(started: Instant, before: Counts, done: Counts, is_complete: bool, partial: Option<&Path>) {
    let seconds = started.elapsed().as_secs_f64();
    let mut text = format!("{} completed, {} failed", done.0, done.1);
    let resumed = before.0.saturating_add(before.1);
    if resumed > 0 {
        text.push_str(&format!(", {resumed} of them by earlier runs"));
    }
    let ended = if is_complete { "done in" } else { "stopped after" };
    text = format!("{ended} {seconds:.1} s: {text}");
    if let Some(partial) = partial {
        text.push_str(&format!("; {} holds the results, --resume goes on", partial.display()));
    }
    note(&text);
}

/// An error of the batch as a whole. A batch that cannot be resumed is still there.
fn refused(error: Error, is_resumed: bool) -> Error {
    if !is_resumed || error.kind() != ErrorKind::InvalidParameter {
        return error;
    }
    let message = format!("cannot resume: {}; --restart discards what was done", error.message());
    Error::with_problems(error.kind(), message, error.problems().to_vec())
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
